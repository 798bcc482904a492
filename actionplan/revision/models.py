"""A revision of the plan: what was decided for each old activity, and what the boards said."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from actionplan.activities.models import Activity
from actionplan.plan.models import YEARS, PlanVersion


class Revision(models.Model):
    """The work from an adopted version (`former`) to the next (`draft`, until it is adopted)."""

    class Stage(models.TextChoices):
        WORKING = "working", "Beslut tas för varje aktivitet"
        REVIEW = "review", "Nämnderna granskar"

    former = models.OneToOneField(
        PlanVersion,
        on_delete=models.PROTECT,
        related_name="next_revision",
        verbose_name="den gällande versionen",
    )
    draft = models.OneToOneField(
        PlanVersion,
        on_delete=models.PROTECT,
        related_name="revision",
        verbose_name="den nya versionen",
    )
    stage = models.CharField("läge", max_length=10, choices=Stage, default=Stage.WORKING)
    review_due_on = models.DateField("nämnderna svarar senast", null=True, blank=True)
    started_at = models.DateTimeField("påbörjad")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="påbörjad av",
    )

    class Meta:
        verbose_name = "revision av planen"
        verbose_name_plural = "revisioner av planen"
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(former=models.F("draft")),
                name="actionplan_revision_of_another_version",
                violation_error_message="En version kan inte revideras till sig själv.",
            ),
            models.CheckConstraint(
                condition=~Q(stage="review") | Q(review_due_on__isnull=False),
                name="actionplan_revision_review_has_last_day",
                violation_error_message="Säg när nämnderna ska ha svarat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former.label} till {self.draft.label}"

    @property
    def is_finished(self) -> bool:
        """Whether the new version is adopted, so that nothing more can be decided."""
        return self.draft.is_locked

    @property
    def is_open_for_review(self) -> bool:
        """Whether the boards may read the draft."""
        return self.stage == self.Stage.REVIEW and not self.is_finished

    def takes_answers(self, today: date) -> bool:
        """Whether the boards may answer on the day `today`: the last day is one of them."""
        is_in_time = self.review_due_on is not None and today <= self.review_due_on
        return self.is_open_for_review and is_in_time


class RevisionChoiceQuerySet(models.QuerySet["RevisionChoice"]):
    """The decisions of a revision."""

    def undecided(self) -> RevisionChoiceQuerySet:
        """Choices that nobody has made yet."""
        return self.filter(decision="")

    def ending(self) -> RevisionChoiceQuerySet:
        """Choices by which the old activity is over."""
        return self.filter(decision__in=RevisionChoice.ENDS)


class RevisionChoice(models.Model):
    """What becomes of one old activity; an empty decision is one that is not taken.

    What was made from it stands as `ActivityOrigin` rows between the two versions.
    """

    class Decision(models.TextChoices):
        CARRIED = "carried", "Förs vidare oförändrad"
        CHANGED = "changed", "Ändras"
        MERGED = "merged", "Slås ihop med en annan"
        SPLIT = "split", "Delas i flera"
        FINISHED = "finished", "Avslutas som genomförd"
        DROPPED = "dropped", "Avslutas utan att genomföras"

    ENDS = (Decision.FINISHED, Decision.DROPPED)

    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="choices", verbose_name="revision"
    )
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        related_name="revision_choices",
        verbose_name="aktivitet",
    )
    decision = models.CharField("beslut", max_length=10, choices=Decision, blank=True)
    reason = models.TextField("skäl", blank=True)
    source = models.CharField("källa", max_length=300, blank=True)
    year = models.PositiveSmallIntegerField("år", null=True, blank=True, validators=YEARS)
    edition = models.PositiveIntegerField("utgåva", default=0, editable=False)
    decided_at = models.DateTimeField("beslutat", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beslutat av",
    )

    objects = RevisionChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "beslut vid revision"
        verbose_name_plural = "beslut vid revision"
        ordering = ["activity__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "activity"],
                name="actionplan_revisionchoice_one_an_activity",
                violation_error_message="Aktiviteten har redan ett beslut i revisionen.",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=["", "carried"]) | ~Q(reason=""),
                name="actionplan_revisionchoice_reason_unless_carried",
                violation_error_message="Skriv skälet till beslutet.",
            ),
            models.CheckConstraint(
                condition=~Q(decision="finished") | ~Q(source=""),
                name="actionplan_revisionchoice_finished_has_source",
                violation_error_message="Skriv hur det är känt att aktiviteten är genomförd.",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="actionplan_revisionchoice_decided_by_somebody",
                violation_error_message="Ett beslut har en dag och någon som tog det.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.get_decision_display() or 'inte beslutat'}"


class DraftCopy(models.Model):
    """What the database held of a new activity when the revision made it.

    Tells whether anybody has edited it since: what was made may then not be removed unasked.
    """

    activity = models.OneToOneField(
        Activity, on_delete=models.CASCADE, related_name="draft_copy", verbose_name="ny aktivitet"
    )
    mark = models.CharField("avtryck", max_length=64)

    class Meta:
        verbose_name = "avtryck av ny aktivitet"
        verbose_name_plural = "avtryck av nya aktiviteter"

    def __str__(self) -> str:
        return str(self.activity)


class RevisionReview(models.Model):
    """What a board says of the draft."""

    class Stance(models.TextChoices):
        AGREES = "agrees", "Nämnden ställer sig bakom förslaget"
        WANTS_CHANGES = "wants_changes", "Nämnden vill ha ändringar"

    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="reviews", verbose_name="revision"
    )
    board = models.ForeignKey(
        "resources.Board",
        on_delete=models.PROTECT,
        related_name="revision_reviews",
        verbose_name="nämnd, styrelse eller bolag",
    )
    stance = models.CharField("ställningstagande", max_length=14, choices=Stance)
    text = models.TextField("synpunkter", blank=True)
    # What the draft meant for the board when it answered: tells whether it has changed since.
    mark = models.CharField("avtryck", max_length=64, editable=False)
    edition = models.PositiveIntegerField("utgåva", default=1, editable=False)
    answered_at = models.DateTimeField("lämnat")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="lämnat av",
    )

    class Meta:
        verbose_name = "nämndens granskning"
        verbose_name_plural = "nämndernas granskning"
        ordering = ["board"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "board"],
                name="actionplan_revisionreview_one_a_board",
                violation_error_message="Nämnden har redan svarat.",
            ),
            models.CheckConstraint(
                condition=~Q(stance="wants_changes") | ~Q(text=""),
                name="actionplan_revisionreview_changes_are_said",
                violation_error_message="Skriv vad nämnden vill ändra.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board}: {self.get_stance_display()}"
