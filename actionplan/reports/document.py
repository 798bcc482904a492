"""A report as it is read: headings, paragraphs and tables in one order for page, PDF and Word.

Made from a `ReportContent` alone. Whoever renders it chooses how a heading or a table looks, never
what it says.
"""

from __future__ import annotations

from collections.abc import Iterator

from actionplan.activities.status import STATES, UNANSWERED
from actionplan.reports import wording
from actionplan.reports.blocks import (
    Block,
    Cell,
    Document,
    Facts,
    Heading,
    Line,
    Notice,
    Paragraph,
    Table,
    cell,
    number,
)
from actionplan.reports.comparison import ANSWERED, MOVED, SILENT, STILL
from actionplan.reports.content import (
    ActivityContent,
    BoardAnswer,
    BoardContent,
    Change,
    Comparison,
    Figures,
    ReportContent,
)


def report_document(content: ReportContent) -> Document:
    """Return the whole report."""
    return Document(content.title, _lead(content), tuple(_report(content)))


def board_document(content: ReportContent, board: BoardContent) -> Document:
    """Return the extract of one board, for its *uppdragsplan*."""
    return Document(
        f"{board.name}: uppföljning {content.year}", _lead(content), tuple(_extract(content, board))
    )


def comparison_document(comparison: Comparison, content: ReportContent) -> Document:
    """Return how the report `content` stands beside the year that `comparison` is with."""
    title = f"Uppföljning {content.year} jämförd med {comparison.year}"
    return Document(title, _lead(content), tuple(_comparison(comparison)))


def _lead(content: ReportContent) -> str:
    return f"{content.municipality}. {content.plan_title}, {content.version_label}."


def _report(content: ReportContent) -> Iterator[Block]:
    yield from _notices(content)
    yield from _text("Inledning", "inledning", content.introduction)
    yield Heading(2, "Siffror", "siffror")
    yield Paragraph(_share_sentence(content.figures))
    yield _figures_table("Hela planen", content.figures, "siffror-plan")
    yield _shares_table(
        "Del för del", "Del", [(part.name, part.figures) for part in content.parts], "siffror-delar"
    )
    yield _shares_table(
        "Nämnd för nämnd",
        "Nämnd",
        [(board.name, board.figures) for board in content.boards],
        "siffror-namnder",
    )
    for part in content.parts:
        yield Heading(2, part.name, f"del-{part.number}")
        yield from _paragraphs(part.text)
        yield Paragraph(_share_sentence(part.figures))
        for activity in content.activities:
            if activity.part == part.number:
                yield from _activity(content, activity)
    yield Heading(2, "Nämnderna", "namnderna")
    for board in content.boards:
        yield Heading(3, board.name, f"namnd-{board.slug}")
        yield from _board(board)
    yield from _text("Mål och utfall", "mal-och-utfall", content.goals_text)
    if content.comparison:
        yield from _comparison(content.comparison)
    yield from _text("Förslag", "forslag", content.proposals)
    yield from _about(content)


def _extract(content: ReportContent, board: BoardContent) -> Iterator[Block]:
    yield from _notices(content)
    yield from _board(board)
    yield Heading(2, "Siffror", "siffror")
    yield _figures_table(board.name, board.figures, "siffror-namnd")
    yield Heading(2, "Aktiviteter", "aktiviteter")
    for activity in content.activities:
        for answer in activity.answers:
            if answer.board == board.key:
                yield Heading(
                    3, f"{activity.number}. {activity.title}", f"aktivitet-{activity.number}"
                )
                yield _facts(activity)
                yield Table(
                    f"Svar om aktivitet {activity.number}",
                    ("Läge", "Svar"),
                    ((_status_cell(answer, content), _said(answer)),),
                    f"svar-{activity.number}",
                )
    yield from _about(content)


def _notices(content: ReportContent) -> Iterator[Block]:
    if content.is_example:
        yield Notice(wording.EXAMPLE)
    if content.corrects:
        yield Notice(
            f"Den här rapporten rättar den som frystes {wording.day(content.corrects.frozen_on)}. "
            f"Det som är rättat: {content.corrects.what}"
        )


def _text(heading: str, anchor: str, text: str) -> Iterator[Block]:
    if text.strip():
        yield Heading(2, heading, anchor)
        yield from _paragraphs(text)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    yield from (Paragraph(line.strip()) for line in text.splitlines() if line.strip())


def _share_sentence(figures: Figures) -> str:
    said = [f"{wording.share(figures)} är inlämnade och godkända."]
    if figures.awaiting:
        said.append(f"Lämnade men inte godkända: {figures.awaiting}.")
    if figures.unanswered:
        late = f", av dem {figures.late} efter sista svarsdag" if figures.late else ""
        said.append(f"Ej besvarade: {figures.unanswered}{late}.")
    if figures.unconfirmed:
        said.append(f"Ej bekräftade av nämnden: {figures.unconfirmed}.")
    return " ".join(said)


def _figures_table(caption: str, figures: Figures, name: str) -> Table:
    rows = tuple((cell(word), number(count)) for word, count in wording.figure_rows(figures))
    return Table(caption, ("Läge", "Antal svar"), rows, name)


