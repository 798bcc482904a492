"""The one free text field of the public part."""

from django import forms

from portal.search.words import MOST_CHARACTERS, printable, words_of

EMPTY = "Skriv ett eller flera ord att söka efter."
TOO_LONG = f"Det var för långt. Skriv högst {MOST_CHARACTERS} tecken."


class WordsField(forms.CharField):
    """Text in which control characters count as spaces, so nothing odd reaches the database."""

    def to_python(self, value: str | None) -> str:
        """Return the text without control characters."""
        return super().to_python(printable(value or "")) or ""


class SearchForm(forms.Form):
    """What the reader looks for. The browser is asked to neither remember nor check the words."""

    q = WordsField(
        label="Vad söker du?",
        help_text="Orden sparas inte: inte i adressen, inte i webbläsarens historik och inte hos "
        "oss.",
        max_length=MOST_CHARACTERS,
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "autocapitalize": "off",
                "autocorrect": "off",
                # Some browsers send what is checked to a service of their own.
                "spellcheck": "false",
                "enterkeyhint": "search",
            }
        ),
    )

    def clean_q(self) -> str:
        """Return the text; raise a sentence at the field when it holds no word at all."""
        text: str = self.cleaned_data["q"]
        if not words_of(text):
            raise forms.ValidationError(EMPTY, code="required")
        return text

    @classmethod
    def too_long(cls) -> "SearchForm":
        """Return the form as it answers a request that is too large to be read."""
        form = cls({})
        form.errors.clear()
        form.add_error("q", TOO_LONG)
        return form
