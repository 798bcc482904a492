"""Contact persons: who carries messages, for what, and how long."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.municipality.models import Board, Unit
from resources.municipality.validity import TimeLimited, TimeLimitedQuerySet, date_span
from resources.stewardship.days import not_ahead

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


class ContactPersonQuerySet(TimeLimitedQuerySet):
    """What can be asked of the contact persons."""

    def of_user(self, user: AbstractBaseUser | AnonymousUser, today: date) -> Self:
        """Return the rows by which `user` has a part in a board or a unit on `today`.

        None for somebody who has not signed in or whose account is retired. A secretary's row is
        among them, and gives reading only: see `speaking`.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.on(today).filter(user_id=user.pk)

    def speaking(self) -> Self:
        """Return the rows whose person speaks for the board or the unit: not its secretary."""
        return self.exclude(role="secretary")


class ContactPerson(TimeLimited):
    """Who carries messages between a unit or a board and the rest, named once and for a time."""

    class Role(models.TextChoices):
        PRIMARY = "primary", _("kontaktperson")
        DEPUTY = "deputy", _("ersättare")
        APPROVER = "approver", _("godkänner nämndens svar")
        SECRETARY = "secretary", _("nämndsekreterare")

    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_persons",
        verbose_name="enhet",
    )
    board = models.ForeignKey(
        Board,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_persons",
        verbose_name="nämnd, styrelse eller bolag",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_roles",
        verbose_name="konto",
        help_text="Har personen inget konto skriver du namn och e-post i stället.",
    )
    name = models.CharField("namn", max_length=200, blank=True)
    mailbox = models.EmailField("e-post", blank=True)
    role = models.CharField("roll", max_length=20, choices=Role.choices, default=Role.PRIMARY)
    away_until = models.DateField(
        "borta till och med",
        null=True,
        blank=True,
        help_text="Så länge går påminnelser till ersättaren, annars till funktionsbrevlådan.",
    )
    confirmed_on = models.DateField(
        "bekräftad",
        null=True,
        blank=True,
        validators=[not_ahead],
        help_text="Dagen då personen senast sa att uppdraget stämmer. Frågas en gång om året.",
    )
    publish_name = models.BooleanField(
        "visa namnet utåt",
        default=False,
        help_text="Kryssa bara i om personen har sagt ja. Annars visas bara funktionen.",
    )

    objects = ContactPersonQuerySet.as_manager()

    class Meta(TimeLimited.Meta):
        verbose_name = "kontaktperson"
        verbose_name_plural = "kontaktpersoner"
        ordering = ["role", "name"]
        constraints = [
            *TimeLimited.Meta.constraints,
            models.CheckConstraint(
                condition=Q(unit__isnull=False, board__isnull=True)
                | Q(unit__isnull=True, board__isnull=False),
                name="resources_contactperson_one_target",
                violation_error_message=_("Välj antingen en enhet eller en nämnd, inte båda."),
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, name="", mailbox="")
                | (Q(user__isnull=True) & ~Q(name="") & ~Q(mailbox="")),
                name="resources_contactperson_account_or_name",
                violation_error_message=_(
                    "Välj antingen ett konto eller skriv både namn och e-post."
                ),
            ),
            *(
                ExclusionConstraint(
                    expressions=[
                        (target, RangeOperators.EQUAL),
                        (date_span("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(role="primary"),
                    name=f"resources_contactperson_one_primary_per_{target}",
                    violation_error_message=_(
                        "Det finns redan en kontaktperson under den tiden. "
                        "Avsluta den första, eller gör den nya till ersättare."
                    ),
                )
                for target in ("unit", "board")
            ),
        ]

    def __str__(self) -> str:
        return self.name or (self.user.get_full_name() if self.user else "")

    def clean(self) -> None:
        """Raise `ValidationError` on the field that a person has to change."""
        super().clean()
        if self.unit_id and self.board_id:
            raise ValidationError({"board": _("Välj antingen en enhet eller en nämnd, inte båda.")})

    @property
    def address(self) -> str:
        """Where mails to the person go; empty for an account without an address or retired."""
        if self.user is None:
            return self.mailbox
        return self.user.email if self.user.is_active else ""

    def is_away(self, day: date) -> bool:
        """Whether the person has said that they are away on the day."""
        return self.away_until is not None and self.away_until >= day


# Those who carry messages to the unit. An approver and a secretary have other tasks.
CARRIES = (ContactPerson.Role.PRIMARY, ContactPerson.Role.DEPUTY)


def reached(row: ContactPerson, day: date) -> list[ContactPerson | str]:
    """Return who is reached on `day` with what is meant for a contact person.

    The person; while they are away those of the same unit or board who are not; else the unit's
    mailbox; and the person all the same where there is neither.
    """
    if not row.is_away(day):
        return [row]
    others = ContactPerson.objects.on(day).filter(role__in=CARRIES, unit=row.unit, board=row.board)
    present = [
        one
        for one in others.exclude(pk=row.pk).select_related("user").order_by("pk")
        if one.address and not one.is_away(day)
    ]
    return [*present] or [(row.unit.function_mailbox if row.unit else "") or row]
