"""What the finder asks, and which answers each service fits: a token an answer, as CSS classes.

An answer bears a token and a card bears the tokens of all answers it fits; `static/css/finder.css`
has one rule a token. So nothing is sent, and what is written here must be written there too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.pages.services import PEOPLE
from resources.services.choices import ChannelKind, Interpreter, Language
from resources.services.models import Service
from resources.violence.models import ViolenceArea

# Areas come from the register, so their tokens are places in its order; the style sheet has as
# many rules. What an area beyond them holds is found under the answer "Jag vet inte".
MOST_AREAS = 12

AGES = [(0, 17), (18, 24), (25, 64), (65, 150)]


@dataclass(frozen=True)
class Answer:
    """Something to choose; a card without the token is hidden, and no token hides nothing."""

    text: str
    token: str = ""
    more: str = ""


@dataclass(frozen=True)
class Question:
    """A question with its answers; the last one leaves the question open and is chosen at first."""

    name: str
    text: str
    answers: list[Answer]
    hint: str = ""


def first_questions(areas: Sequence[ViolenceArea]) -> list[Question]:
    """Return the two questions that are always asked: who is reading, and what it is about."""
    people = [Answer(str(says), f"who-{who}") for who, says in PEOPLE.values()]
    about = [
        Answer(area.short_title, f"area-{place}", area.teaser)
        for place, area in enumerate(areas[:MOST_AREAS], start=1)
    ]
    return [
        Question("who", _("Vad stämmer på dig?"), [*people, Answer(_("Jag vill inte svara"))]),
        Question("about", _("Vad handlar det om?"), [*about, Answer(_("Jag vet inte"))]),
    ]


def more_questions(services: Sequence[Service]) -> list[Question]:
    """Return the questions on how help is given: only answers that some service fits."""
    borne = {token for service in services for token in _ways(service)}
    open_end = Answer(_("Spelar ingen roll"))
    asked = [
        Question("age", _("Hur gammal är den som behöver hjälp?"), _ages()),
        Question("contact", _("Hur vill du ha kontakt?"), _contact()),
        Question(
            "language",
            _("Behövs tolk eller ett annat språk än svenska?"),
            [Answer(_("Ja"), "has-languages")],
            _("Då visas de kontakter som har en uppgift om språk. Läs på kortet vad som gäller."),
        ),
        Question(
            "anonymity",
            _("Är det viktigt att du får vara anonym?"),
            [Answer(_("Ja"), "is-anonymous")],
            _("Då visas de kontakter där vi vet att du får vara anonym."),
        ),
    ]
    if any(_has_age_limit(service) for service in services):
        borne |= {answer.token for answer in _ages()}
    return [
        Question(question.name, question.text, [*answers, open_end], question.hint)
        for question in asked
        if (answers := [answer for answer in question.answers if answer.token in borne])
    ]


def tokens(
    service: Service, areas: Sequence[ViolenceArea], *, gives_way: bool = False
) -> list[str]:
    """Return the tokens of every answer that a service fits.

    A service that is tagged with no person, no area or no age is limited to none, so it fits all:
    what an editor has not filled in must not hide help. How help is given must be known to fit,
    and is not when the card gives way to other lines since nobody has checked it for so long.
    """
    people = [who for who, _says in PEOPLE.values() if service.is_for(who)]
    about = [
        f"area-{place}"
        for place, area in enumerate(areas[:MOST_AREAS], start=1)
        if service.is_about(area)
    ]
    ages = [_age_token(first) for first, last in AGES if _fits(service, first, last)]
    ways = [] if gives_way else _ways(service)
    return [*(f"who-{who}" for who in people), *about, *ages, *ways]


def _ways(service: Service) -> Iterable[str]:
    yield from dict.fromkeys(f"by-{channel.kind}" for channel in service.known_channels)
    if _is_in_more_languages(service):
        yield "has-languages"
    if service.anonymity == Service.Anonymity.ANONYMOUS:
        yield "is-anonymous"


def _is_in_more_languages(service: Service) -> bool:
    """Whether there is anything on the card for somebody who needs more than Swedish."""
    return bool(
        service.languages_note
        or service.offers_interpreter == Interpreter.YES
        or set(service.languages) - {Language.SWEDISH}
    )


def _contact() -> list[Answer]:
    words = {
        ChannelKind.PHONE: _("Ringa"),
        ChannelKind.CHAT: _("Chatta"),
        ChannelKind.SMS: _("Skicka sms"),
        ChannelKind.MAIL: _("Mejla"),
        ChannelKind.VISIT: _("Träffa någon"),
        ChannelKind.WEB: _("Läsa på en webbplats"),
    }
    return [Answer(text, f"by-{kind.value}") for kind, text in words.items()]


def _ages() -> list[Answer]:
    words = [_("Under 18 år"), _("18–24 år"), _("25–64 år"), _("65 år eller äldre")]
    return [
        Answer(text, _age_token(first)) for (first, _last), text in zip(AGES, words, strict=True)
    ]


def _age_token(first: int) -> str:
    return f"age-{first}"


def _has_age_limit(service: Service) -> bool:
    return service.age_from is not None or service.age_to is not None


def _fits(service: Service, first: int, last: int) -> bool:
    lowest = service.age_from or 0
    highest = last if service.age_to is None else service.age_to
    return lowest <= last and first <= highest
