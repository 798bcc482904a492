"""The roles of the municipality's people, and what each may do in the editing interface.

A role is a Django group. One table here says what it may do; nothing else grants rights.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.intranet.models import User


class Role(models.TextChoices):
    """Who a person is to the portal."""

    COORDINATOR = "coordinator", "samordnare"
    COMMUNICATOR = "communicator", "kommunikatör"
    BOARD_CONTACT = "board_contact", "nämndens kontaktperson"
    READER = "reader", "medarbetare"


Models = tuple[tuple[str, str], ...]

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = ("add", "change", "choose")

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
# What every editor may read, and send again where it failed.
OUTBOX = ("portal", "outboxmessage")
# Leading the follow-up is a right of its own: who speaks for a board is a row in a register.
LEADERS = (Role.COORDINATOR,)


@dataclass(frozen=True)
class EditingRights:
    """Which registers a role adds to and changes, which it may delete from, which it only reads."""

    edits: Models
    deletes: Models = ()
    reads: Models = ()


EDITORS = {
    Role.COORDINATOR: EditingRights(COORDINATOR_MODELS, COORDINATOR_DELETES, LOGS),
    Role.COMMUNICATOR: EditingRights(COMMUNICATOR_MODELS),
}
# Made by Wagtail's first migration; a right outside the tables here would be a second rule.
WAGTAILS_OWN_GROUPS = ("Editors", "Moderators")


@transaction.atomic
def ensure_roles() -> None:
    """Make every role's group, give it exactly the rights of the tables above, and no others."""
    Group.objects.filter(name__in=WAGTAILS_OWN_GROUPS).delete()
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.label)
        group.permissions.clear()
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        if role in EDITORS:
            _let_edit(group, EDITORS[role])
        if role in LEADERS:
            group.permissions.add(*Permission.objects.filter(codename="run_followup"))


def _rights(app: str, model: str, *verbs: str) -> models.Q:
    return models.Q(content_type__app_label=app, codename__in=[f"{verb}_{model}" for verb in verbs])


def _let_edit(group: Group, rights: EditingRights) -> None:
    wanted = _rights("wagtailadmin", "admin", "access")
    wanted |= _rights("wagtail_localize", "translation", "submit")
    for app, model in rights.edits:
        wanted |= _rights(app, model, "add", "change", "view")
    for app, model in rights.deletes:
        wanted |= _rights(app, model, "delete")
    for app, model in rights.reads:
        wanted |= _rights(app, model, "view")
    wanted |= _rights(*OUTBOX, "view", "resend")
    group.permissions.set(Permission.objects.filter(wanted))
    for codename in PAGE_RIGHTS:
        GroupPagePermission.objects.create(
            group=group,
            page=Page.get_first_root_node(),
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            ),
        )
    # Wagtail asks its own models for these rights, also when ours take their place.
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for verb in FILE_RIGHTS:
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
