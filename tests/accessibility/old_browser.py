"""A style sheet as a browser from 2020 reads it: what it does not know, it leaves out."""

import re
from collections.abc import Iterator

KNOWN_BLOCKS = ("@media", "@supports", "@font-face", "@keyframes", "@page", "@charset", "@import")
NEW_SELECTORS = re.compile(r"&|:(?:has|is|where|focus-visible|dir|state|modal|user-)|:not\([^)]*,")
NEW_CONDITIONS = re.compile(r"[<>]|selector\(|prefers-contrast|scripting|update")
NEW_PROPERTIES = re.compile(
    r"inset(?:-.*)?|(?:margin|padding|border)-(?:inline|block)|aspect-ratio|accent-color|container.*"
    r"|text-wrap.*|translate|rotate|scale|mask.*|color-scheme|content-visibility|scrollbar-.*"
    r"|forced-color-adjust|print-color-adjust|interpolate-size|field-sizing|view-transition.*"
    r"|text-box.*|text-underline-offset|text-decoration-thickness|overflow-clip.*"
)
NEW_VALUES = re.compile(
    r"\b(?:color-mix|light-dark|oklch|oklab|lch|lab|color|round|mod|sin|cos)\(|\bsubgrid\b"
    r"|\d(?:[dsl]v[hwbi]|cq[wihb]|lh|cap)\b|^clip$|\bfrom var\("
)


def as_read_in_2020(css: str) -> str:
    """Return what is left of a style sheet in a browser that knows nothing newer than 2020.

    A custom property keeps any value in such a browser and fails where it is used; here it is
    given a value that fails in the same way in a new one.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    return "\n".join(_rules(css))


def _rules(css: str) -> Iterator[str]:
    for prelude, body in _split(css):
        name = prelude.split("(")[0].split()[0].lower() if prelude else ""
        if not name.startswith("@"):
            if body is not None and not NEW_SELECTORS.search(prelude):
                yield f"{prelude} {{ {_declarations(body)} }}"
        elif name not in KNOWN_BLOCKS:
            continue
        elif body is None:
            yield f"{prelude};"
        elif name in ("@media", "@supports"):
            newer = NEW_CONDITIONS.search(prelude) or NEW_VALUES.search(prelude)
            declared = re.search(r"\(\s*([a-z-]+)\s*:", prelude) if name == "@supports" else None
            if not newer and not (declared and NEW_PROPERTIES.fullmatch(declared[1])):
                yield f"{prelude} {{ {as_read_in_2020(body)} }}"
        else:
            yield f"{prelude} {{ {body} }}"


def _declarations(body: str) -> str:
    kept = []
    # A nested rule is, to an old browser, a broken declaration that ends at the next semicolon.
    for declaration in re.split(r";(?![^{]*})(?![^(]*\))", body):
        name, colon, value = (part.strip() for part in declaration.partition(":"))
        if not colon or "{" in declaration or NEW_PROPERTIES.fullmatch(name):
            continue
        if not NEW_VALUES.search(value):
            kept.append(f"{name}: {value};")
        elif name.startswith("--"):
            kept.append(f"{name}: initial;")
    return " ".join(kept)


def _split(css: str) -> Iterator[tuple[str, str | None]]:
    """The statements of one level: what stands before the braces, and what stands within them."""
    depth, start, opened = 0, 0, 0
    for place, character in enumerate(css):
        if character == "{":
            depth += 1
            if depth == 1:
                opened = place
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : place]
                start = place + 1
        elif character == ";" and depth == 0:
            yield css[start:place].strip(), None
            start = place + 1
