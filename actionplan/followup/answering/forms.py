"""What a board's people fill in: an answer, a file, a comment, the board's decision."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from actionplan.activities.models import AssignmentInclusion
from actionplan.activities.status import AnswerStatus
from actionplan.followup.models import NEEDS_OBSTACLES, BoardDecision, FollowUpEntry
from actionplan.followup.services import Answer
from actionplan.plan.texts import RunningText
from resources.documents.forms import UploadField
from resources.documents.uploads import ATTACHMENT

LONGEST = 5000
MEANINGS = {
    AnswerStatus.NOT_STARTED: "Inget arbete har börjat.",
    AnswerStatus.IN_PROGRESS: "Arbete är i gång enligt tidplanen.",
    AnswerStatus.DELAYED: "I gång eller planerat, men efter tidplanen.",
    AnswerStatus.PAUSED: "Arbetet har börjat men vilar just nu.",
    AnswerStatus.COMPLETED: "Alla punkter är klara.",
    AnswerStatus.DROPPED: "Arbetet blir inte av, eller har slutat innan det var klart.",
}
TEXTS = ("done", "obstacles", "next_step")
Included, Goal = AssignmentInclusion.Included, AssignmentInclusion.Goal


class StatusCards(forms.RadioSelect):
    """Radio buttons that carry what each choice means, for the component `choice_cards`."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return an option with its meaning."""
        option = super().create_option(name, value, *args, **kwargs)
        return option | {"meaning": MEANINGS[AnswerStatus(value)]}


class AnswerText(RunningText):
    """A longer text of which too long is said, never cut.

    Without `max_length` the browser does not cut off what somebody pastes.
    """

    def validate(self, value: Any) -> None:
        """Raise `ValidationError` for a text that is too long."""
        super().validate(value)
        if len(value) > LONGEST:
            raise ValidationError(
                f"Texten är {len(value)} tecken. Korta den till högst {LONGEST}.",
                code="too_long",
            )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave the height to the style sheet."""
        return super().widget_attrs(widget) | {"rows": 5}


class AnswerForm(forms.Form):
    """An answer about one activity.

    `revision` is the one that the page showed; `shown` tells what stood in each field, so that a
    field nobody touched is never saved over what another has written in it since.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    shown = forms.CharField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label="Hur går det?",
        choices=[(status.value, status.label) for status in MEANINGS],
        widget=StatusCards,
        required=False,
    )
    done = AnswerText(
        label="Vad har ni gjort?",
        help_text="Skriv för någon som inte arbetar hos er. Inga namn på personer.",
    )
    obstacles = AnswerText(
        label="Vad hindrar?",
        help_text="Behövs när arbetet är försenat, pausat eller inte blir av.",
    )
    next_step = AnswerText(label="Vad är nästa steg?")
    is_included = forms.ChoiceField(
        label="Står aktiviteten i er uppdragsplan?",
        choices=[(Included.YES, "Ja"), (Included.NO, "Nej"), (Included.UNKNOWN, "Vet inte")],
        widget=forms.RadioSelect,
        required=False,
    )
    reference = forms.CharField(
        label="Var i uppdragsplanen?",
        help_text="Till exempel ett avsnitt eller en sida.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Korta hänvisningen till högst %(limit_value)d tecken."},
    )
    goal = forms.ChoiceField(
        label="Under vilket mål?", choices=[("", "Inget valt"), *Goal.choices], required=False
    )

    def __init__(self, *args: Any, entry: FollowUpEntry, answer: Answer, **kwargs: Any) -> None:
        self.entry, self.held = entry, answer
        kwargs["initial"] = asdict(answer) | {
            "revision": entry.revision,
            "shown": digest(answer),
        }
        super().__init__(*args, **kwargs)
        # A pasted reference is told to be too long, and not cut off by the browser.
        self.fields["reference"].widget.attrs.pop("maxlength", None)

    @property
    def answer(self) -> Answer:
        """What a valid form says; it is *oförändrat* only as long as last year's words stand."""
        said = {name: self.cleaned_data.get(name, "") for name in _FIELDS}
        said["is_included"] = said["is_included"] or Included.UNKNOWN
        words = ("status", *TEXTS)
        kept = all(said[name] == getattr(self.held, name) for name in words)
        return Answer(**said, is_unchanged=self.held.is_unchanged and kept)

    @property
    def touched(self) -> set[str]:
        """The fields that somebody has written in since the page was shown."""
        before = dict(zip(_FIELDS, self.cleaned_data.get("shown", "").split("."), strict=False))
        now = dict(zip(_FIELDS, digest(self.answer).split("."), strict=True))
        return {name for name in _FIELDS if now[name] != before.get(name)}

    @property
    def can_save_text(self) -> bool:
        """Whether the text can be saved, though a file beside it may be refused."""
        return not set(self.errors) - {"file"}

    def add_what_is_missing(self) -> bool:
        """Put at the fields what the answer lacks to be handed in; return whether it lacks any."""
        status = self.cleaned_data.get("status", "")
        if not status:
            self.add_error("status", "Välj hur det går.")
        elif status in NEEDS_OBSTACLES and not self.cleaned_data.get("obstacles"):
            self.add_error("obstacles", "Skriv vad som hindrar, så att det går att hjälpa till.")
        return bool(self.errors)

    def on(self, entry: FollowUpEntry, answer: Answer) -> Self:
        """Return the form with what is typed, to be saved on top of `entry` as it is now.

        What nobody has typed in follows the database.
        """
        data = QueryDict(mutable=True)
        data.update(self.data)
        # A field that was refused keeps what is typed in it, whatever it is.
        for name in set(_FIELDS) - self.touched - set(self.errors):
            data[self.add_prefix(name)] = getattr(answer, name)
        data[self.add_prefix("revision")] = str(entry.revision)
        data[self.add_prefix("shown")] = digest(answer)
        return type(self)(data, entry=entry, answer=answer, prefix=self.prefix)


class AnswerPageForm(AnswerForm):
    """An answer on a page of its own, where a file can be added."""

    file = UploadField(
        place=ATTACHMENT,
        label="Bifoga en fil",
        help_text=f"{ATTACHMENT.help_text} Läses bara av medarbetare.",
        required=False,
    )


class CommentForm(forms.Form):
    """Why an answer is handed back, or opened again."""

    comment = AnswerText(label="Vad behöver ändras?")

    def __init__(self, *args: Any, why: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if why:
            self.fields["comment"].label = why


class DecisionForm(forms.ModelForm):
    """The day and the paragraph of a board's decision."""

    class Meta:
        model = BoardDecision
        fields = ["decided_on", "paragraph"]
        labels = {"decided_on": "Beslutsdatum", "paragraph": "Paragraf"}
        widgets = {"decided_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {
            "decided_on": {
                "required": "Skriv dagen för nämndens beslut.",
                "invalid": "Skriv dagen som år, månad och dag, till exempel 2027-03-15.",
            },
            "paragraph": {
                "required": "Skriv paragrafen, till exempel § 47.",
                "max_length": "Korta paragrafen till högst %(limit_value)d tecken.",
            },
        }


def digest(answer: Answer) -> str:
    """Return a short mark of what each field of an answer says."""
    texts = [str(getattr(answer, name)) for name in _FIELDS]
    return ".".join(hashlib.sha256(text.encode()).hexdigest()[:12] for text in texts)


_FIELDS = ("status", *TEXTS, "is_included", "reference", "goal")
