"""Gathers the tables of the council."""

from actionplan.council.meetings import CouncilMeeting, Invitation
from actionplan.council.papers import AgendaItem, Attendance
from actionplan.council.records import CouncilQuestion, Decision
from actionplan.council.seats import CouncilSeat, ReferenceMember

__all__ = [
    "AgendaItem",
    "Attendance",
    "CouncilMeeting",
    "CouncilQuestion",
    "CouncilSeat",
    "Decision",
    "Invitation",
    "ReferenceMember",
]
