"""Two yearly reports beside each other: what moved, what stood still, what was closed.

Activities are followed through versions of the plan by their lineage, boards by their key: a board
that has been renamed is the same, one that has been closed into another is not.
"""

from actionplan.reports.content import BoardAnswer, Change, Closed, Comparison, ReportContent

MOVED, STILL, ANSWERED, SILENT = "moved", "still", "answered", "silent"


def compare(earlier: ReportContent, earlier_hash: str, later: ReportContent) -> Comparison:
    """Return how `later` stands beside `earlier`, whose text has the hash `earlier_hash`.

    An activity that nobody answered for either year stands in no list: nothing is known of it.
    """
    before = _answers(earlier)
    after = _answers(later)
    names = {board.key: board.name for board in later.boards}
    changes = []
    for activity in later.activities:
        for answer in activity.answers:
            old = before.get((activity.lineage, answer.board))
            kind = _kind(old, answer) if old else ""
            if old and kind:
                changes.append(
                    Change(
                        kind=kind,
                        number=activity.number,
                        title=activity.title,
                        board=names[answer.board],
                        before=old.word,
                        after=answer.word,
                    )
                )
    ended = {activity.lineage for activity in earlier.activities if activity.closure}
    return Comparison(
        year=earlier.year,
        sequence=earlier.sequence,
        sha256=earlier_hash,
        figures=earlier.figures,
        changes=tuple(changes),
        closed=tuple(
            Closed(activity.number, activity.title, activity.closure)
            for activity in later.activities
            if activity.closure and activity.lineage not in ended
        ),
        new=len(after.keys() - before.keys()),
        gone=len(before.keys() - after.keys()),
    )


def _answers(content: ReportContent) -> dict[tuple[str, int], BoardAnswer]:
    return {
        (activity.lineage, answer.board): answer
        for activity in content.activities
        for answer in activity.answers
    }


def _kind(old: BoardAnswer, new: BoardAnswer) -> str:
    if old.status and new.status:
        return STILL if old.status == new.status else MOVED
    if new.status:
        return ANSWERED
    return SILENT if old.status else ""
