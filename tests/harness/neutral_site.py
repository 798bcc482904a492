"""A neutral site of the tests' own, on this machine: it can be slow, led elsewhere, or broken."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEXT = "Vädret i dag"
LONGEST_WAIT = 8


class NeutralSite:
    """A running site, and what it is to answer with."""

    def __init__(self, port: int) -> None:
        # Another name than the portal's: another site, as the real one is.
        self.address = f"http://localhost:{port}/"
        self.status = 200
        self.leads_to = ""
        self.requests: list[dict[str, str]] = []
        self._open = threading.Event()
        self._open.set()
        self._asked = threading.Event()

    @contextmanager
    def slow(self) -> Iterator[None]:
        """Let nothing through until the block ends."""
        self._open.clear()
        try:
            yield
        finally:
            self._open.set()

    def wait_for_requests(self, number: int) -> None:
        """Return when so many have come. Raises `TimeoutError` if they do not."""
        deadline = time.monotonic() + LONGEST_WAIT
        while len(self.requests) < number:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.requests)} requests came, not {number}")
            time.sleep(0.02)

    def obey(self, order: str) -> None:
        """Do what a driver in a process of its own says: be slow, wait to be asked, or be open."""
        if order == "/slow":
            self._open.clear()
            self._asked.clear()
        elif order == "/asked":
            self._asked.wait(LONGEST_WAIT)
        else:
            self._open.set()
            self._asked.set()

    def wait(self) -> None:
        """Return when the site may answer."""
        self._open.wait(LONGEST_WAIT)


@contextmanager
def neutral_site() -> Iterator[NeutralSite]:
    """Start a neutral site on a free port, and stop it at the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/favicon.ico":
                site.requests.append(dict(self.headers))
                site._asked.set()
            site.wait()
            self.send_response(site.status)
            if site.leads_to:
                self.send_header("Location", site.leads_to)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><title>Väder</title><p>{TEXT}</p>".encode())

        def do_POST(self) -> None:
            site.obey(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = NeutralSite(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site._open.set()
        server.shutdown()
        server.server_close()
        thread.join()
