"""What each role lets a person do, in one sentence for the person who has it."""

from dataclasses import dataclass
from datetime import date

from actionplan.council.access import standing as council_standing
from actionplan.followup.access import standing as followup_standing
from portal.intranet.models import User
from portal.intranet.roles import Role
from resources.municipality.models import Board

MAY = {
    Role.READER: "Du läser allt på intranätet: rutiner, dokument och handlingsplanen.",
    Role.BOARD_CONTACT: "Du skriver din nämnds svar i uppföljningen.",
    Role.BOARD_APPROVER: "Du godkänner din nämnds svar i uppföljningen.",
    Role.BOARD_SECRETARY: "Du läser din nämnds svar och hämtar dem som fil.",
    Role.COUNCIL_MEMBER: "Du läser samverkansrådets handlingar och ställer frågor.",
    Role.REFERENCE_GROUP: "Du läser det som referensgruppen är kallad till.",
    Role.STEERING_GROUP: "Du läser styrgruppens handlingar.",
    Role.COMPETENCE_CENTRE: "Du svarar på frågor från samverkansrådet.",
    Role.SUBJECT_EXPERT: "Du skriver rutiner och sidor på intranätet, som någon annan publicerar.",
    Role.COMMUNICATOR: "Du redigerar och publicerar sidor, stöd och länkar.",
    Role.NOTICE_PUBLISHER: "Du skriver och publicerar nyheter.",
    Role.COORDINATOR: "Du leder uppföljningen och rådet, och redigerar plan, register och sidor.",
    Role.AUDITOR: "Du läser allt, också loggen, och ändrar ingenting.",
    Role.ADMINISTRATOR: "Du ger roller, stänger konton och läser loggen.",
}


# Who speaks for a board and who sits in a group are rows in registers. The role alone opens
# nothing, and whoever has the role and no row is told what is missing.
WITHOUT_A_ROW = {
    Role.BOARD_CONTACT: "Men du står inte som kontaktperson för någon nämnd än.",
    Role.BOARD_APPROVER: "Men du står inte som godkännare för någon nämnd än.",
    Role.BOARD_SECRETARY: "Men du står inte som sekreterare för någon nämnd än.",
    Role.COUNCIL_MEMBER: "Men du har ingen plats i rådet än, så frågor kan du inte ställa.",
    Role.REFERENCE_GROUP: "Men du är inte inskriven i referensgruppen än.",
}


@dataclass(frozen=True)
class InWords:
    """A role as its owner is told of it: what it is for, for whom they do it, what is missing."""

    label: str
    sentence: str
    boards: tuple[str, ...] = ()
    missing: str = ""


def roles_in_words(user: User, today: date) -> list[InWords]:
    """Return the person's roles with what each lets them do, in the order of the table."""
    names = set(user.groups.values_list("name", flat=True))
    roles = [role for role in Role if role.label in names]
    if not any(role in WITHOUT_A_ROW for role in roles):
        return [InWords(role.label, MAY[role]) for role in roles]
    followup, council = followup_standing(user, today), council_standing(user, today)
    of_role = {
        Role.BOARD_CONTACT: followup.answers_for,
        Role.BOARD_APPROVER: followup.approves_for,
        Role.BOARD_SECRETARY: followup.reads_for,
    }
    called = dict(Board.objects.filter(pk__in=followup.boards).values_list("pk", "name"))
    has_row = {
        **{role: bool(boards) for role, boards in of_role.items()},
        Role.COUNCIL_MEMBER: council.sits,
        Role.REFERENCE_GROUP: council.is_reference,
    }
    return [
        InWords(
            role.label,
            MAY[role],
            tuple(sorted(called[board] for board in of_role.get(role, ()))),
            "" if has_row.get(role, True) else WITHOUT_A_ROW[role],
        )
        for role in roles
    ]
