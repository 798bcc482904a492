"""How a routine stands and what differs between two versions, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from portal.blocks.bodies import BodyBlock
from portal.intranet.routines.difference import Change, changes
from portal.intranet.routines.snapshot import lines_of
from portal.intranet.routines.standing import standing
from resources.services.choices import ForWhom

TODAY = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("has_owner", "valid_from", "review_on", "words", "holds"),
    [
        (False, date(2027, 1, 1), None, "Utkast: ej fastställd", False),
        (True, None, None, "Utkast: ej fastställd", False),
        (True, date(2027, 3, 2), None, "Börjar gälla 2 mars 2027", False),
        (True, date(2027, 3, 1), None, "Gäller", True),
        (True, date(2027, 1, 1), date(2027, 3, 2), "Gäller", True),
        (
            True, date(2027, 1, 1), date(2027, 3, 1),
            "Gäller, men skulle ha setts över senast 1 mars 2027", True,
        ),
    ],
)  # fmt: skip
def test_a_routine_says_whether_it_holds(
    has_owner: bool, valid_from: date | None, review_on: date | None, words: str, holds: bool
) -> None:
    found = standing(has_owner=has_owner, valid_from=valid_from, review_on=review_on, today=TODAY)
    assert (found.words, found.holds) == (words, holds)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"steps": ["a"]}, {"steps": ["a"]}, []),
        ({"steps": ["a"]}, {"steps": ["a", "b"]}, [("Steg: nytt", "", "b")]),
        ({"steps": ["a", "b"]}, {"steps": ["b"]}, [("Steg: borttaget", "a", "")]),
        ({"steps": ["a", "b"]}, {"steps": ["a", "c"]}, [("Steg: ändrat", "b", "c")]),
        ({"title": "A"}, {"title": "B"}, [("Rubriken: ändrat", "A", "B")]),
        ({"text": [["text", "x"]]}, {"text": [["text", "y"]]}, [("Text: ändrat", "x", "y")]),
        ({}, {"units": ["U"]}, [("Enhet: nytt", "", "U")]),
        (
            {"sources": [["L", "Säger", ""]]}, {"sources": [["L", "Säger", "https://l.example/"]]},
            [("Lag eller dokument: ändrat", "L. Säger", "L. Säger. https://l.example/")],
        ),
    ],
)  # fmt: skip
def test_what_differs_is_said_in_plain_words(
    old: dict[str, object], new: dict[str, object], expected: list[tuple[str, str, str]]
) -> None:
    found = changes(old, new)
    assert [(each.sentence, each.before, each.after) for each in found] == expected
    assert all(isinstance(each, Change) for each in found)


def frozen(*blocks: dict[str, object]) -> list[tuple[str, str]]:
    return list(lines_of(BodyBlock().to_python(list(blocks))))


# Every kind of block that a routine's text may hold: its parts as they are stored, and every word
# that is frozen. A new kind of block needs a row here.
ITEM = {"heading": "Del", "text": "<p>Text</p>"}
BLOCKS: list[tuple[str, object, list[tuple[str, str]]]] = [
    (
        "text",
        "<h2>Rubrik</h2><p>Ord<b>et</b>, <i>kursivt</i>.<br/>Ny rad</p>"
        "<ul><li>Ett<ul><li>Under</li></ul></li><li><p>Två</p></li></ul>",
        [
            ("heading", "Rubrik"), ("text", "Ordet, kursivt. Ny rad"),
            ("item", "Ett"), ("item", "Under"), ("item", "Två"),
        ],
    ),
    ("quote", {"quote": "Sagt", "source": "Någon"}, [("text", "Sagt"), ("text", "Någon")]),
    ("fact_box", {"tone": "fact", **ITEM}, [("heading", "Del"), ("text", "Text")]),
    ("accordion", {"items": [ITEM]}, [("heading", "Del"), ("text", "Text")]),
    (
        "steps", {"heading": "Steg", "steps": [ITEM]},
        [("heading", "Steg"), ("heading", "Del"), ("text", "Text")],
    ),
    (
        "table",
        {
            "caption": "Tider",
            "table": {
                "columns": [{"type": "text", "heading": "Dag"}, {"type": "text", "heading": "Tid"}],
                "rows": [{"values": ["Måndag", "08-16"]}, {"values": ["Tisdag", ""]}],
                "caption": "",
            },
        },
        [("text", "Tider"), ("row", "Dag | Tid"), ("row", "Måndag | 08-16"), ("row", "Tisdag | ")],
    ),
    (
        "image", {"image": None, "alt": "Bild", "caption": "Under"},
        [("text", "Bild"), ("text", "Under")],
    ),
    (
        "open_question", {"text": "Ej känt", "question": "Vad?"},
        [("text", "Ej känt"), ("text", "Vad?")],
    ),
    (
        "link_list",
        {"heading": "Mer", "links": [{"title": "Hit", "description": "Där", "url": "/x/"}]},
        [("heading", "Mer"), ("text", "Hit"), ("text", "Där")],
    ),
    ("document_list", {"heading": "Papper", "documents": []}, [("heading", "Papper")]),
    (
        "services", {"heading": "Stöd", "area": None, "for_whom": "child"},
        [("heading", "Stöd"), ("text", str(ForWhom.CHILD.label))],
    ),
    (
        "activities", {"heading": "Vi gör", "numbers": "6, 9"},
        [("heading", "Vi gör"), ("text", "6, 9")],
    ),
    ("contact_card", {"organization": None}, []),
    ("plan_figures", {"heading": "Läget"}, [("heading", "Läget")]),
    (
        "levels",
        {"heading": "Modell", "levels": [{"title": "Inre", "text": "Jag"}], "source": "K"},
        [("heading", "Modell"), ("text", "Inre"), ("text", "Jag"), ("text", "K")],
    ),
    (
        "points",
        {"points": [{"text": "P", "source": "S", "state": "done", "comment": ""}]},
        [("text", "P"), ("text", "S"), ("text", "Klar")],
    ),
    (
        "review_points", {"points": [{"heading": "H", "text": "T", "answer": "A"}]},
        [("heading", "H"), ("text", "T"), ("text", "A")],
    ),
    ("seats", {"heading": "Rådet"}, [("heading", "Rådet")]),
    ("reference_group", {"heading": "Gruppen"}, [("heading", "Gruppen")]),
]  # fmt: skip


def test_every_kind_of_block_is_in_the_table() -> None:
    assert {kind for kind, _, _ in BLOCKS} == set(BodyBlock().child_blocks)


@pytest.mark.parametrize(("kind", "value", "words"), BLOCKS, ids=[kind for kind, _, _ in BLOCKS])
def test_every_word_of_a_block_is_frozen_once(
    kind: str, value: object, words: list[tuple[str, str]]
) -> None:
    assert frozen({"type": kind, "value": value}) == words
