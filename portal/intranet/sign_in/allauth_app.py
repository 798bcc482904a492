"""allauth's accounts, as this house runs them."""

from allauth.account.apps import AccountConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class StaffAccountConfig(AccountConfig):
    """Does without allauth's middleware on public pages, and starts with no half-made settings."""

    def ready(self) -> None:
        """Raise `ImproperlyConfigured` for settings that would let nobody, or anybody, in.

        allauth's own wants its middleware under its own name; ours runs it on staff paths only:
        see `portal.delivery.staff_only`.
        """
        from portal.intranet.roles import Role

        provider = settings.SIGN_IN_PROVIDER
        if provider is None:
            if not settings.SIGN_IN_BY_PASSWORD:
                raise ImproperlyConfigured("PASSWORD_SIGN_IN=0 wants OIDC_ISSUER: nobody gets in.")
            return
        if not (provider.issuer.startswith("https://") or settings.OIDC_MAY_USE_HTTP):
            raise ImproperlyConfigured("OIDC_ISSUER must begin with https://.")
        if provider.asks_for_second_factor and not provider.factor_values:
            raise ImproperlyConfigured(
                "OIDC_REQUIRE_MFA=1 wants OIDC_MFA_VALUES: which values of the claim "
                f"{provider.factor_claim} mean a second factor. Without any nobody gets in."
            )
        unknown = {name for given in provider.roles.values() for name in given} - set(Role.values)
        if unknown:
            raise ImproperlyConfigured(
                f"OIDC_ROLES names no role of ours: {', '.join(sorted(unknown))}. "
                f"The roles are {', '.join(Role.values)}."
            )
