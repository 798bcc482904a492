"""The addresses of the accounts, for staff."""

from django.urls import path

from portal.intranet.accounts import views

urlpatterns = [
    path("", views.account_list, name="accounts"),
    path("fil/", views.account_file, name="account_file"),
    path("nytt/", views.new_account, name="account_new"),
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/roller/", views.roles, name="account_roles"),
    path("<int:pk>/logga-ut/", views.sign_out, name="account_sign_out"),
    path("<int:pk>/lank/", views.new_link, name="account_link"),
    path("<int:pk>/andra-faktor/", views.forget_factors, name="account_factors"),
    path("<int:pk>/stang-av/", views.rest, name="account_rest"),
    path("<int:pk>/oppna/", views.reopen, name="account_reopen"),
    path("<int:pk>/avsluta/", views.retire, name="account_retire"),
]
