"""The desk of the yearly reports: from the list to a frozen report, as the coordinator does it."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import resolve
from django.utils import timezone
from wagtail.models import ModelLogEntry

from actionplan.reports import services, urls
from actionplan.reports.making import make_waiting_files
from actionplan.reports.models import AnnualReport
from actionplan.reports.services import Texts
from portal.intranet.roles import Role
from resources.municipality.contacts import ContactPerson
from tests.actionplan.report_stage import AFTER, closed_year, drafted, frozen
from tests.actionplan.test_followup_access import pattern_names
from tests.harness.client import Client
from tests.stage import Stage, person, speaks_for

LIST = "/intranet/rapporter/"
REPORT = f"{LIST}2027/1/"


@pytest.fixture
def stage(db: None) -> Stage:
    return closed_year()


@pytest.fixture
def desk(stage: Stage) -> Client:
    """The coordinator, signed in."""
    client = Client()
    client.force_login(stage.coordinator)
    return client


def page(client: Client, path: str) -> str:
    """The page at a path, which must be there."""
    response = client.get(path)
    assert response.status_code == 200, path
    return html.unescape(response.content.decode())


def words(text: str) -> str:
    """What a page says in its main part, with single spaces."""
    main = text[text.index("<main") : text.index("</main>")]
    return " ".join(re.sub("<[^>]+>", " ", main).split())


def report_in(text: str) -> str:
    """The report that a page shows, without the desk around it."""
    return text[text.index('<div class="report"') : text.index("</main>")]


def fields(report: AnnualReport, **said: object) -> dict[str, object]:
    """What the form of a report sends."""
    return {
        "revision": report.revision,
        "introduction": "",
        "goals_text": "",
        "proposals": "",
    } | said


def test_from_the_list_to_a_frozen_report_with_its_files(desk: Client, stage: Stage) -> None:
    assert "Börja på rapporten" in page(desk, LIST)
    started = desk.post(f"{LIST}2027/ny/")
    assert started.headers["Location"] == f"{REPORT}skriv/"
    report = AnnualReport.objects.get()
    board = f"board_{stage.boards[0].pk}"
    sent = fields(report, introduction="Så gick\r\nåret.", part_1="Om ett.", preview="1")
    saved = desk.post(f"{REPORT}skriv/", sent | {board: "Om nämnden."})
    assert saved.headers["Location"] == f"{REPORT}forhandsgranska/"
    previewed = page(desk, f"{REPORT}forhandsgranska/")
    shown = words(previewed)
    for text in ("Så gick", "året.", "Om ett.", "Om nämnden.", "Vi har utbildat."):
        assert text in shown
    seen = re.search(r'frys/\?seen=([0-9a-f]{64})"', previewed)
    assert seen
    asked = page(desk, f"{REPORT}frys/?seen={seen[1]}")
    assert "går inte att ändra eller ta bort" in words(asked)
    assert "2 av " in words(asked)
    assert f'name="seen" value="{seen[1]}"' in asked
    assert f'href="{REPORT}forhandsgranska/"' in asked, "there is a way back before it is for good"
    assert desk.post(f"{REPORT}frys/", {"seen": seen[1]}).headers["Location"] == REPORT
    waiting = page(desk, REPORT)
    assert "0 av 4 filer" in words(waiting)
    assert "report-progress" in waiting
    make_waiting_files(timezone.now())
    done = page(desk, REPORT)
    assert "4 av 4 filer" in words(done)
    assert "report-progress" not in done
    for kind in ("pdf", "docx", "xlsx", "csv"):
        answer = desk.get(f"{REPORT}fil/{kind}/")
        assert f'filename="uppfoljning-2027.{kind}"' in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert desk.get(f"{REPORT}fil/pdf/").content.startswith(b"%PDF")
    assert report_in(done) == report_in(previewed)


def test_what_nobody_has_read_is_not_frozen(desk: Client, stage: Stage) -> None:
    """The hash comes from the preview alone, so what changed after it has to be read."""
    report = drafted(stage)
    freeze, preview = f"{REPORT}frys/", f"{REPORT}forhandsgranska/"
    assert desk.get(freeze).headers["Location"] == preview
    seen = re.search("seen=([0-9a-f]{64})", page(desk, preview))
    assert seen
    services.save(
        report, Texts("Ändrat."), revision=report.revision, user=stage.coordinator, now=AFTER
    )
    for asked in (
        page(desk, f"{freeze}?seen={seen[1]}"),
        html.unescape(desk.post(freeze, {"seen": seen[1]}).content.decode()),
    ):
        assert "Något har ändrats sedan du läste rapporten." in words(asked)
        assert re.search(rf'href="{preview}">\s*Läs rapporten igen', asked)
        assert 'name="seen"' not in asked
    assert not AnnualReport.objects.get().is_final


def test_the_second_who_saves_sees_what_the_first_wrote_and_loses_nothing(
    desk: Client, stage: Stage
) -> None:
    report = drafted(stage)
    first = fields(report, introduction="Den första skrev.", part_1="Om del ett.")
    assert desk.post(f"{REPORT}skriv/", first).status_code == 302
    answer = desk.post(f"{REPORT}skriv/", fields(report, introduction="Den andra skrev."))
    assert answer.status_code == 200
    told = html.unescape(answer.content.decode())
    assert "En annan har sparat rapporten" in words(told)
    assert "Den första skrev." in words(told)
    assert ">\nDen andra skrev.</textarea>" in told
    # Where nothing differs nothing is set beside; where a text was taken away, it is.
    assert told.count("har sparat det här") == 2
    assert AnnualReport.objects.get().introduction == "Den första skrev."
    revision = re.search(r'name="revision" value="(\d+)"', told)
    assert revision
    again = fields(report, introduction="Bådas.") | {"revision": revision[1]}
    assert desk.post(f"{REPORT}skriv/", again).status_code == 302
    assert AnnualReport.objects.get().introduction == "Bådas."


def test_a_frozen_report_is_registered_and_corrected(desk: Client, stage: Stage) -> None:
    frozen(stage)
    form = {"registry_number": "KS-2028/17", "decided_on": "2028-03-20", "paragraph": "§ 12"}
    half = desk.post(f"{REPORT}diarium/", form)
    assert "Ange både vem som beslutade" in html.unescape(half.content.decode())
    form["deciding_board"] = str(stage.boards[0].pk)
    assert desk.post(f"{REPORT}diarium/", form).headers["Location"] == REPORT
    assert "KS-2028/17" in words(page(desk, REPORT))
    started = desk.post(f"{LIST}2027/ny/")
    assert started.headers["Location"] == f"{LIST}2027/2/skriv/"
    assert "Vad som är rättat" in words(page(desk, f"{LIST}2027/2/skriv/"))
    assert desk.get(f"{REPORT}skriv/").headers["Location"] == REPORT
    assert desk.get(f"{REPORT}frys/").headers["Location"] == REPORT


def test_a_draft_that_was_begun_by_mistake_is_thrown_away(desk: Client, stage: Stage) -> None:
    frozen(stage)
    desk.post(f"{LIST}2027/ny/")
    second = f"{LIST}2027/2/"
    assert f'href="{second}kasta/"' in page(desk, f"{second}skriv/")
    draft = AnnualReport.objects.get(sequence=2)
    asked = {"revision": draft.revision}
    assert f'name="revision" value="{draft.revision}"' in page(desk, f"{second}kasta/")
    services.save(
        draft, Texts("Bra skrivet."), revision=draft.revision, user=stage.coordinator, now=AFTER
    )
    told = html.unescape(desk.post(f"{second}kasta/", asked).content.decode())
    assert "Någon har sparat rapporten sedan du öppnade sidan." in words(told)
    asked["revision"] += 1
    assert desk.post(f"{second}kasta/", asked).headers["Location"] == LIST
    assert [report.sequence for report in AnnualReport.objects.all()] == [1]
    logged = ModelLogEntry.objects.get(action="actionplan.discard_report")
    assert logged.data["introduction"] == "Bra skrivet."
    # What is frozen is never thrown away, and the correction can be begun again.
    assert desk.post(f"{REPORT}kasta/", asked).headers["Location"] == REPORT
    assert AnnualReport.objects.get().is_final
    assert desk.post(f"{LIST}2027/ny/").headers["Location"] == f"{second}skriv/"


def test_a_board_has_an_extract_by_the_address_that_it_had(desk: Client, stage: Stage) -> None:
    frozen(stage)
    board = stage.boards[0]
    address = f"{REPORT}namnd/{board.slug}/"
    board.slug = "en-ny-adress"
    board.save()
    assert "Vi har utbildat." in words(page(desk, address))
    assert desk.get(f"{address}word/").content.startswith(b"PK")
    assert desk.get(f"{REPORT}namnd/en-ny-adress/").status_code == 404


# Who may look at what of the desk; who leads does all, and nobody else changes anything.
LOOK = {
    "": {"auditor", "secretary"},
    "2027/1/": {"auditor"},
    "2027/1/fil/pdf/": {"auditor"},
    "2027/1/namnd/{own}/": {"auditor", "secretary"},
    "2027/1/namnd/{own}/word/": {"auditor", "secretary"},
    "2027/1/namnd/{other}/": {"auditor"},
    "2027/1/namnd/{other}/word/": {"auditor"},
    "2027/2/forhandsgranska/": {"auditor"},
    "2027/2/skriv/": set[str](),
    "2027/2/frys/": set[str](),
    "2027/2/kasta/": set[str](),
    "2027/1/diarium/": set[str](),
}


def test_who_looks_at_what(stage: Stage) -> None:
    frozen(stage)
    services.start(stage.period, user=stage.coordinator, now=AFTER)
    own, other = stage.boards[:2]
    secretary = person("sekreteraren", Role.BOARD_SECRETARY)
    speaks_for(secretary, own, ContactPerson.Role.SECRETARY)
    people = {
        "auditor": person("granskaren", Role.AUDITOR),
        "secretary": secretary,
        "contact": stage.contacts[0],
        "steering": person("styrgruppen", Role.STEERING_GROUP),
        "reader": person("lasaren", Role.READER),
    }
    outside = Client()
    for name, user in people.items():
        browser = Client()
        browser.force_login(user)
        for place, may in LOOK.items():
            address = LIST + place.format(own=own.slug, other=other.slug)
            answer = browser.get(address)
            # Nobody has made the files yet: who may have them is told that there are none.
            there = 404 if place.endswith("pdf/") else 200
            assert answer.status_code == (there if name in may else 403), f"{name}: {place}"
            assert browser.post(address).status_code in {403, 405}, f"{name}: {place}"
            if "html" not in answer.headers["Content-Type"] or answer.status_code != 200:
                continue
            page = html.unescape(answer.content.decode())
            assert f'action="{LIST}' not in page
            for path in re.findall(rf'href="({LIST}[^"]*)"', page):
                if "/fil/" not in path:
                    assert browser.get(path).status_code == 200, f"{name}: {place} leads to {path}"
        assert browser.post(f"{LIST}2027/ny/").status_code == 403
    for place in LOOK:
        address = LIST + place.format(own=own.slug, other=other.slug)
        for answer in (outside.get(address), outside.post(address)):
            assert answer.status_code == 302
            assert "logga-in" in answer.headers["Location"], place


def test_what_does_not_exist_is_not_found(desk: Client, stage: Stage) -> None:
    frozen(stage)
    for path in ("2026/1/", "2027/3/", "2027/1/fil/exe/", "2027/1/fil/pdf/", "2027/1/namnd/x/"):
        assert desk.get(f"{LIST}{path}").status_code == 404, path
    assert desk.get(f"{LIST}2027/ny/").status_code == 405


def claims() -> set[str]:
    """The names of the addresses that the tables here answer for."""
    filled = (LIST + place.format(own="a", other="b") for place in LOOK)
    return {str(resolve(address).url_name) for address in (*filled, f"{LIST}2027/ny/")}


def test_every_address_of_the_desk_has_a_row() -> None:
    assert claims() == set(pattern_names(urls.urlpatterns))
