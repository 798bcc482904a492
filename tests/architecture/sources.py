"""The project's own files, as git would commit them."""

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("portal", "actionplan", "resources")
TEXT = {".css", ".html", ".in", ".js", ".json", ".md", ".py", ".service", ".sh", ".svg", ".toml"}
TEXT |= {".txt", ".xml", ".yaml", ".yml", ".conf", ".bundle", ".csv", ".timer", ""}
_COMMENT = re.compile(r"{#.*?#}|{% comment.*?%}.*?{% endcomment %}", re.S)


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project that git keeps or would keep, as paths from its root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (Path(name) for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if (ROOT / path).is_file()))


def below(*folders: str, suffix: str = "") -> list[Path]:
    """The files below the folders, with the suffix when one is given."""
    return [
        path
        for path in files()
        if path.parts[0] in folders and (not suffix or path.suffix == suffix)
    ]


def read(path: Path) -> str:
    """A file's text."""
    return (ROOT / path).read_text("utf-8")


@cache
def templates() -> dict[Path, str]:
    """Every template with its text, comments left out."""
    return {path: _COMMENT.sub("", read(path)) for path in below("templates", suffix=".html")}


def matches(pattern: str, texts: dict[Path, str], flags: int = 0) -> list[str]:
    """Where the pattern is found: `path:line: the words`."""
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group(0)[:90]}"
        for path, text in texts.items()
        for match in re.finditer(pattern, text, flags)
    ]
