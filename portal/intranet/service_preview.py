"""A service as residents see it now, for those who fill in its desk.

The gate decides who gets in.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets import Button

from portal.intranet.models import User
from portal.pages.service_cards import service_card
from resources.services.desk import BUTTONS
from resources.services.models import Service


def service_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card and the details of a service as they stand; lines for professionals too."""
    service = get_object_or_404(Service.objects.with_channels(), pk=pk)
    return render(
        request,
        "portal/intranet/service_preview.html",
        {
            "service": service,
            "card": service_card(request, service),
            "edit_url": AdminURLFinder(request.user).get_edit_url(service),
        },
    )


@hooks.register(BUTTONS)
def preview_button(service: Service, user: User) -> Button:
    """Return the way from the form to the card."""
    url = reverse("service_preview", args=[service.pk])
    return Button("Visa kortet", url=url, icon_name="view", priority=5)
