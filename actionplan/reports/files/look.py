"""What the files take from the municipality's look: its own style sheet, colours and texts."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

# What XML has no way to say; a control character in a text pasted from elsewhere says nothing.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def project_file(path: str) -> Path:
    """Return a static file of the project. Raises `FileNotFoundError` for everything else."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found)


def colour(name: str) -> str:
    """Return a colour of the light look, as six hexadecimal digits: `colour("brand")`."""
    tokens = project_file("css/tokens.css").read_text("utf-8")
    match = re.search(rf"--{re.escape(name)}:\s*#([0-9a-f]{{6}})", tokens, re.I)
    if match is None:
        raise KeyError(name)
    return match[1]


def xml_text(text: str) -> str:
    """Return the text without what a Word or Excel file cannot hold."""
    return _NOT_XML.sub("", text)
