"""The roles of the municipality's people, and what each may do.

A role is a Django group. One table here says what it may do; nothing else grants rights. What a
person may do with one row (a board's answers, a seat's papers) is the rule of that row's room,
which asks the registers who speaks for whom. The table in words is `docs/roles.md`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

from portal.delivery.staff_only import EDITS
from portal.intranet.models import User
from portal.intranet.pages import StaffStartPage
from portal.pages.news import NewsIndexPage


class Role(models.TextChoices):
    """Who a person is to the portal."""

    READER = "reader", "medarbetare"
    BOARD_CONTACT = "board_contact", "nämndens kontaktperson"
    BOARD_APPROVER = "board_approver", "nämndens godkännare"
    BOARD_SECRETARY = "board_secretary", "nämndsekreterare"
    COUNCIL_MEMBER = "council_member", "ledamot i samverkansrådet"
    REFERENCE_GROUP = "reference_group", "med i referensgruppen"
    STEERING_GROUP = "steering_group", "med i styrgruppen"
    COMPETENCE_CENTRE = "competence_centre", "kompetenscentrum"
    SUBJECT_EXPERT = "subject_expert", "sakkunnig"
    COMMUNICATOR = "communicator", "kommunikatör"
    NOTICE_PUBLISHER = "notice_publisher", "publicerar nyheter"
    COORDINATOR = "coordinator", "samordnare"
    AUDITOR = "auditor", "granskare"
    ADMINISTRATOR = "administrator", "administratör"


class Tree(Enum):
    """Which pages a role edits: all, those of the staff side, or the news."""

    ALL = "all"
    STAFF = "staff"
    NEWS = "news"

    def tops(self) -> Iterator[Page]:
        """Yield the pages that the tree hangs from, in every language."""
        if self is Tree.ALL:
            yield Page.get_first_root_node()
        else:
            yield from (StaffStartPage if self is Tree.STAFF else NewsIndexPage).objects.all()


Models = tuple[tuple[str, str], ...]

WRITES = ("add_page", "change_page")
PUBLISHES = (*WRITES, "publish_page", "lock_page", "unlock_page")
# Who adds a file may change it, as Wagtail has it; that of others is changed by those who publish.
ADDS_FILES = ("add", "choose")
PUBLISHES_FILES = (*ADDS_FILES, "change")
PUBLISH_FILES = "resources.publish_files"

# Which registers a role may add to and change, as (app, model). A page may be deleted by those
# who may publish it, as Wagtail has it.
COMMUNICATOR_MODELS = (
    ("resources", "violencearea"),
    ("resources", "organization"),
    ("resources", "service"),
    ("resources", "link"),
    ("resources", "referenceddocument"),
    ("resources", "targetgroup"),
    ("resources", "unit"),
    ("portal", "exitsettings"),
    ("portal", "readinggroup"),
)
COORDINATOR_MODELS = (
    *COMMUNICATOR_MODELS,
    ("resources", "board"),
    ("resources", "mandateperiod"),
    ("resources", "contactperson"),
    ("actionplan", "plan"),
    ("actionplan", "planversion"),
    ("actionplan", "activity"),
    ("actionplan", "activityclosure"),
    ("actionplan", "councilseat"),
    ("actionplan", "referencemember"),
)
# Undoing a mistake: the database keeps what an adopted version promises, whoever deletes.
COORDINATOR_DELETES = (
    ("actionplan", "activity"),
    ("actionplan", "activityclosure"),
    ("actionplan", "planversion"),
)
# What the coordinator reads and nobody changes by hand.
LOGS = (("actionplan", "responsibility"), ("actionplan", "editorialcorrection"))
OUTBOX = ("portal", "outboxmessage")


@dataclass(frozen=True)
class Rights:
    """What a role may do: in registers, with pages of a tree, and by name."""

    edits: Models = ()
    deletes: Models = ()
    reads: Models = ()
    pages: Tree | None = None
    publishes: bool = False
    may: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """What the role does in the library of files and pictures."""
        if self.pages is None:
            return ()
        return PUBLISHES_FILES if PUBLISH_FILES in self.may else ADDS_FILES

    @property
    def opens_editing(self) -> bool:
        """Whether the role has anything to do in the editing interface."""
        return bool(self.edits or self.reads or self.pages)


# Leading the work, reading the council's papers and answering its questions are rights of their
# own: who speaks for a board, and who sits on a seat, are rows in registers.
RIGHTS: dict[Role, Rights] = {
    Role.READER: Rights(),
    Role.BOARD_CONTACT: Rights(),
    Role.BOARD_APPROVER: Rights(),
    Role.BOARD_SECRETARY: Rights(),
    Role.COUNCIL_MEMBER: Rights(may=("actionplan.read_council_papers",)),
    Role.REFERENCE_GROUP: Rights(),
    Role.STEERING_GROUP: Rights(
        may=("actionplan.read_steering_papers", "actionplan.sit_in_steering_group")
    ),
    Role.COMPETENCE_CENTRE: Rights(
        may=("actionplan.answer_council_questions", "actionplan.read_council_papers")
    ),
    Role.SUBJECT_EXPERT: Rights(pages=Tree.STAFF),
    Role.COMMUNICATOR: Rights(
        edits=COMMUNICATOR_MODELS,
        pages=Tree.ALL,
        publishes=True,
        reads=(OUTBOX,),
        may=("portal.resend_outboxmessage", PUBLISH_FILES),
    ),
    Role.NOTICE_PUBLISHER: Rights(pages=Tree.NEWS, publishes=True),
    Role.COORDINATOR: Rights(
        edits=COORDINATOR_MODELS,
        deletes=COORDINATOR_DELETES,
        reads=(*LOGS, OUTBOX),
        pages=Tree.ALL,
        publishes=True,
        may=(
            "portal.resend_outboxmessage",
            PUBLISH_FILES,
            "actionplan.run_followup",
            "actionplan.run_council",
            "actionplan.read_council_papers",
            "actionplan.read_steering_papers",
        ),
    ),
    Role.AUDITOR: Rights(
        reads=(*COORDINATOR_MODELS, *LOGS, OUTBOX),
        may=(
            "portal.read_audit_trail",
            "actionplan.audit_followup",
            "actionplan.read_council_papers",
            "actionplan.read_steering_papers",
        ),
    ),
    Role.ADMINISTRATOR: Rights(may=("portal.manage_accounts", "portal.read_audit_trail")),
}
# Made by Wagtail's first migration; a right outside the table here would be a second rule.
WAGTAILS_OWN_GROUPS = ("Editors", "Moderators")
# Wagtail's way for a draft to be handed in: its reviewers are a group that is not here.
WAGTAILS_OWN_WORKFLOW, WORKFLOW = "Moderators approval", "Granskning"


@transaction.atomic
def ensure_roles() -> None:
    """Make every role's group, give it exactly the rights of the table above, and no others."""
    Group.objects.filter(name__in=WAGTAILS_OWN_GROUPS).delete()
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.label)
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        group.permissions.set(Permission.objects.filter(_wanted(RIGHTS[role])))
        _let_edit_pages(group, RIGHTS[role])
    _let_review()


