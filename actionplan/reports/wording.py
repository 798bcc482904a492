"""How a report says its figures, days and answers, the same on the page and in every file.

A report is a Swedish document, whatever language the page around it is in: nothing here is
translated, and whoever shows it says that the text is Swedish.
"""

from datetime import date

from actionplan.reports.content import BoardAnswer, Figures, ReportContent

UNANSWERED_WORD = "Ej besvarad"
# The code of *inte känt*, which says nothing that a reader has use for.
NOT_KNOWN = "unknown"
EXAMPLE = (
    "Exempeldata: påhittade svar för utveckling och utbildning. "
    "Inget här säger något om verkligheten."
)
MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


def day(on: date) -> str:
    """A day as it is written in running text: 30 november 2027."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def share(figures: Figures) -> str:
    """How many have answered of those who were asked: 45 av 60 svar."""
    return f"{figures.answered} av {figures.asked} svar"


def status_words(figures: Figures) -> str:
    """The statuses that somebody has answered, with a count each: Pågår 2, Genomförd 1."""
    counted = (f"{each.word} {each.count}" for each in figures.statuses if each.count)
    return ", ".join(counted)


def figure_rows(figures: Figures) -> tuple[tuple[str, int], ...]:
    """Every figure with what it counts. The statuses come first: together they are the answers."""
    return (
        *((each.word, each.count) for each in figures.statuses),
        ("Besvarade och godkända", figures.answered),
        ("Lämnade, inte godkända", figures.awaiting),
        (UNANSWERED_WORD, figures.unanswered),
        ("Av dem efter sista svarsdag", figures.late),
        ("Tillfrågade, alla svar", figures.asked),
        ("Ej bekräftade av nämnden", figures.unconfirmed),
    )


def on_behalf(coordinator: str) -> str:
    """What stands at an answer that the board has not confirmed."""
    return f"införd av {coordinator}, ej bekräftad av nämnden"


def remarks(answer: BoardAnswer, content: ReportContent) -> tuple[str, ...]:
    """What a reader must know about an answer beside what it says."""
    found = []
    if answer.is_unconfirmed:
        words = on_behalf(content.coordinator)
        found.append(f"{words[:1].upper()}{words[1:]}.")
    if answer.is_awaiting:
        found.append("Svaret är lämnat men inte godkänt.")
    if answer.is_late:
        found.append(f"Sista svarsdag var {day(content.due_on)}.")
    if answer.is_unchanged:
        found.append("Oförändrat sedan förra året.")
    return tuple(found)


def inclusion(answer: BoardAnswer) -> str:
    """Whether the activity stands in the board's *uppdragsplan*, where, and under which goal."""
    if answer.included == NOT_KNOWN and not answer.reference:
        return ""
    said = [answer.included_word, answer.reference]
    if answer.goal:
        said.append(f"mål: {answer.goal}")
    return ", ".join(word for word in said if word)


def filename(content: ReportContent) -> str:
    """The name of the report's files, without ending: uppfoljning-2027, …-rattad-2."""
    corrected = f"-rattad-{content.sequence}" if content.sequence > 1 else ""
    example = "-exempeldata" if content.is_example else ""
    return f"uppfoljning-{content.year}{corrected}{example}"
