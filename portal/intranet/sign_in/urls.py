"""The addresses of the sign-in and of what a person settles for themselves.

The names are allauth's where it leads to them itself; every page is a template of ours. What of
allauth is not here does not exist: nobody makes an account, nobody connects one.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp.views import DeactivateTOTPView
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount.providers.openid_connect import views as provider
from django.contrib.auth.views import LogoutView
from django.urls import path, re_path
from django.views.generic import RedirectView, TemplateView

from portal.intranet.sign_in import confirming, my_account, views
from portal.intranet.sign_in.turned_back import or_turned_back

PAGES = "portal/intranet/account"
FACTOR = "konto/andra-faktor"
NOWHERE = TemplateView.as_view(
    template_name=f"{PAGES}/provider_refused.html", extra_context={"why": "failed"}
)
TO_ACCOUNTS = RedirectView.as_view(pattern_name="accounts")

# The second factor of those who have a password here.
OWN = (
    ("", factor.IndexView.as_view(template_name=f"{PAGES}/factors.html"), "mfa_index"),
    (
        "bekrafta/",
        factor.ReauthenticateView.as_view(template_name=f"{PAGES}/confirm_code.html"),
        "mfa_reauthenticate",
    ),
    ("app/", views.AddAppView.as_view(), "mfa_activate_totp"),
    ("app/bild.svg", views.app_picture, "second_factor_picture"),
    (
        "app/ta-bort/",
        DeactivateTOTPView.as_view(template_name=f"{PAGES}/remove_app.html"),
        "mfa_deactivate_totp",
    ),
    ("reservkoder/", views.CodesView.as_view(), "mfa_view_recovery_codes"),
    ("reservkoder/fil/", views.CodesFile.as_view(), "second_factor_codes_file"),
    (
        "reservkoder/nya/",
        codes.GenerateRecoveryCodesView.as_view(template_name=f"{PAGES}/new_codes.html"),
        "mfa_generate_recovery_codes",
    ),
    ("nyckel/ny/", views.AddKeyView.as_view(), "mfa_add_webauthn"),
    ("nyckel/", RedirectView.as_view(pattern_name="mfa_index"), "mfa_list_webauthn"),
    (
        "nyckel/bekrafta/",
        keys.ReauthenticateWebAuthnView.as_view(template_name=f"{PAGES}/confirm_key.html"),
        "mfa_reauthenticate_webauthn",
    ),
    (
        "nyckel/<int:pk>/ta-bort/",
        views.RemoveKeyView.as_view(template_name=f"{PAGES}/remove_key.html"),
        "mfa_remove_webauthn",
    ),
)

urlpatterns = [
    path("logga-in/", views.SignInView.as_view(), name="sign_in"),
    path("logga-in/", views.SignInView.as_view(), name="account_login"),
    path("logga-ut/", LogoutView.as_view(), name="sign_out"),
    path("logga-ut/", LogoutView.as_view(), name="account_logout"),
    path(
        "logga-in/<slug:provider_id>/",
        views.for_nobody_yet(or_turned_back(provider.login)),
        name="openid_connect_login",
    ),
    path(
        "logga-in/<slug:provider_id>/svar/",
        views.for_nobody_yet(
            or_turned_back(provider.callback), unless=confirming.is_on_the_way_back
        ),
        name="openid_connect_callback",
    ),
    path("konto/avbrutet/", NOWHERE, name="socialaccount_login_cancelled"),
    path("konto/gick-inte/", NOWHERE, name="socialaccount_login_error"),
    path("konto/inget-konto/", NOWHERE, name="socialaccount_signup"),
    path(
        "konto/stangt/",
        TemplateView.as_view(template_name=f"{PAGES}/closed.html"),
        name="account_inactive",
    ),
    path("konto/", my_account.my_account, name="my_account"),
    path("konto/logga-ut-overallt/", my_account.sign_out_everywhere, name="sign_out_everywhere"),
    path(
        "konto/losenord/",
        views.PasswordView.as_view(),
        name="account_change_password",
    ),
    path(
        "konto/bekrafta/",
        account.ReauthenticateView.as_view(template_name=f"{PAGES}/confirm_password.html"),
        name="account_reauthenticate",
    ),
    path("konto/bekrafta/igen/", confirming.confirm, name="confirm"),
    path(
        "konto/bekrafta/kommunen/",
        or_turned_back(confirming.confirm_at_provider, errand=confirming.CONFIRM),
        name="confirm_at_provider",
    ),
    path(
        "konto/glomt-losenord/",
        account.PasswordResetView.as_view(template_name=f"{PAGES}/forgotten.html"),
        name="account_reset_password",
    ),
    path(
        "konto/glomt-losenord/skickat/",
        account.PasswordResetDoneView.as_view(template_name=f"{PAGES}/forgotten_sent.html"),
        name="account_reset_password_done",
    ),
    re_path(
        r"^konto/nytt-losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.PasswordResetFromKeyView.as_view(template_name=f"{PAGES}/new_password.html"),
        name="account_reset_password_from_key",
    ),
    path(
        "konto/nytt-losenord/klart/",
        account.PasswordResetFromKeyDoneView.as_view(
            template_name=f"{PAGES}/new_password_done.html"
        ),
        name="account_reset_password_from_key_done",
    ),
    path(
        f"{FACTOR}/kod/",
        views.CodeView.as_view(),
        name="mfa_authenticate",
    ),
    *(path(f"{FACTOR}/{route}", views.with_password(view), name=name) for route, view, name in OWN),
]

# Wagtail's own ways in would be second doors, and its desks of users and groups a second place
# where rights are given and accounts deleted: they lead to ours.
wagtails_own = [
    re_path(r"^redaktion/users/", TO_ACCOUNTS),
    re_path(r"^redaktion/groups/", TO_ACCOUNTS),
    re_path(r"^redaktion/bulk/portal/user/", TO_ACCOUNTS),
    re_path(r"^redaktion/bulk/auth/group/", TO_ACCOUNTS),
    path("redaktion/login/", RedirectView.as_view(pattern_name="sign_in", query_string=True)),
    re_path(r"^redaktion/password_reset/", RedirectView.as_view(pattern_name="sign_in")),
]
