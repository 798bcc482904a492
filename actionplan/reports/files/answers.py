"""The answers as rows, one an answer, for Excel and CSV alike."""

from collections.abc import Iterator

from actionplan.reports.content import BoardAnswer, Figures, ReportContent
from actionplan.reports.wording import EXAMPLE, figure_rows

HEADINGS = (
    "År",
    "Nr",
    "Aktivitet",
    "Del av planen",
    "Tidplan i planen",
    "Avslut",
    "Nämnd",
    "Läge",
    "Gjort",
    "Hinder",
    "Nästa steg",
    "Oförändrat sedan förra året",
    "Ej bekräftad av nämnden",
    "Lämnad, inte godkänd",
    "Obesvarat efter sista svarsdag",
    "Står i uppdragsplanen",
    "Var i uppdragsplanen",
    "Under vilket mål",
    "Nämndens beslut",
    "Paragraf",
    "Märkning",
)


def answer_rows(content: ReportContent) -> Iterator[tuple[str, ...]]:
    """Yield a row of texts for each answer that was asked for, given or not."""
    parts = {part.number: part.name for part in content.parts}
    boards = {board.key: board for board in content.boards}
    mark = EXAMPLE.split(":")[0] if content.is_example else ""
    for activity in content.activities:
        about = (
            str(content.year),
            str(activity.number),
            activity.title,
            parts[activity.part],
            activity.schedule_text,
            activity.closure,
        )
        for answer in activity.answers:
            board = boards[answer.board]
            decided = board.decided_on.isoformat() if board.decided_on else ""
            yield (*about, board.name, *_said(answer), decided, board.paragraph, mark)


def _said(answer: BoardAnswer) -> tuple[str, ...]:
    return (
        answer.word,
        answer.done,
        answer.obstacles,
        answer.next_step,
        *map(
            _yes,
            (answer.is_unchanged, answer.is_unconfirmed, answer.is_awaiting, answer.is_late),
        ),
        answer.included_word,
        answer.reference,
        answer.goal,
    )


def _yes(value: bool) -> str:
    return "ja" if value else "nej"


def figures_rows(content: ReportContent) -> Iterator[tuple[str | int, ...]]:
    """Yield the figures of the whole plan, of each part and of each board, after their headings."""
    yield ("Vad", *(word for word, _ in figure_rows(content.figures)))
    groups: list[tuple[str, Figures]] = [("Hela planen", content.figures)]
    groups += [(part.name, part.figures) for part in content.parts]
    groups += [(board.name, board.figures) for board in content.boards]
    for name, figures in groups:
        yield (name, *(count for _, count in figure_rows(figures)))
