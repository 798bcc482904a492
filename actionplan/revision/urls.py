"""The addresses of the guided revision, for staff."""

from django.urls import path

from actionplan.revision import decision_views as decisions
from actionplan.revision import review_views, views

urlpatterns = [
    path("", views.home, name="revision_home"),
    path("ny/", views.begin, name="revision_begin"),
    path("<slug:slug>/", views.overview, name="revision"),
    path("<slug:slug>/aktivitet/<int:number>/", decisions.activity, name="revision_activity"),
    path("<slug:slug>/aktivitet/<int:number>/angra/", decisions.take_back, name="revision_undo"),
    path("<slug:slug>/ny-aktivitet/", views.new_activity, name="revision_new_activity"),
    path("<slug:slug>/ny-aktivitet/<int:pk>/ta-bort/", views.remove, name="revision_remove"),
    path("<slug:slug>/numrering/", views.numbering, name="revision_numbering"),
    path("<slug:slug>/skillnad/", review_views.whole_difference, name="revision_difference"),
    path("<slug:slug>/granskning/", review_views.reviews, name="revision_reviews"),
    path("<slug:slug>/granskning/<slug:board_slug>/", review_views.board, name="revision_board"),
    path("<slug:slug>/avbryt/", views.abandon, name="revision_abandon"),
    path("<slug:slug>/anta/", review_views.adoption, name="revision_adoption"),
]
