"""The words of the council: kinds of meetings, who reads minutes, where a point comes from."""

from django.db import models


class MeetingKind(models.TextChoices):
    """What kind of meeting it is, and so who is called to it."""

    REGULAR = "regular", "Ordinarie möte"
    JOINT = "joint_yearly", "Gemensamt möte med referensgruppen"
    FORUM = "open_forum", "Öppet forum"
    STEERING = "steering_group", "Styrgruppens möte"


class MinutesAudience(models.TextChoices):
    """Who reads the minutes when they are published; what is forgotten stays inside."""

    COUNCIL = "council", "De som kallas till mötet"
    STAFF = "staff", "Alla medarbetare"
    PUBLIC = "public", "Alla"


class Source(models.TextChoices):
    """Where a point of the agenda comes from."""

    LATE = "late", "Sent svar"
    DECISION = "decision", "Öppet beslut"
    QUESTION = "question", "Fråga från rådet"
    ROUTINE = "routine", "Rutin att se över"
    OWN = "own", "Egen punkt"


class Presence(models.TextChoices):
    """Whether somebody came."""

    PRESENT = "present", "Närvarade"
    DEPUTY = "deputy", "Ersättaren närvarade"
    ABSENT = "absent", "Var inte med"


class CalledAs(models.TextChoices):
    """Why a person is called to a meeting."""

    HOLDER = "holder", "ledamot"
    STANDING_IN = "standing_in", "ersättare i ledamotens ställe"
    DEPUTY = "deputy", "ersättare, för kännedom"
    REFERENCE = "reference", "referensgruppen"
    STEERING = "steering", "styrgruppen"
