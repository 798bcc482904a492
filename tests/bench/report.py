"""Times the four files of a report of 200 activities that 20 boards have answered for.

`make bench`; it needs no database. The times stand in `var/measurements/report.json` too.
"""

from __future__ import annotations

import json
import resource
import time

import django
from django.conf import settings

ACTIVITIES, BOARDS = 200, 20
SAID = (
    "Enheten har utsett en kontaktperson, gått igenom rutinen på arbetsplatsträff och prövat den "
    "i två ärenden. Återkopplingen från medarbetarna visar att stödet behöver vara tydligare."
)


def main() -> None:
    """Make every file once, and say how long it took and how large it became."""
    from actionplan.reports.content import ActivityContent, BoardContent, from_text, to_text
    from actionplan.reports.files.kinds import FileKind
    from actionplan.reports.files.rendering import render
    from tests.actionplan.report_examples import answer, figures, report

    answers = tuple(
        answer(board, "in_progress", done=SAID, next_step=SAID[:90])
        if board % 3
        else answer(board, is_late=True)
        for board in range(BOARDS)
    )
    content = report(
        tuple(
            ActivityContent(
                lineage=str(number),
                number=number,
                title=f"Provaktivitet {number} som har en rubrik av vanlig längd",
                part=1 + number % 2,
                schedule_text="2030–2034",
                closure="",
                answers=answers,
            )
            for number in range(1, ACTIVITIES + 1)
        ),
        boards=tuple(
            BoardContent(
                key, f"namnd-{key}", f"Provnämnden {key}", "", figures(answers[key]), None, ""
            )
            for key in range(BOARDS)
        ),
    )
    measured = {}
    started = time.perf_counter()
    content = from_text(to_text(content))
    measured["text"] = {"seconds": round(time.perf_counter() - started, 1)}
    for kind in FileKind:
        started = time.perf_counter()
        data = render(kind, content)
        seconds = round(time.perf_counter() - started, 1)
        measured[kind.value] = {"seconds": seconds, "kB": round(len(data) / 1000)}
        print(f"{kind.label:6} {seconds:7.1f} s {len(data) / 1000:8.0f} kB", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{ACTIVITIES * BOARDS} svar, som mest {peak} MB minne")
    folder = settings.VAR_DIR / "measurements"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(measured | {"MB": peak}, indent=1) + "\n")


if __name__ == "__main__":
    django.setup()
    main()
