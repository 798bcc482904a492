"""What the desk of questions is made of."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import slugify


@dataclass(frozen=True)
class Question:
    """One thing to ask: the question, what it concerns, and the row that takes the answer.

    Without a row the answer is a setting of the installation.
    """

    text: str
    concerns: str
    row: models.Model | None


@dataclass(frozen=True)
class QuestionGroup:
    """Questions of one kind, with why they are asked."""

    heading: str
    why: str
    questions: list[Question]

    @property
    def id(self) -> str:
        """What a link to the group names."""
        return slugify(self.heading)

    @property
    def title(self) -> str:
        """The group as the list of all groups names it."""
        return f"{self.heading} ({len(self.questions)})"
