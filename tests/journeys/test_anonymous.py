"""Somebody who has not signed in: every address that the public part leads to, and no other."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from pytest_django import DjangoDbBlocker

from portal.pages.base import StaffPage
from resources.services.choices import Audience
from resources.services.models import Channel
from tests.addresses import PUBLIC, STAFF, Address
from tests.harness.server import Server

MOST_PAGES = 500
SIGN_IN = "/intranet/logga-in/"


@dataclass(frozen=True)
class Seen:
    """An answer, as it came, without following redirects."""

    url: str
    status: int
    headers: Any
    cookies: list[str]
    text: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "html.parser")

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    @cached_property
    def links(self) -> list[str]:
        """Every address of this host that the page leads to or loads."""
        return list(self._links())

    def _links(self) -> Iterator[str]:
        for tag, attribute in (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"),
                               ("form", "action")):  # fmt: skip
            for element in self.soup.find_all(tag):
                if address := element.get(attribute):
                    link = urljoin(self.url, str(address))
                    if urlsplit(link).netloc == urlsplit(self.url).netloc:
                        yield link


def see(url: str) -> Seen:
    """Ask for an address as somebody without cookies."""
    answer = requests.get(url, allow_redirects=False, timeout=20)
    cookies = [value for name, value in answer.raw.headers.items() if name.lower() == "set-cookie"]
    text = answer.text if answer.headers.get("Content-Type", "").startswith("text/") else ""
    return Seen(url, answer.status_code, answer.headers, cookies, text)


@pytest.fixture(scope="module")
def crawled(server: Server) -> dict[str, Seen]:
    """Every address that can be reached by links from the start page, without their fragments."""
    seen: dict[str, Seen] = {}
    waiting = [server.url("/"), server.url("/en/"), server.url("/sitemap.xml")]
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        assert len(seen) < MOST_PAGES, "the public part has no end: filters that link to filters?"
        seen[url] = see(url)
        if seen[url].is_html and seen[url].status == 200:
            waiting += [urldefrag(link).url for link in seen[url].links]
    return seen


@pytest.fixture(scope="module")
def pages(crawled: dict[str, Seen]) -> list[Seen]:
    """The public pages among them."""
    return [
        answer
        for answer in crawled.values()
        if answer.is_html and answer.status == 200 and urlsplit(answer.url).path != SIGN_IN
    ]


def test_the_crawl_went_far(pages: list[Seen]) -> None:
    assert len(pages) >= 60


def test_every_link_leads_somewhere(crawled: dict[str, Seen]) -> None:
    broken = [
        f"{answer.url} answers {answer.status}, linked from "
        + ", ".join(p.url for p in crawled.values() if p.is_html and answer.url in
                    {urldefrag(link).url for link in p.links})[:200]
        for answer in crawled.values()
        if answer.status != 200 and not is_the_door(answer)
    ]  # fmt: skip
    assert not broken


def test_no_link_is_without_an_address(pages: list[Seen]) -> None:
    assert not [page.url for page in pages if page.soup.find("a", href="")]


def is_the_door(answer: Seen) -> bool:
    """Whether the answer is the intranet's door, which leads the visitor to the sign-in."""
    to_sign_in = urlsplit(answer.headers.get("Location", "")).path == SIGN_IN
    return answer.status == 302 and to_sign_in and urlsplit(answer.url).path == "/intranet/"


def test_every_link_inside_a_page_has_its_place(
    crawled: dict[str, Seen], pages: list[Seen]
) -> None:
    missing = set()
    for page in pages:
        for link in page.links:
            url, fragment = urldefrag(link)
            target = crawled[url]
            if fragment and target.is_html and not target.soup.find(id=fragment):
                missing.add(f"{page.url} → {link}")
    assert not missing


def test_no_public_page_sets_a_cookie(crawled: dict[str, Seen]) -> None:
    with_cookies = {a.url: a.cookies for a in crawled.values() if a.cookies}
    assert {urlsplit(url).path for url in with_cookies} <= {SIGN_IN}
    for cookies in with_cookies.values():
        assert all("Path=/intranet/" in cookie for cookie in cookies)


def test_no_public_page_varies_by_cookie(pages: list[Seen]) -> None:
    assert not [page.url for page in pages if "cookie" in page.headers.get("Vary", "").lower()]


def test_public_pages_carry_the_promised_headers(pages: list[Seen]) -> None:
    for page in pages:
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy or "default-src 'none'" in policy, page.url
        assert "unsafe" not in policy, page.url
        assert "*" not in policy, page.url
        assert page.headers["Referrer-Policy"] == "no-referrer", page.url
        assert "geolocation=()" in page.headers["Permissions-Policy"], page.url
        assert page.headers["Cache-Control"] == "no-store", page.url
        assert page.headers["X-Content-Type-Options"] == "nosniff", page.url


