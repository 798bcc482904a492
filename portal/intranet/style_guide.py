"""The style guide: every component of the portal in its variants, with examples that are not facts.

Staff open it to see what there is to build with; the accessibility test opens it to try all of it.
The gate decides who gets in.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from actionplan.activities.models import Activity
from actionplan.activities.status import ANSWERED, EXPIRED, UNANSWERED, State
from actionplan.plan.models import PlanVersion
from actionplan.reports.overview import ActivityRow, BoardAnswer
from actionplan.reports.timeline import Bar, Ending, Span, Timeline
from portal.navigation.menus import LanguageLink, MenuItem
from resources.documents.models import ReferencedDocument
from resources.municipality.models import Board
from resources.services.channels import Channel
from resources.services.choices import ChannelKind, Trace
from resources.services.models import Organization, Service

EXAMPLE_DAY = date(2026, 5, 4)
EXAMPLE_PARAGRAPH = mark_safe(
    "<p>Ett stycke löpande text med <a href='#innehall'>en länk</a> och <strong>ett viktigt ord</strong>.</p>"
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


def style_guide(request: HttpRequest) -> HttpResponse:
    """Return the page with every component."""
    return render(request, "portal/intranet/style_guide.html", _examples())


def _examples() -> dict[str, Any]:
    rows = _activity_rows()
    links = [MenuItem(f"Exempel {number}", f"#exempel-{number}", number == 2) for number in range(1, 5)]
    return {
        "areas": [
            (slug, f"Område med tecknet {slug}")
            for slug in (
                "offentlig-miljo",
                "nara-relationer",
                "heder",
                "extremism",
                "utnyttjad",
                "granser",
                "",
            )
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
        "rows": rows,
        "timeline": _timeline(rows),
        "filter_form": ExampleFilterForm(),
        "active_filters": [{"title": "År: 2031", "url": "#innehall"}],
        "form": ExampleForm({"name": "En rubrik", "text": "", "kind": "a"}),
        "columns": ["Aktivitet", "Nämnd", "Tidplan"],
        "table": [["1 Ett exempel", "Exempelnämnden", "2031–2034"], ["2 Ett till", "Alla", "2032"]],
        "services": _services(),
        "paragraph": EXAMPLE_PARAGRAPH,
        "parts": [
            {"heading": f"Del {number}", "text": EXAMPLE_PARAGRAPH} for number in range(1, 4)
        ],
        "link_list": [
            {"title": "En sida här", "url": "#innehall", "description": "Vad som finns där."},
            {"title": "En adress som ingen har prövat", "url": "#innehall", "is_checked": False},
            {"title": "En länk vars adress inte är känd", "url": ""},
        ],
        "documents": [
            ReferencedDocument(title="Ett dokument", address="/", verified_on=EXAMPLE_DAY),
            ReferencedDocument(title="En bilaga", note="Nämns i planen."),
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
            {"heading": "En synpunkt", "text": "Vad granskningen sade.", "answer": "Kommunens svar."},
            {"heading": "En synpunkt till", "text": "Vad granskningen sade.", "answer": ""},
        ],
        "news": [
            {"title": "En nyhet", "url": "#innehall", "date": EXAMPLE_DAY, "summary": "En mening."}
        ],
        "part_of_list": Paginator(range(30), 10).page(2),
    }


def _activity_rows() -> list[ActivityRow]:
    version = PlanVersion(slug="exempel")
    board = Board(name="Exempelnämnden")

    def row(number: int, title: str, schedule: str, state: State) -> ActivityRow:
        activity = Activity(
            version=version, number=number, title=title, schedule_text=schedule
        )
        return ActivityRow(activity, state, (BoardAnswer(board, True, "", "", state),))

    return [
        row(1, "Ett exempel med känt slut", "2031–2034", ANSWERED["in_progress"]),
        row(2, "Ett exempel som löper vidare", "2032-", UNANSWERED),
        row(3, "Ett exempel vars slutår inte framgår", "2031", EXPIRED),
        row(4, "Ett exempel under ett enda år", "2033", ANSWERED["delayed"]),
        row(5, "Ett exempel som är klart", "2031- klart!", ANSWERED["completed"]),
        row(6, "Ett exempel utan läsbar tidplan", "inom kort", UNANSWERED),
    ]


def _timeline(rows: list[ActivityRow]) -> Timeline:
    spans = (
        (Span(1, 4, Ending.KNOWN), "2031–2034"),
        (Span(2, 5, Ending.OPEN), "2032 och framåt"),
        (Span(1, 1, Ending.UNKNOWN), "Börjar 2031, slutår framgår inte"),
        (Span(3, 3, Ending.KNOWN), "2033"),
        (Span(1, 1, Ending.UNKNOWN), "Klar, år framgår inte"),
        (Span(0, 0, Ending.UNREAD), "inom kort"),
    )
    bars = tuple(Bar(row, span, words) for row, (span, words) in zip(rows, spans, strict=True))
    return Timeline(tuple(range(2031, 2036)), bars, None)


def _services() -> list[Service]:
    organization = Organization(name="Exempelorganisationen")
    phone = {"kind": ChannelKind.PHONE, "value": "+46701740605"}
    checked = Channel(
        **phone,
        verified_on=EXAMPLE_DAY,
        shows_on_bill=Trace.NO,
        in_call_list=Trace.YES,
    )
    return [
        Service(
            name="Ett stöd med allt känt",
            slug="exempel",
            summary="En mening om vad stödet är till för och vem det hjälper.",
            organization=organization,
            cost=Service.Cost.FREE,
            anonymity=Service.Anonymity.ANONYMOUS,
            languages_note="tolk på de flesta språk",
            channels=[checked, Channel(kind=ChannelKind.WEB, value="https://www.example.se/")],
        ),
        Service(
            name="Ett stöd vars nummer ingen har prövat",
            slug="exempel",
            organization=organization,
            channels=[Channel(**phone)],
        ),
        Service(name="Ett stöd utan kontaktväg", slug="exempel", organization=organization),
    ]
