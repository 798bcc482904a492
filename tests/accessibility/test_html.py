"""Every kind of page is valid HTML, as the checker of the W3C reads it."""

import json
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from tests.addresses import CASES, Address, reader_of
from tests.harness import machine
from tests.harness.server import Server


def test_every_page_is_valid_html(
    addresses: Callable[[str], Address],
    server: Server,
    browser: Browser,
    signed_in: Callable[[str], Any],
    tmp_path: Path,
) -> None:
    java, vnu = machine.java(), machine.node_module("vnu-jar/build/dist/vnu.jar")
    contexts = {
        role: browser.new_context(storage_state=signed_in(role) if role else None)
        for role in {reader_of(case) for case in CASES}
    }
    files: dict[str, str] = {}
    for case in CASES:
        response = contexts[reader_of(case)].request.get(server.url(addresses(case).path))
        file = tmp_path / f"{len(files):03}.html"
        file.write_bytes(response.body())
        files[file.name] = case
    for context in contexts.values():
        context.close()

    checked = subprocess.run(
        [java, "-jar", vnu, "--stdout", "--exit-zero-always", "--format", "json", tmp_path],
        check=True,
        capture_output=True,
        text=True,
    )
    messages = json.loads(checked.stdout)["messages"]
    said = [
        (
            message["type"],
            f"{files[Path(message['url']).name]}: {message['message']}"
            f" — {message.get('extract', '').strip()[:120]!r}",
        )
        for message in messages
    ]
    for line in sorted({line for kind, line in said if kind == "info"}):
        warnings.warn(line, stacklevel=1)
    assert sorted({line for kind, line in said if kind != "info"}) == []
