"""The headings of a plan file. What each means to the one who fills it in: docs/import.md."""

from django.conf import settings

from actionplan.activities.locks import LOCKED_FIELDS, LOCKED_ROWS

ID = "Id"
NUMBER = "Nummer"
PART = "Del"
TITLE = "Rubrik"
LEAD = "Inledning"
POINTS = "Punkter"
CLOSING = "Avslutning"
CARRIED_OUT_BY = "Genomförs av"
RESPONSIBLE = "Ansvarig"
SCHEDULE = "Tidplan"
START_YEAR = "Startår"
END_YEAR = "Slutår"
ONGOING = "Pågår"
AREAS = "Områden"
TARGET_GROUPS = "Målgrupper"
MILESTONES = "Delmoment"
CLOSURE = "Avslut"
CLOSURE_YEAR = "Avslutsår"
CLOSURE_SOURCE = "Avslutets källa"
CLOSURE_REASON = "Avslutets skäl"
OFFICIAL_TEXT = "Planens ordalydelse"

# Column to model field, for the texts that are one cell a language.
TEXTS = {
    TITLE: "title",
    LEAD: "lead",
    CLOSING: "closing",
    CARRIED_OUT_BY: "carried_out_by",
    OFFICIAL_TEXT: "official_text",
}
SINGLE_LINES = ("title", "carried_out_by")
REQUIRED = (NUMBER, PART, TITLE, RESPONSIBLE, SCHEDULE)
# Column to model field or rows, for what is locked once a version is adopted.
_OF_THE_PLAN = {
    ID: "lineage",
    NUMBER: "number",
    PART: "part",
    SCHEDULE: "schedule_text",
    START_YEAR: "start_year",
    END_YEAR: "end_year",
    ONGOING: "is_ongoing",
    POINTS: "points",
    RESPONSIBLE: "responsibilities",
    **{
        heading: f"{name}_{settings.MODELTRANSLATION_DEFAULT_LANGUAGE}"
        for heading, name in TEXTS.items()
    },
}
LOCKED = frozenset(
    heading for heading, name in _OF_THE_PLAN.items() if name in (*LOCKED_FIELDS, *LOCKED_ROWS)
)
_SOURCE_LANGUAGE = (
    ID,
    NUMBER,
    PART,
    TITLE,
    LEAD,
    POINTS,
    CLOSING,
    CARRIED_OUT_BY,
    RESPONSIBLE,
    SCHEDULE,
    START_YEAR,
    END_YEAR,
    ONGOING,
    AREAS,
    TARGET_GROUPS,
    MILESTONES,
    CLOSURE,
    CLOSURE_YEAR,
    CLOSURE_SOURCE,
    CLOSURE_REASON,
    OFFICIAL_TEXT,
)
_TRANSLATED = (TITLE, LEAD, POINTS, CLOSING, CARRIED_OUT_BY, MILESTONES, OFFICIAL_TEXT)


def source_language() -> str:
    """The language that the plan is decided in."""
    return settings.MODELTRANSLATION_DEFAULT_LANGUAGE


def languages() -> list[str]:
    """All languages that registers are written in, the plan's own first."""
    codes = [code for code, _ in settings.LANGUAGES]
    return sorted(codes, key=source_language().__ne__)


def in_language(heading: str, language: str) -> str:
    """The heading of a text's translation, as in "Rubrik (en)"."""
    return heading if language == source_language() else f"{heading} ({language})"


def headings() -> list[str]:
    """All headings, in the order that an export writes them."""
    return [
        *_SOURCE_LANGUAGE,
        *(in_language(name, code) for code in languages()[1:] for name in _TRANSLATED),
    ]
