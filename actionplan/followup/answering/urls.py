"""The pages of one board's year: its answers, handing them in, and approving them."""

from django.urls import path

from actionplan.followup.answering.all_views import AnswersView
from actionplan.followup.answering.board_views import board, board_file
from actionplan.followup.answering.file_views import RemoveFileView
from actionplan.followup.answering.hand_in_views import HandInView
from actionplan.followup.answering.one_views import AnswerView
from actionplan.followup.answering.review_views import ReviewView

urlpatterns = [
    path("", board, name="followup_board"),
    path("alla/", AnswersView.as_view(), name="followup_answers"),
    path("lamna/", HandInView.as_view(), name="followup_hand_in"),
    path("granska/", ReviewView.as_view(), name="followup_review"),
    path("fil/<slug:kind>/", board_file, name="followup_board_file"),
    path("<int:number>/", AnswerView.as_view(), name="followup_answer"),
    path(
        "<int:number>/bilaga/<int:file>/",
        RemoveFileView.as_view(),
        name="followup_remove_file",
    ),
]
