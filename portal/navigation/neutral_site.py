"""What an address must be for the exit to lead there, and whether it answers.

The rules come from the safety design: https, not a search engine, not one of ours.
"""

import ipaddress
import socket
import ssl
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.models import Site

# A search engine shows what was searched for before, and its start page is somebody's own.
SEARCH_ENGINES = frozenset(
    {"baidu", "bing", "brave", "duckduckgo", "ecosia", "google", "kagi", "mojeek", "qwant"}
    | {"startpage", "swisscows", "yahoo", "yandex"}
)
SECONDS = 10
# Some sites answer only what presents itself as a browser.
BROWSER = "Mozilla/5.0"


def validate_neutral_site(address: str) -> None:
    """Raise `ValidationError`, with a sentence for the editor, where the exit may not lead."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        host = ""
    if "." not in host or any(character.isspace() for character in address):
        raise ValidationError("Skriv en hel adress, till exempel https://www.exempel.se/.")
    if parts.scheme != "https":
        raise ValidationError("Adressen måste börja med https://, så att ingen annan ser besöket.")
    if parts.username or parts.password:
        raise ValidationError("Adressen får inte innehålla något användarnamn eller lösenord.")
    if any(host == own or host.endswith(f".{own}") for own in _own_hosts()):
        raise ValidationError(
            "Adressen leder till en av våra egna webbplatser. Välj en som ingen kopplar hit."
        )
    if SEARCH_ENGINES & set(host.split(".")):
        raise ValidationError(
            "Adressen leder till en sökmotor, som kan visa vad någon har sökt efter. "
            "Välj en annan webbplats."
        )


def fault_of(address: str, *, allow_loopback: bool = False, seconds: float = SECONDS) -> str:
    """Ask for the address and return what is wrong, as a Swedish sentence; empty if it answers.

    Every address that it leads on to must keep the rules too. With `allow_loopback` an address of
    this machine may break them, so that a test can bring a neutral site of its own.
    """
    opener = build_opener(_Redirects(allow_loopback))
    try:
        _check(address, allow_loopback)
        with opener.open(Request(address, headers={"User-Agent": BROWSER}), timeout=seconds):
            return ""
    except ValidationError as error:
        return error.messages[0]
    except HTTPError as error:
        return f"Webbplatsen svarade med felkod {error.code}."
    except (OSError, HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        return _sentence(reason, seconds)


def _sentence(reason: object, seconds: float) -> str:
    if isinstance(reason, TimeoutError):
        return f"Webbplatsen svarade inte inom {seconds:g} sekunder."
    if isinstance(reason, socket.gaierror):
        return "Webbplatsens namn finns inte."
    if isinstance(reason, ssl.SSLError):
        return "Webbplatsens certifikat går inte att lita på."
    return "Webbplatsen gick inte att nå."


class _Redirects(HTTPRedirectHandler):
    """Follows an address that leads on, as long as each step keeps the rules."""

    def __init__(self, allow_loopback: bool) -> None:
        self.allow_loopback = allow_loopback

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Return the next request. Raises `ValidationError` for where the exit may not lead."""
        try:
            _check(newurl, self.allow_loopback)
        except ValidationError as error:
            raise ValidationError(f"Adressen leder vidare. {error.messages[0]}") from error
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check(address: str, allow_loopback: bool) -> None:
    if not (allow_loopback and _is_loopback(urlsplit(address).hostname or "")):
        validate_neutral_site(address)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _own_hosts() -> set[str]:
    """The hosts of this portal and of the municipality whose portal it is."""
    addresses = (settings.SITE_ADDRESS, settings.MUNICIPALITY.home_page)
    hosts = {*settings.ALLOWED_HOSTS, *Site.objects.values_list("hostname", flat=True)}
    hosts |= {urlsplit(address).hostname or "" for address in addresses}
    return {host.lstrip(".").removeprefix("www.") for host in hosts} - {"", "*"}
