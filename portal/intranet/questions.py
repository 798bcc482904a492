"""The desk *Frågor till kommunen före öppning*: all that is empty or not verified, in one list."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from actionplan.activities.models import Activity
from actionplan.council.models import CouncilSeat
from actionplan.plan.models import PlanVersion
from portal.intranet.asked import Question, QuestionGroup
from portal.intranet.page_questions import questions_about_browser_steps, questions_from_pages
from portal.intranet.pages import RoutinePage
from portal.intranet.roles import Role
from portal.notifications.assurance import services_without_anyone_to_ask
from portal.notifications.danger_numbers import communicators
from resources.documents.models import ReferencedDocument
from resources.links.models import Link
from resources.municipality.models import Board
from resources.services.assurance import Assurance
from resources.services.channels import DIALLED
from resources.services.missing import review_words
from resources.services.models import Channel, Service
from resources.stewardship.reviews import due_for_review
from resources.violence.models import ViolenceArea


def question_groups() -> list[QuestionGroup]:
    """Return every group that has a question, the most urgent for a resident first."""
    groups = [
        QuestionGroup(
            "Kontaktvägar som saknas",
            "Ett stöd utan nummer eller adress hjälper ingen.",
            [
                Question(_missing_channel(channel), channel.service.name, channel.service)
                for channel in Channel.objects.unanswered().select_related("service")
            ],
        ),
        QuestionGroup(
            "Kontaktvägar som ingen har kontrollerat",
            "De visas med ej kontrollerat och utan öppettider.",
            [
                Question(_unverified_channel(channel), channel.service.name, channel.service)
                for channel in Channel.objects.unverified().select_related("service")
            ],
        ),
        QuestionGroup(
            "Stöd vars översyn har gått ut",
            "De visas utan öppettider, och till sist inte alls.",
            list(_questions_about_past_reviews()),
        ),
        QuestionGroup(
            "Ägare saknas",
            "Ingen får frågan om uppgifterna stämmer, och ingen kontrollerar dem.",
            [
                *_questions_about_owners(),
                *_questions_about_reminders(),
                *questions_about_browser_steps(),
            ],
        ),
        QuestionGroup(
            "Innehåll som ska ses över",
            "Dagen för översyn har kommit, och ingen har satt en ny.",
            list(_questions_about_reviews()),
        ),
        QuestionGroup(
            "Frågor från sidorna",
            "Här säger sidan öppet att uppgiften saknas.",
            list(questions_from_pages()),
        ),
        QuestionGroup(
            "Adresser som saknas",
            "Planen vill att de ska gå att nå härifrån.",
            [
                Question("Vilken är webbadressen?", link.title, link)
                for link in Link.objects.unanswered()
            ],
        ),
        QuestionGroup(
            "Adresser som ingen har prövat",
            "De visas med ej kontrollerat.",
            [
                Question(f"Leder {link.address} rätt?", link.title, link)
                for link in Link.objects.unchecked()
            ],
        ),
        QuestionGroup(
            "Stöd som ägaren inte har kontrollerat",
            "Ägaren ska ha gått igenom vad stödet är, för vem och hur man når det.",
            [
                Question("Vem äger uppgifterna, och stämmer de?", service.name, service)
                for service in Service.objects.unassured()
            ],
        ),
        QuestionGroup(
            "Dokument som ingen har kontrollerat",
            "De visas med ej kontrollerat.",
            [
                Question("Är det här rätt dokument, och gäller det?", document.title, document)
                for document in ReferencedDocument.objects.in_hand().unverified()
            ],
        ),
        QuestionGroup(
            "Rutiner utan ägare eller dag",
            "En rutin gäller först när någon har fastställt den.",
            [
                Question("Vem äger rutinen, och från vilken dag gäller den?", page.title, page)
                for page in RoutinePage.objects.unsettled()
            ],
        ),
        QuestionGroup(
            "Dokument som inte är i hand",
            "Planen nämner dem, men texten finns inte här.",
            [
                Question("Var finns dokumentet, och gäller det?", document.title, document)
                for document in ReferencedDocument.objects.not_in_hand()
            ],
        ),
        QuestionGroup(
            "Planens antagande och ordalydelse",
            "Sammanfattningarna är våra tills kommunen har lagt in planens egen text.",
            [*_questions_about_versions(), *_questions_about_wording()],
        ),
        QuestionGroup(
            "Våldsområden",
            "Granskningen av utkastet bad om svaren, och planen är tyst.",
            list(_questions_about_areas()),
        ),
        QuestionGroup(
            "Samverkansrådets platser",
            "Varje plats ska ha en representant som en nämnd har utsett.",
            [
                Question("Vem har platsen, och vilken nämnd har utsett personen?", str(seat), seat)
                for seat in CouncilSeat.objects.on(timezone.localdate()).filter(holder__isnull=True)
            ],
        ),
        QuestionGroup(
            "Nämnder och bolag som ingen har kontrollerat",
            "De visas med ej kontrollerat. Alla nämnder räknas efter den här listan.",
            [
                Question("Finns nämnden, och sedan när?", board.name, board)
                for board in Board.objects.unverified()
            ],
        ),
    ]
    return [group for group in groups if group.questions]


def _missing_channel(channel: Channel) -> str:
    return f"Hur når man dem ({channel.get_kind_display()})?"


def _unverified_channel(channel: Channel) -> str:
    if channel.kind in DIALLED:
        return f"Stämmer {channel.text}, och när svarar någon?"
    return f"Stämmer {channel.text}?"


def _questions_about_past_reviews() -> Iterator[Question]:
    today = timezone.localdate()
    past = Service.objects.current(today).standing_at(
        Assurance.PAST_REVIEW, Assurance.LONG_PAST, today=today
    )
    for service in past.with_channels().order_by("assured_on", "pk"):
        text = f"Stämmer uppgifterna? Översynen {review_words(service, today)}."
        yield Question(text, service.name, service)


def _questions_about_owners() -> Iterator[Question]:
    for service in services_without_anyone_to_ask(timezone.localdate()):
        unit = service.owner_unit
        if unit is None:
            yield Question("Vilken enhet svarar för uppgifterna?", service.name, service)
        else:
            yield Question(f"Till vilken brevlåda frågas {unit} om?", service.name, service)


def _questions_about_reminders() -> Iterator[Question]:
    if not communicators():
        group = Group.objects.filter(name=Role.COMMUNICATOR.label).first()
        if group is not None:
            yield Question("Vem påminns om att pröva larmnumren?", str(group), group)


def _questions_about_reviews() -> Iterator[Question]:
    for row in due_for_review(timezone.localdate()):
        # What nobody reads is not asked about; an alias shows its original's text.
        if isinstance(row, Page) and (not row.live or row.alias_of_id):
            continue
        day = date_format(row.review_on, "j F Y") if row.review_on else ""
        text = f"Stämmer det fortfarande? {row.owner_unit} skulle se över det senast {day}."
        yield Question(text, str(row), row)


def _questions_about_versions() -> Iterator[Question]:
    for version in PlanVersion.objects.public().select_related("plan"):
        if version.adopted_by_unknown:
            yield Question("Vem antog planen?", str(version), version)
        if version.adoption_date_unknown:
            yield Question("Vilket datum antogs planen?", str(version), version)
        if not version.registry_number:
            yield Question("Vilket diarienummer har beslutet?", str(version), version)


def _questions_about_wording() -> Iterator[Question]:
    # An empty translated text may be NULL in its column, so Python asks.
    for activity in Activity.objects.public():
        if not activity.official_text:
            yield Question("Hur lyder aktiviteten i den antagna planen?", str(activity), activity)


def _questions_about_areas() -> Iterator[Question]:
    for area in ViolenceArea.objects.prefetch_related("units", "target_groups"):
        if not area.how_chosen:
            yield Question("Hur valdes området?", area.title, area)
        if not area.questions_ahead:
            yield Question("Vilka frågor är viktiga framåt?", area.title, area)
        if not area.units.all():
            yield Question("Vilka enheter berörs, och med vilket uppdrag?", area.title, area)
        if not area.target_groups.all():
            yield Question("Vilka målgrupper berörs?", area.title, area)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Show the desk to anyone who has signed in; those who may edit get a link to each row."""
    finder = AdminURLFinder(request.user)
    groups = question_groups()
    return render(
        request,
        "portal/intranet/questions.html",
        {
            "groups": [
                (
                    group,
                    [
                        (question, question.row and finder.get_edit_url(question.row))
                        for question in group.questions
                    ],
                )
                for group in groups
            ],
            "headings": groups,
            "count": sum(len(group.questions) for group in groups),
            "staff_path": settings.STAFF_PATH,
        },
    )
