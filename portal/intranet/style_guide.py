"""The style guide: every component of the portal in its variants, with examples that are not facts.

Staff open it to see what there is to build with; the accessibility test opens it to try all of it.
The gate decides who gets in.
"""

from itertools import zip_longest
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from actionplan.activities.status import ANSWERED, EXPIRED, UNANSWERED
from actionplan.followup.answering.forms import AnswerForm
from portal.intranet import council_examples, telling_examples
from portal.intranet import followup_examples as examples
from portal.navigation.menus import LanguageLink, MenuItem
from portal.pages.finder_questions import Answer, Question
from portal.pages.service_cards import ChannelItem, OtherLine, ServiceCard, danger_lines
from portal.search.forms import SearchForm
from resources.services.assurance import Mark
from resources.services.opening_words import HoursRow
from resources.violence.models import ViolenceArea

EXAMPLE_DAY = examples.EXAMPLE_DAY
HERE = examples.HERE
EXAMPLE_PARAGRAPH = mark_safe(
    "<p>Ett stycke löpande text med <a href='#innehall'>en länk</a> "
    "och <strong>ett viktigt ord</strong>.</p>"
    "<ul><li>En punkt i en lista</li><li>En punkt till</li></ul>"
)
COLOURS = (
    "ink",
    "ink-soft",
    "paper",
    "surface",
    "sunken",
    "line-strong",
    "brand",
    "brand-deep",
    "brand-tint",
    "leaf",
    "leaf-tint",
    "acute",
    "acute-tint",
    "good",
    "warn",
    "focus",
)


class ExampleFilterForm(forms.Form):
    """Choices as a list of activities has them."""

    board = forms.ChoiceField(
        label="Nämnd", choices=[("", "Alla"), ("ett", "Exempelnämnden")], required=False
    )
    year = forms.ChoiceField(label="År", choices=[("", "Alla"), ("1", "2031")], required=False)
    status = forms.ChoiceField(label="Läge", choices=[("", "Alla"), ("1", "Pågår")], required=False)


class ExampleForm(forms.Form):
    """Fields with a hint, with an error, and several choices in one group."""

    name = forms.CharField(label="Rubrik", help_text="Högst tio ord.")
    text = forms.CharField(label="Text", widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Slag", choices=[("a", "Fakta"), ("b", "Tänk på")], widget=forms.RadioSelect
    )


class ExampleStatusForm(forms.Form):
    """How it goes, as a board answers it."""

    status = AnswerForm.base_fields["status"]


def style_guide(request: HttpRequest) -> HttpResponse:
    """Return the page with every component."""
    return render(request, "portal/intranet/style_guide.html", _examples())


def _examples() -> dict[str, Any]:
    cards = _cards()
    links = [
        MenuItem(f"Exempel {number}", f"#exempel-{number}", number == 2) for number in range(1, 5)
    ]
    return {
        "drawings": [
            (drawing.value, f"Område med tecknet {drawing.label}")
            for drawing in ViolenceArea.Drawing
        ],
        "colours": COLOURS,
        "links": links,
        "languages": [
            LanguageLink("sv", "Svenska", "#svenska", True),
            LanguageLink("en", "English", "#english", False),
        ],
        "states": [UNANSWERED, EXPIRED, *ANSWERED.values()],
        "today": EXAMPLE_DAY,
        "figures": [
            {"value": 12, "label": "aktiviteter"},
            {"value": 1, "label": "genomförd enligt planen"},
            {"value": 11, "label": "ej besvarade, planens tid har gått ut"},
        ],
        "rows": cards,
        "years": range(2031, 2036),
        "timeline_rows": _timeline_rows(cards),
        "answers": examples.answers(),
        "followup_years": examples.followup_years(),
        "matrix_columns": [f"Exempelnämnden {number}" for number in range(1, 5)],
        "matrix_rows": examples.matrix_rows(),
        "filter_form": ExampleFilterForm(),
        "active_filters": [{"title": "År: 2031", "url": HERE}],
        "search_form": SearchForm(),
        "hits": [
            {"kind": "Sida", "title": "En sida här", "url": HERE, "text": "En mening om sidan."},
            {"kind": "Stöd", "title": "Ett stöd utan sammanfattning", "url": HERE},
        ],
        "status_form": ExampleStatusForm({"svar-status": "in_progress"}, prefix="svar"),
        "events": examples.events(),
        "waiting": examples.waiting(),
        "council": council_examples.shown(),
        "telling": telling_examples.shown(),
        "form": ExampleForm({"name": "En rubrik", "text": "", "kind": "a"}),
        "questions": _questions(),
        "columns": ["Aktivitet", "Nämnd", "Tidplan"],
        "table": [["1 Ett exempel", "Exempelnämnden", "2031–2034"], ["2 Ett till", "Alla", "2032"]],
        "services": _services(),
        "paragraph": EXAMPLE_PARAGRAPH,
        "parts": [
            {"heading": f"Del {number}", "text": EXAMPLE_PARAGRAPH} for number in range(1, 4)
        ],
        "link_list": [
            {"title": "En sida här", "url": HERE, "description": "Vad som finns där."},
            {"title": "En adress som ingen har prövat", "url": HERE, "is_unchecked": True},
            {"title": "En länk vars adress inte är känd", "url": ""},
        ],
        "documents": [
            {"title": "Ett dokument", "url": HERE, "is_in_hand": True, "verified_on": EXAMPLE_DAY},
            {"title": "En bilaga", "note": "Nämns i planen.", "is_in_hand": False},
        ],
        "levels": [
            {"title": title, "text": "Vad nivån handlar om."}
            for title in ("Individ", "Relation", "Närmiljö", "Samhälle")
        ],
        "points": [
            {"text": "En punkt ur planen.", "source": "planen", "state": "in_plan"},
            {"text": "En punkt som är klar.", "source": "planen", "state": "done"},
            {"text": "Något som har föreslagits.", "source": "granskningen", "state": "proposed"},
            {"text": "Något utan känt läge.", "state": "unknown", "comment": "Ingen har svarat."},
        ],
        "review_points": [
            {
                "heading": "En synpunkt",
                "text": "Vad granskningen sade.",
                "answer": "Kommunens svar.",
            },
            {"heading": "En synpunkt till", "text": "Vad granskningen sade.", "answer": ""},
        ],
        "news": [{"title": "En nyhet", "url": HERE, "date": EXAMPLE_DAY, "summary": "En mening."}],
        "part_of_list": Paginator(range(30), 10).page(2),
    }


