"""The one step between the style sheets as written and as sent: a page family's files joined.

Each `NAME.bundle` in `static/css/` lists, a line each and in the order of the cascade, the files
that become `css/NAME.css`. The same step runs in development and when static files are collected,
so that what is tested is what is served. A file with a `url()` stands in `static/css/` itself,
since the address is read relative to the joined file.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

FOLDER = "css"
# Strings first, so that nothing inside them is taken for a comment or for needless space.
_TOKENS = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/|\s*([{};,])\s*|(:)\s+|\s+""", re.DOTALL)


def compact(css: str) -> str:
    """Return the style sheet without comments and without the white space that means nothing."""

    def shorter(match: re.Match[str]) -> str:
        string, mark, colon = match.groups()
        if match[0].startswith("/*"):
            return ""
        return string or mark or colon or " "

    return _TOKENS.sub(shorter, css).replace(";}", "}").strip()


def parts(bundle: Path) -> list[Path]:
    """Return the files that a bundle lists, in order; empty lines and `#` are for people."""
    lines = (line.strip() for line in bundle.read_text("utf-8").splitlines())
    return [bundle.parent / line for line in lines if line and not line.startswith("#")]


class StylesheetFinder(BaseFinder):
    """Finds `css/NAME.css` for every `css/NAME.bundle`, joined anew when a part has changed."""

    def __init__(self, app_names: Iterable[str] | None = None) -> None:
        self.sources = [Path(folder) / FOLDER for folder in settings.STATICFILES_DIRS]
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "stylesheets")

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Return an error for every listed file that does not exist."""
        return [
            Error(
                f"{bundle.name} lists {part.relative_to(bundle.parent)}, which does not exist.",
                hint="Correct the name, or take the line out.",
                id="portal.E001",
            )
            for bundle in self._bundles().values()
            for part in parts(bundle)
            if not part.is_file()
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """Return the joined file for `css/NAME.css`, and an empty list for any other path."""
        find_all = find_all or kwargs.get("all", False)
        bundle = self._bundles().get(Path(path).as_posix())
        if bundle is None:
            return []
        joined = self._join(path, bundle)
        return [joined] if find_all else joined

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield every joined file, for `collectstatic`."""
        for path, bundle in self._bundles().items():
            if not matches_patterns(path, ignore_patterns or []):
                self._join(path, bundle)
                yield path, self.storage

    def _bundles(self) -> dict[str, Path]:
        return {
            f"{FOLDER}/{bundle.stem}.css": bundle
            for source in self.sources
            for bundle in sorted(source.glob("*.bundle"))
        }

    def _join(self, path: str, bundle: Path) -> str:
        css = "\n".join(compact(part.read_text("utf-8")) for part in parts(bundle)) + "\n"
        target = Path(self.storage.path(path))
        if not target.is_file() or target.read_text("utf-8") != css:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Several workers may join at once: each writes its own file and swaps it in whole.
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=target.parent, delete=False
            ) as fresh:
                fresh.write(css)
            os.chmod(fresh.name, 0o644)
            os.replace(fresh.name, target)
        return str(target)
