"""What differs between two versions, as pure functions: words, rows, and what became of each."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actionplan.revision.difference import Content, Difference, Kind, Step, difference
from actionplan.revision.life import follow
from actionplan.revision.wording import Line, Mark, rows_changed, words_changed


def shown(line: Line) -> str:
    """A line as a person sees it: [-removed-] and {+added+}."""
    frames = {Mark.SAME: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "[+{}+]"}
    return "".join(frames[piece.mark].format(piece.text) for piece in line)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Samma text.", "Samma text.", "Samma text."),
        ("Varje år följs upp.", "Varje månad följs upp.", "Varje [-år -][+månad +]följs upp."),
        ("2018–2022", "2022–2026", "[-2018-][+2022+]–[-2022-][+2026+]"),
        ("", "Ny text", "[+Ny text+]"),
        ("Bort", "", "[-Bort-]"),
        ("Sist ord", "Sist ord läggs till", "Sist ord [+läggs till+]"),
    ],
)
def test_words(old: str, new: str, expected: str) -> None:
    assert shown(words_changed(old, new)) == expected


TEXTS = st.text(alphabet="ab åé.,\n–", max_size=30)


@given(TEXTS, TEXTS)
def test_the_new_text_can_be_read_out_of_what_is_shown(old: str, new: str) -> None:
    line = words_changed(old, new)
    assert "".join(piece.text for piece in line if piece.mark != Mark.REMOVED) == new
    removed = "".join(piece.text for piece in line if piece.mark != Mark.ADDED)
    assert "".join(removed.split()) == "".join(old.split())


def test_rows_are_paired_by_what_they_say() -> None:
    old = ["Först", "Alla ska få stöd och hjälp", "Sist"]
    new = ["Alla ska få råd och hjälp", "Helt nytt", "Sist"]
    assert [shown(line) for line in rows_changed(old, new)] == [
        "[-Först-]",
        "Alla ska få [-stöd -][+råd +]och hjälp",
        "[+Helt nytt+]",
        "Sist",
    ]


def content(pk: int, title: str, lineage: UUID | None = None, **more: object) -> Content:
    return Content(pk=pk, lineage=lineage or uuid4(), number=pk % 100, title=title, **more)  # type: ignore[arg-type]


def kinds(found: Difference) -> dict[str, str]:
    return {entry.heading: entry.kind for entry in found.entries}


def test_each_activity_is_said_once_with_what_became_of_it() -> None:
    olds = [content(n, f"Gammal {n}") for n in range(1, 9)]
    news = [
        content(101, "Gammal 1", olds[0].lineage),
        content(102, "Ändrad 2", olds[1].lineage),
        content(103, "Ihop"),
        content(104, "Del ett"),
        content(105, "Del två"),
        content(106, "Ny"),
    ]
    steps = [
        Step(Kind.CARRIED, 101, 1),
        Step(Kind.CHANGED, 102, 2, "Skäl."),
        Step(Kind.MERGED, 103, 3, "Skäl."),
        Step(Kind.MERGED, 103, 4, "Skäl."),
        Step(Kind.SPLIT, 104, 5, "Skäl."),
        Step(Kind.SPLIT, 105, 5, "Skäl."),
        Step(Kind.NEW, 106, None, "Skäl."),
        Step(Kind.FINISHED, None, 6, "Skäl."),
        Step(Kind.DROPPED, None, 7, "Skäl."),
        Step(Kind.UNDECIDED, None, 8),
    ]
    found = difference(olds, news, steps)

    assert kinds(found) == {
        "Ny": "new",
        "Ändrad 2": "changed",
        "Ihop": "merged",
        "Gammal 5": "split",
        "Gammal 6": "finished",
        "Gammal 7": "dropped",
        "Gammal 8": "undecided",
        "Gammal 1": "carried",
    }
    split = next(entry for entry in found.entries if entry.kind == Kind.SPLIT)
    assert [one.title for one in split.news] == ["Del ett", "Del två"]
    assert kinds(found.concerning({4, 105})) == {"Ihop": "merged", "Gammal 5": "split"}


def test_without_decisions_the_lineage_says_what_is_the_same() -> None:
    same = uuid4()
    found = difference(
        [content(1, "A", same), content(2, "B")], [content(101, "A", same), content(102, "C")]
    )
    assert kinds(found) == {"C": "new", "B": "gone", "A": "carried"}


def test_what_is_called_carried_but_reads_differently_is_shown_as_changed() -> None:
    same = uuid4()
    found = difference(
        [content(1, "A", same, points=("ett", "två"), boards=("Nämnden",))],
        [content(101, "A", same, points=("ett",), boards=("Styrelsen",))],
        [Step(Kind.CARRIED, 101, 1)],
    )
    (entry,) = found.entries
    assert entry.kind == Kind.CHANGED
    assert [(str(c.name), [shown(line) for line in c.lines]) for c in entry.changes] == [
        ("Punkter", ["ett", "[-två-]"]),
        ("Ansvariga", ["[+Styrelsen+]", "[-Nämnden-]"]),
    ]


def test_a_life_is_followed_both_ways_and_not_into_its_relatives() -> None:
    # 1 and 2 were merged into 3, which was split into 4 and 5; 6 was merged with 4 into 7.
    links = [(3, 1), (3, 2), (4, 3), (5, 3), (7, 4), (7, 6)]
    assert follow(1, links) == {1, 3, 4, 5, 7}
    assert follow(7, links) == {7, 4, 6, 3, 1, 2}
    assert follow(8, links) == {8}