def _cards() -> list[dict[str, Any]]:
    examples = [
        ("Ett exempel med känt slut", "2031–2034", ANSWERED["in_progress"]),
        ("Ett exempel som löper vidare", "2032 och framåt", UNANSWERED),
        ("Ett exempel vars slutår inte framgår", "från 2031, slutår framgår inte", EXPIRED),
        ("Ett exempel under ett enda år", "2033", ANSWERED["delayed"]),
        ("Ett exempel som är klart", "klar, året framgår inte", ANSWERED["completed"]),
        ("Ett exempel utan läsbar tidplan", "inom kort", UNANSWERED),
    ]
    return [
        {
            "number": number,
            "title": title,
            "url": HERE,
            "boards": "Exempelnämnden, Alla nämnder",
            "schedule": schedule,
            "status": state.tag.value,
            "status_text": state.word,
        }
        for number, (title, schedule, state) in enumerate(examples, start=1)
    ]


def _timeline_rows(cards: list[dict[str, Any]]) -> list[dict[str, Any]]:
    spans = [(1, 4, "span"), (2, 5, "open"), (1, 1, "unknown"), (3, 3, "span"), (1, 1, "unknown")]
    bars = [
        {"first": first, "last": last, "kind": kind, "text": card["schedule"]}
        for (first, last, kind), card in zip(spans, cards, strict=False)
    ]
    return [{**card, "note": card["boards"], "bar": bar} for card, bar in zip_longest(cards, bars)]


def _questions() -> list[Question]:
    leave_open = Answer("Spelar ingen roll")
    explained = Answer("Ett svar", "svar-1", "En mening som gör att man känner igen sig.")
    return [
        Question("fraga-1", "En fråga med förklarade svar?", [explained, leave_open]),
        Question("fraga-2", "En fråga till?", [Answer("Ja", "svar-2"), leave_open], "En hjälp."),
    ]


def _services() -> list[ServiceCard]:
    """A service in every state that a resident may meet."""
    web = ChannelItem(
        "webbplats", "www.example.se", HERE, False, Mark.VERIFIED, verified_on=EXAMPLE_DAY
    )
    sms = ChannelItem(
        "SMS", "070-174 06 07", HERE, True, Mark.VERIFIED, verified_on=EXAMPLE_DAY, is_sms=True
    )
    week = [HoursRow("måndag–fredag", "7.00–21.00"), HoursRow("lördag–söndag", "stängt")]
    coming = [HoursRow("torsdag 24 december", "stängt (julafton)")]
    other = OtherLine("Ett annat stöd", HERE, "070-174 06 06", "tel:0701740606")

    def phone(mark: Mark, status: str = "", text: str = "") -> ChannelItem:
        return ChannelItem(
            kind="telefon",
            text="070-174 06 05",
            url="tel:0701740605",
            is_dialled=True,
            mark=mark,
            verified_on=EXAMPLE_DAY,
            status=status,
            status_text=text,
            week=week if status else [],
            coming=coming if status else [],
        )

    def card(title: str, *channels: ChannelItem, **more: Any) -> ServiceCard:
        shown = {
            "organization": "Exempelorganisationen",
            "summary": "En mening om vad stödet är till för.",
            "for_whom": "För den som utsätts och den som oroar sig för någon",
            "facts": [],
            "traces": [],
        }
        return ServiceCard(title, HERE, channels=list(channels), **(shown | more))

    return [
        card(
            "Ett stöd som är öppet",
            phone(Mark.VERIFIED, "open", "Öppet nu, stänger 21.00"),
            web,
            facts=["Tolk på de flesta språk", "Kostar ingenting", "Du får vara anonym"],
            traces=["Kan ligga kvar i samtalslistan."],
            no_traces=["Syns inte på telefonräkningen."],
        ),
        card("Ett stöd som alltid är öppet", phone(Mark.CERTAIN, "open", "Öppet nu, dygnet runt")),
        card(
            "Ett stöd som är stängt",
            phone(Mark.VERIFIED, "closed", "Stängt i dag (midsommarafton), öppnar söndag 7.00"),
            instead=[other],
        ),
        card(
            "Ett stöd som är stängt, och alla som liknar det",
            phone(Mark.VERIFIED, "closed", "Stängt, öppnar måndag 9.00"),
            instead=danger_lines(),
        ),
        card("Ett stöd som behöver ses över", phone(Mark.NEEDS_CHECK)),
        card(
            "Ett stöd som ingen har sett över på länge",
            gives_way=True,
            summary="",
            for_whom="",
            instead=danger_lines(),
        ),
        card("Ett stöd vars nummer ingen har prövat", phone(Mark.UNVERIFIED)),
        card("Ett stöd som svarar på meddelanden", sms),
        card("Ett stöd utan kontaktväg", needs_check=True, instead=danger_lines()),
    ]