def _shares_table(caption: str, of: str, groups: list[tuple[str, Figures]], name: str) -> Table:
    return Table(
        caption,
        (of, "Besvarat", "Svaren säger", "Lämnat, inte godkänt", wording.UNANSWERED_WORD),
        tuple(
            (
                cell(heading),
                cell(wording.share(figures)),
                cell(wording.status_words(figures) or "–"),
                number(figures.awaiting),
                number(figures.unanswered),
            )
            for heading, figures in groups
        ),
        name,
    )


def _activity(content: ReportContent, activity: ActivityContent) -> Iterator[Block]:
    yield Heading(3, f"{activity.number}. {activity.title}", f"aktivitet-{activity.number}")
    yield _facts(activity)
    if not activity.answers:
        yield Paragraph("Ingen nämnd är tillfrågad om aktiviteten i år.")
        return
    names = {board.key: board.name for board in content.boards}
    yield Table(
        f"Svar om aktivitet {activity.number}",
        ("Nämnd", "Läge", "Svar"),
        tuple(
            (cell(names[answer.board]), _status_cell(answer, content), _said(answer))
            for answer in activity.answers
        ),
        f"svar-{activity.number}",
    )


def _facts(activity: ActivityContent) -> Facts:
    rows = [("Tidplan i planen", activity.schedule_text or "Framgår inte")]
    if activity.closure:
        rows.append(("Avslut", activity.closure))
    return Facts(tuple(rows))


def _status_cell(answer: BoardAnswer, content: ReportContent) -> Cell:
    state = STATES.get(answer.status, UNANSWERED)
    lines = (Line(answer.word), *(Line(each) for each in wording.remarks(answer, content)))
    return Cell(lines, tag=state.tag.value)


def _said(answer: BoardAnswer) -> Cell:
    said = (
        ("Gjort", answer.done),
        ("Hinder", answer.obstacles),
        ("Nästa steg", answer.next_step),
        ("Uppdragsplan", wording.inclusion(answer)),
    )
    lines = [
        Line(line.strip(), label if place == 0 else "")
        for label, text in said
        for place, line in enumerate(text.strip().splitlines())
        if line.strip()
    ]
    return Cell(tuple(lines) or (Line("–"),))


def _board(board: BoardContent) -> Iterator[Block]:
    yield from _paragraphs(board.text)
    yield Paragraph(_share_sentence(board.figures))
    if board.decided_on:
        paragraph = f", {board.paragraph}" if board.paragraph else ""
        yield Paragraph(
            f"Nämnden beslutade om sin uppföljning {wording.day(board.decided_on)}{paragraph}."
        )
    else:
        yield Paragraph("Nämndens beslut om uppföljningen är inte antecknat.")


def _comparison(comparison: Comparison) -> Iterator[Block]:
    yield Heading(2, f"Jämfört med {comparison.year}", "jamforelse")
    still = len(comparison.of_kind(STILL))
    yield Paragraph(
        f"{comparison.year} var {wording.share(comparison.figures)} godkända. "
        f"{still} svar säger samma läge som då."
    )
    if comparison.new or comparison.gone:
        yield Paragraph(
            f"Nya frågor till nämnderna sedan dess: {comparison.new}. "
            f"Frågor som bara ställdes {comparison.year}: {comparison.gone}. De jämförs inte. "
            "Så blir det när en aktivitet är avslutad, och när en aktivitet eller nämnd har "
            "kommit till, tagits bort eller gått upp i en annan."
        )
    yield from _changes("Svar som har ett annat läge", comparison.of_kind(MOVED), comparison)
    yield from _changes("Besvarade nu men inte då", comparison.of_kind(ANSWERED), comparison)
    yield from _changes("Besvarade då men inte nu", comparison.of_kind(SILENT), comparison)
    if comparison.closed:
        rows = tuple(
            (cell(f"{each.number}. {each.title}"), cell(each.words)) for each in comparison.closed
        )
        yield Table("Avslutade sedan dess", ("Aktivitet", "Avslut"), rows, "avslutade")


def _changes(caption: str, changes: tuple[Change, ...], comparison: Comparison) -> Iterator[Block]:
    if changes:
        rows = tuple(
            (cell(f"{each.number}. {each.title}"), cell(each.board), cell(each.before),
             cell(each.after))
            for each in changes
        )  # fmt: skip
        columns = ("Aktivitet", "Nämnd", str(comparison.year), "Nu")
        yield Table(caption, columns, rows, f"jamforelse-{changes[0].kind}")


def _about(content: ReportContent) -> Iterator[Block]:
    yield Heading(2, "Om rapporten", "om-rapporten")
    yield Facts(
        (
            ("Plan", f"{content.plan_title}, {content.version_label}"),
            ("Uppföljningen öppnade", wording.day(content.opens_on)),
            ("Sista svarsdag", wording.day(content.due_on)),
            ("Uppföljningen stängde", wording.day(content.closes_on)),
            ("Rapporten sammanställd", wording.day(content.compiled_on)),
            ("Sammanställd av", content.coordinator),
        )
    )
    yield Paragraph(
        "Varje nämnd svarar för sina egna aktiviteter. Bara svar som är godkända räknas. "
        f"{wording.UNANSWERED_WORD} säger inget om hur arbetet går: det betyder inte att arbetet "
        "inte har börjat, och räknas aldrig som noll."
    )
