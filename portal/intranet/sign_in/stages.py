"""What comes between the first step of a sign-in and the staff side."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest


class SecondFactorStage(AuthenticateStage):
    """Asks for the second factor, unless the municipality's own sign-in has asked already."""

    def _should_handle(self, request: HttpRequest) -> bool:
        steps = get_authentication_records(request, self.login.user)
        if any(step["method"] == "socialaccount" for step in steps):
            return False
        return bool(super()._should_handle(request))
