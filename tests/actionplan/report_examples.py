"""A yearly report without a database: three boards, two activities, every kind of answer."""

from dataclasses import replace
from datetime import date

from actionplan.activities.status import AnswerStatus
from actionplan.reports.comparison import compare
from actionplan.reports.content import (
    ActivityContent,
    BoardAnswer,
    BoardContent,
    Figures,
    PartContent,
    ReportContent,
    StatusCount,
    sha256,
    to_text,
)

LABELS = {
    AnswerStatus.NOT_STARTED: "Ej påbörjad",
    AnswerStatus.IN_PROGRESS: "Pågår",
    AnswerStatus.COMPLETED: "Genomförd",
    AnswerStatus.DELAYED: "Försenad",
    AnswerStatus.PAUSED: "Pausad",
    AnswerStatus.DROPPED: "Avslutad utan att genomföras",
}
BOARDS = {1: "Provnämnden för lärande", 2: "Provnämnden för omsorg", 3: "Provbolaget AB"}


def figures(*answers: BoardAnswer) -> Figures:
    """Count the answers, one way for the whole, a part and a board."""
    return Figures(
        asked=len(answers),
        answered=sum(bool(answer.status) for answer in answers),
        awaiting=sum(answer.is_awaiting for answer in answers),
        late=sum(answer.is_late for answer in answers),
        unconfirmed=sum(answer.is_unconfirmed for answer in answers),
        statuses=tuple(
            StatusCount(code.value, word, sum(answer.status == code for answer in answers))
            for code, word in LABELS.items()
        ),
    )


def answer(board: int, status: str = "", **said: object) -> BoardAnswer:
    """A board's answer, as little of it as matters."""
    empty = BoardAnswer(
        board=board,
        status=status,
        word=LABELS[AnswerStatus(status)] if status else "Ej besvarad",
        done="",
        obstacles="",
        next_step="",
        is_unchanged=False,
        is_unconfirmed=False,
        is_awaiting=False,
        is_late=False,
        included="",
        included_word="",
        reference="",
        goal="",
    )
    return replace(empty, **said)  # type: ignore[arg-type]


def report(activities: tuple[ActivityContent, ...] = (), **said: object) -> ReportContent:
    """A report of the year 2031 with the given activities, or with two."""
    activities = activities or two_activities()
    answers = [each for activity in activities for each in activity.answers]
    content = ReportContent(
        title="Uppföljning 2031 av Provplanen",
        municipality="Provkommunen",
        coordinator="Provsamordningen",
        year=2031,
        sequence=1,
        plan_title="Provplanen",
        version_label="2030–2034",
        opens_on=date(2031, 10, 1),
        due_on=date(2031, 11, 30),
        closes_on=date(2031, 12, 20),
        compiled_on=date(2032, 1, 15),
        is_example=True,
        corrects=None,
        introduction="Året i korthet.\n\nAndra stycket.",
        goals_text="Målen följs upp när indikatorerna finns.",
        proposals="Förslag ett.\nFörslag två.",
        figures=figures(*answers),
        parts=tuple(
            PartContent(
                number,
                f"Del {number}, provdelen",
                f"Text om del {number}.",
                figures(*(e for a in activities if a.part == number for e in a.answers)),
            )
            for number in (1, 2)
        ),
        boards=tuple(
            BoardContent(
                key,
                f"provnamnd-{key}",
                name,
                f"Text om {name}.",
                figures(*(each for each in answers if each.board == key)),
                date(2031, 12, 4) if key == 1 else None,
                "§ 47" if key == 1 else "",
            )
            for key, name in BOARDS.items()
        ),
        activities=activities,
        comparison=None,
    )
    return replace(content, **said)  # type: ignore[arg-type]


def two_activities() -> tuple[ActivityContent, ...]:
    """One activity of each part, with every kind of answer among them."""
    return (
        ActivityContent(
            lineage="6d1d7a32-52a5-4a4e-8f0f-6a1f5a1d0001",
            number=1,
            title="Utbilda alla chefer",
            part=1,
            schedule_text="2030–2034",
            closure="",
            answers=(
                answer(
                    1,
                    "in_progress",
                    done="Tolv chefer har gått utbildningen.\nTvå tillfällen återstår.",
                    next_step="Boka våren.",
                    included="yes",
                    included_word="Ja",
                    reference="mål 3",
                    goal="Jämställdhet",
                ),
                answer(2, "delayed", obstacles="Lokal saknas.", is_unconfirmed=True),
                answer(3, is_late=True),
            ),
        ),
        ActivityContent(
            lineage="6d1d7a32-52a5-4a4e-8f0f-6a1f5a1d0002",
            number=2,
            title="Öppna mottagningen",
            part=2,
            schedule_text="2030- klart!",
            closure="genomförd 2031",
            answers=(
                answer(1, "completed", done="=1+1 är öppnat", is_unchanged=True),
                answer(2, is_awaiting=True),
            ),
        ),
    )


def compared() -> ReportContent:
    """The report beside the one of the year before, where an answer said something else."""
    now = report()
    first, second = two_activities()
    earlier = report(
        (
            replace(first, answers=(answer(1, "not_started"), answer(2), answer(3, "paused"))),
            replace(second, closure="", answers=(answer(1, "completed"),)),
        ),
        year=2030,
        title="Uppföljning 2030 av Provplanen",
    )
    return replace(now, comparison=compare(earlier, sha256(to_text(earlier)), now))
