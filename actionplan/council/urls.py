"""The staff doors of the council."""

from django.urls import include, path

from actionplan.council import start
from actionplan.council.agenda import views as agenda
from actionplan.council.asking import views as asking
from actionplan.council.deciding import views as deciding
from actionplan.council.minutes import views as minutes
from actionplan.council.planning import views as planning
from actionplan.council.seating import views as seating

MEETING = "moten/<int:pk>/"

urlpatterns = [
    path("", start.start, name="council"),
    path("kalender.ics", start.calendar_file, name="council_calendar"),
    path("platser/", seating.seats_view, name="council_seats"),
    path("platser/<int:pk>/", seating.seat_view, name="council_seat"),
    path("platser/<int:pk>/byt/", seating.hand_over_view, name="council_hand_over"),
    path("ar/<int:year>/", planning.year_view, name="council_year"),
    path("moten/nytt/", planning.new_meeting, name="council_new_meeting"),
    path(MEETING, planning.meeting_view, name="council_meeting"),
    path(f"{MEETING}andra/", planning.edit_meeting, name="council_edit_meeting"),
    path(f"{MEETING}stall-in/", planning.cancel_view, name="council_cancel"),
    path(f"{MEETING}aterstall/", planning.restore_view, name="council_restore"),
    path(f"{MEETING}kalla/", planning.invite_view, name="council_invite"),
    path(f"{MEETING}dagordning/", agenda.agenda_view, name="council_agenda"),
    path(f"{MEETING}dagordning/<int:item>/", agenda.point_view, name="council_point"),
    path(f"{MEETING}narvaro/", agenda.attendance_view, name="council_attendance"),
    path(f"{MEETING}protokoll/", minutes.minutes_view, name="council_minutes"),
    path(f"{MEETING}protokoll/skriv/", minutes.write_view, name="council_write_minutes"),
    path(f"{MEETING}protokoll/publicera/", minutes.publish_view, name="council_publish_minutes"),
    path(f"{MEETING}protokoll/dra-tillbaka/", minutes.withdraw_view, name="council_withdraw"),
    path(f"{MEETING}beslut/nytt/", deciding.new_decision, name="council_new_decision"),
    path("moten/<int:meeting>/anmalda/", include("actionplan.council.forum.urls")),
    path("beslut/", deciding.decisions_view, name="council_decisions"),
    path("beslut/<int:pk>/", deciding.decision_view, name="council_decision"),
    path("beslut/<int:pk>/andra/", deciding.edit_decision, name="council_edit_decision"),
    path("beslut/<int:pk>/klart/", deciding.done_view, name="council_done"),
    path("beslut/<int:pk>/oppna-igen/", deciding.reopen_view, name="council_reopen"),
    path("aktiviteter/<int:pk>/", deciding.activity_view, name="council_activity"),
    path("fragor/", asking.questions_view, name="council_questions"),
    path("fragor/<int:pk>/", asking.question_view, name="council_question"),
    path("fragor/<int:pk>/visa/", asking.show_view, name="council_show_question"),
]
