"""Running text that people write in forms, kept in one way wherever they write it."""

from __future__ import annotations

import re
from typing import Any

from django import forms

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(text: str) -> str:
    """Return a text as it is kept: one kind of line break, nothing that cannot be seen."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class RunningText(forms.CharField):
    """A field for a longer text, which may be left empty."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text as it is kept."""
        return clean(str(super().to_python(value)))