def test_pages_load_nothing_from_another_host(pages: list[Seen]) -> None:
    loads = {
        str(element)[:120]
        for page in pages
        for element in page.soup.find_all(["img", "script", "link", "iframe", "source", "video"])
        for attribute in ("src", "href", "srcset")
        if re.match(r"(https?:)?//", str(element.get(attribute, "")))
        and urlsplit(str(element.get(attribute))).netloc != urlsplit(page.url).netloc
    }
    assert not loads


def test_links_out_tell_the_other_site_nothing(pages: list[Seen]) -> None:
    for page in pages:
        for link in page.soup.find_all("a", href=re.compile(r"^https?://")):
            assert link.get("target") != "_blank", f"{page.url}: {link}"


def digits(text: str) -> str:
    """A text with everything between digits of one number taken out."""
    return re.sub(r"(?<=\d)[\s\-‑–().]+(?=\d)", "", text)


def test_no_line_for_professionals_is_shown(
    crawled: dict[str, Seen], django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        lines = list(
            Channel.objects.filter(service__audience=Audience.PROFESSIONAL)
            .exclude(value="")
            .values_list("value", flat=True)
        )
    numbers = {digits(line.removeprefix("+46")).lstrip("0") for line in lines}
    assert len(numbers) >= 4
    for answer in crawled.values():
        text = digits(answer.text)
        shown = [number for number in numbers if number in text]
        assert not shown, answer.url


def test_nothing_of_the_intranet_is_named(
    crawled: dict[str, Seen], django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        inside = [p for m in StaffPage.__subclasses__() for p in m.objects.filter(depth__gt=3)]
        # A title of one word, such as "Dokument", is anybody's.
        titles = {page.title for page in inside if " " in page.title}
        inner = [page.url for page in inside]
    assert len(titles) >= 3
    for answer in crawled.values():
        assert not [title for title in titles if title in answer.text], answer.url
        assert not [url for url in inner if url in answer.text], answer.url


@pytest.mark.parametrize("prefix", ["", "/en", "/fi", "/sv", "/EN"])
@pytest.mark.parametrize("case", STAFF)
def test_every_staff_address_leads_to_the_sign_in(
    prefix: str, case: str, addresses: Callable[[str], Address], server: Server
) -> None:
    answer = see(server.url(prefix + addresses(case).path))
    assert answer.status == 302
    assert urlsplit(answer.headers["Location"]).path == SIGN_IN
    assert answer.text == ""


@pytest.mark.parametrize(
    "path",
    [
        "/intranet",
        "/intranet/",
        "/intranet/det-har-finns-inte/",
        "/intranet/redaktion/",
        "/intranet/redaktion/pages/",
        "/intranet/redaktion/login/",
        "/intranet/redaktion/api/main/pages/",
        "/intranet/redaktion/documents/",
        "/en/intranet/redaktion/",
        "/fi/intranet/",
        "//intranet/",
        "/Intranet/",
        "/intranet/dokument/1/x.pdf",
    ],
)
def test_a_guessed_address_shows_nothing(path: str, server: Server) -> None:
    answer = see(server.url(path))
    if answer.status in (301, 302):
        # Perhaps by way of the address with its slash, the visitor ends at the sign-in.
        answer = see(urljoin(answer.url, answer.headers["Location"]))
        at_the_door = urlsplit(answer.url).path == SIGN_IN
        assert at_the_door or urlsplit(answer.headers["Location"]).path == SIGN_IN
    else:
        assert answer.status == 404


@pytest.mark.parametrize("path", ["/documents/1/x.pdf", "/admin/", "/django-admin/", "/api/v2/"])
def test_the_usual_back_doors_do_not_exist(path: str, server: Server) -> None:
    assert see(server.url(path)).status == 404


def test_public_cases_are_all_reached_by_links(
    crawled: dict[str, Seen], addresses: Callable[[str], Address], server: Server
) -> None:
    chosen = {"activities: filtered", "activities: nothing found", "not found"}
    chosen |= {"the assembly, which answers for nothing", "a link in a mail that is not ours"}
    chosen |= {"a link of a follower that is not ours", "a forum: a link that is not ours"}
    chosen |= {"a forum: look in your mail", "minutes for anyone"}
    reached = {urlsplit(url).path for url in crawled}
    lost = [case for case in PUBLIC if case not in chosen and addresses(case).path not in reached]
    assert not lost