def _let_review() -> None:
    """Let those who publish all pages approve what others hand in."""
    names = (WAGTAILS_OWN_WORKFLOW, WORKFLOW)
    reviewers = [role.label for role, rights in RIGHTS.items() if _publishes_all(rights)]
    for task in GroupApprovalTask.objects.filter(name__in=names):
        task.name = WORKFLOW
        task.save()
        task.groups.set(Group.objects.filter(name__in=reviewers))
    Workflow.objects.filter(name__in=names).update(name=WORKFLOW)


def _publishes_all(rights: Rights) -> bool:
    return rights.pages is Tree.ALL and rights.publishes


def _wanted(rights: Rights) -> models.Q:
    wanted = models.Q(pk__in=())
    if rights.opens_editing:
        wanted |= _right(EDITS)
    if rights.pages is Tree.ALL:
        wanted |= _right("wagtail_localize.submit_translation")
    for verbs, rows in (
        (("add", "change", "view"), rights.edits),
        (("delete",), rights.deletes),
        (("view",), rights.reads),
    ):
        for app, model in rows:
            for verb in verbs:
                wanted |= _right(f"{app}.{verb}_{model}")
    for name in rights.may:
        wanted |= _right(name)
    return wanted


def _right(name: str) -> models.Q:
    app, codename = name.split(".")
    return models.Q(content_type__app_label=app, codename=codename)


def _let_edit_pages(group: Group, rights: Rights) -> None:
    if rights.pages is None:
        return
    for page in rights.pages.tops():
        for codename in PUBLISHES if rights.publishes else WRITES:
            GroupPagePermission.objects.create(
                group=group,
                page=page,
                permission=Permission.objects.get(
                    content_type__app_label="wagtailcore", codename=codename
                ),
            )
    # Wagtail asks its own models for these rights, also when ours take their place.
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for verb in rights.files:
            GroupCollectionPermission.objects.create(
                group=group,
                collection=Collection.get_first_root_node(),
                permission=Permission.objects.get(
                    content_type__app_label=app, codename=f"{verb}_{model}"
                ),
            )


def give_role(user: User, role: Role) -> None:
    """Make the user a member of the role's group; the roles must have been made."""
    user.groups.add(Group.objects.get(name=role.label))
