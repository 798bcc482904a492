"""What each role lets a person do, in one sentence for the person who has it."""

from portal.intranet.models import User
from portal.intranet.roles import Role

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


def roles_in_words(user: User) -> list[tuple[str, str]]:
    """Return the person's roles with what each lets them do, in the order of the table."""
    names = set(user.groups.values_list("name", flat=True))
    return [(role.label, MAY[role]) for role in Role if role.label in names]
