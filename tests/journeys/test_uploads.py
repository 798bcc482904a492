"""What is uploaded meets its check in a real browser, and what is fetched can do nothing in one."""

import os
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Browser, Page, expect

from resources.documents.models import Audience, LibraryDocument, LibraryImage, LibraryRendition
from resources.documents.refusal import TWO_THINGS
from resources.documents.uploads import DOCUMENT, PICTURE
from tests import accounts, made_files
from tests.harness.server import Server

HUGE = 500 * 1024 * 1024
ADD_DOCUMENT, ADD_PICTURE = "/intranet/redaktion/documents/add/", "/intranet/redaktion/images/add/"


@pytest.fixture
def editor(browser: Browser, own_server: Server) -> Iterator[Page]:
    """An editor's page on a server of her own."""
    state = accounts.sign_in(browser, own_server.address, "COMMUNICATOR")
    context = browser.new_context(
        storage_state=state,  # type: ignore[arg-type]
        base_url=own_server.address,
        locale="sv-SE",
        accept_downloads=True,
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def choose(page: Page, where: str, name: str, content: bytes) -> None:
    """Open a form, give the file a name and choose it."""
    page.goto(where)
    page.locator("[name=title]").fill("Provet")
    page.locator("[name=file]").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )


def test_what_means_harm_is_refused_at_its_field_and_runs_nowhere(
    editor: Page, own_server: Server
) -> None:
    for where, name, content, sentence in (
        (ADD_DOCUMENT, "sida.html", made_files.HTML, DOCUMENT.not_taken),
        (ADD_DOCUMENT, "rutin.pdf", made_files.pdf() + made_files.HTML, TWO_THINGS),
        (ADD_PICTURE, "bild.svg", made_files.SVG, PICTURE.not_taken),
    ):
        choose(editor, where, name, content)
        editor.locator("form:has([name=file]) [type=submit]").first.click()
        expect(editor.locator("main")).to_contain_text(sentence)
        expect(editor.locator("[name=title]")).to_have_value("Provet")
    # Too large is said at once, before anything is sent.
    sent: list[str] = []
    editor.on("request", lambda request: sent.append(request.method))
    choose(editor, ADD_DOCUMENT, "stor.pdf", b"%PDF-1.7" + b"\0" * DOCUMENT.limit)
    expect(editor.get_by_role("alert").filter(has_text=DOCUMENT.too_large)).to_be_visible()
    editor.locator("form:has([name=file]) [type=submit]").first.click()
    assert "POST" not in sent
    assert not LibraryDocument.objects.exists()

    # Written into the storage past every check, and opened by its own address.
    fetched = []
    for audience in Audience:
        for name, content in (("s.html", made_files.HTML), ("s.svg", made_files.SVG)):
            file = ContentFile(content, name=name)
            held = LibraryDocument.objects.create(title=name, file=file, audience=audience)
            fetched.append(held.url)
    picture = LibraryImage.objects.create(
        title="Hus", file=ContentFile(made_files.picture(), name="hus.png")
    )
    rendition = picture.get_rendition("width-10")
    name = rendition.file.storage.save("staff-images/s.svg", ContentFile(made_files.SVG))
    LibraryRendition.objects.filter(pk=rendition.pk).update(file=name)
    fetched.append(rendition.file.storage.url(name))
    for address in fetched:
        told = editor.request.get(address)
        assert told.ok, address
        assert told.headers["content-type"] == "application/octet-stream", address
        assert "sandbox" in told.headers["content-security-policy"], address
        tab = editor.context.new_page()
        with tab.expect_download():
            # It is saved, and no page opens.
            tab.evaluate("address => { location.href = address }", own_server.url(address))
        assert "HIJACKED" not in tab.title()
        tab.close()
    for address in fetched:
        # Nor inside a page of ours, whichever way it is placed there.
        editor.goto("/intranet/")
        editor.evaluate(
            """address => new Promise(done => {
                const frame = document.createElement('iframe');
                frame.src = address;
                document.body.append(frame);
                const script = document.createElement('script');
                script.src = address;
                script.onerror = script.onload = () => setTimeout(done, 200);
                document.body.append(script);
            })""",
            address,
        )
        assert "HIJACKED" not in editor.title()


def test_half_a_gigabyte_is_refused_with_a_sentence_and_kept_nowhere(server: Server) -> None:
    host, port = urlsplit(server.address).hostname, urlsplit(server.address).port
    before = _most_memory(server)
    files = set(Path(os.environ.get("TMPDIR", "/tmp")).glob("*.upload*"))
    for length in (f"Content-Length: {HUGE}", "Transfer-Encoding: chunked"):
        began = time.perf_counter()
        told, sent = _stream(str(host), int(port or 0), length)
        assert time.perf_counter() - began < 20
        if "Content-Length" in length:
            assert " 413 " in told.partition("\r\n")[0]
            assert "En fil får vara högst 20 MB. Inget har sparats." in told
            assert sent < HUGE
        else:
            # Of a body that does not say how long it is, nothing is read.
            assert re.match(r"HTTP/1.1 (302|403|413) ", told)
    assert _most_memory(server) - before < 30_000
    assert set(Path(os.environ.get("TMPDIR", "/tmp")).glob("*.upload*")) == files


def _stream(host: str, port: int, length: str) -> tuple[str, int]:
    """Send half a gigabyte, as far as the server listens; return its answer and how much went."""
    piece = b"\0" * (1 << 20)
    framed = b"100000\r\n" + piece + b"\r\n" if "chunked" in length else piece
    with socket.create_connection((host, port), timeout=20) as line:
        head = f"POST {ADD_DOCUMENT} HTTP/1.1\r\nHost: {host}:{port}\r\n{length}\r\n"
        head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
        line.sendall(head.encode())
        sent = 0
        try:
            while sent < HUGE:
                line.sendall(framed)
                sent += len(piece)
        except OSError:
            pass
        told = b""
        try:
            while b"</html>" not in told and (more := line.recv(65536)):
                told += more
        except OSError:
            pass
    return told.decode("utf-8", "replace"), sent


def _most_memory(server: Server) -> int:
    """Return how much memory, in kB, the server's processes have held at most."""
    told = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(
                line.split(":", 1) for line in (process / "status").read_text().splitlines()
            )
            told[int(process.name)] = (int(status["PPid"]), status, process / "cmdline")
        except (OSError, KeyError):
            continue
    port = str(urlsplit(server.address).port)
    main = next(
        pid
        for pid, (_, _, command) in told.items()
        if port in command.read_bytes().decode().split("\0")
    )
    own = [status for pid, (parent, status, _) in told.items() if main in (pid, parent)]
    assert len(own) > 1, "the server's worker was not found"
    return max(int(status["VmHWM"].split()[0]) for status in own)
