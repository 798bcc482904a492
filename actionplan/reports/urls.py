"""The staff doors of the yearly reports."""

from django.urls import include, path

from actionplan.reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("<int:year>/ny/", views.start, name="report_start"),
    path(
        "<int:year>/<int:sequence>/",
        include(
            [
                path("", views.frozen, name="report"),
                path("skriv/", views.write, name="report_write"),
                path("forhandsgranska/", views.preview, name="report_preview"),
                path("kasta/", views.discard, name="report_discard"),
                path("frys/", views.freeze, name="report_freeze"),
                path("diarium/", views.registration, name="report_registration"),
                path("fil/<slug:kind>/", views.download, name="report_file"),
                path("namnd/<slug:slug>/", views.board, name="report_board"),
                path("namnd/<slug:slug>/word/", views.board_word, name="report_board_word"),
            ]
        ),
    ),
]
