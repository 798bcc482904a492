"""The starting content is what a reader meets; loading it again changes nothing."""

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Revision, Site

from portal.content.models import PlantedRow
from portal.intranet.pages import RoutinePage, StaffContentPage, StaffStartPage
from portal.intranet.routines.models import RoutineCorrection, RoutineVersion
from portal.pages.content import ContentPage
from portal.pages.plan import PlanChapterPage
from portal.pages.start import StartPage


@pytest.mark.django_db
def test_loading_twice_makes_nothing_the_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    before = list(Page.objects.order_by("path").values_list("path", "title", "latest_revision"))

    call_command("load_content")

    assert "Allt fanns redan." in capsys.readouterr().out
    assert before == list(
        Page.objects.order_by("path").values_list("path", "title", "latest_revision")
    )


@pytest.mark.django_db
def test_what_an_editor_has_changed_stays() -> None:
    page = ContentPage.objects.get(slug="om")
    page.title = "Det här har en redaktör skrivit"
    page.save_revision().publish()

    call_command("load_content", verbosity=0)

    assert ContentPage.objects.get(slug="om").title == "Det här har en redaktör skrivit"


@pytest.mark.django_db
def test_a_page_that_an_editor_has_deleted_stays_away() -> None:
    PlanChapterPage.objects.get(slug="kallor").delete()

    call_command("load_content", verbosity=0)

    assert not PlanChapterPage.objects.filter(slug="kallor").exists()


@pytest.mark.django_db
def test_a_page_that_an_editor_has_given_another_address_is_not_made_again() -> None:
    page = ContentPage.objects.get(slug="om")
    page.slug = "om-oss"
    page.save_revision().publish()
    before = Page.objects.count()

    call_command("load_content", verbosity=0)

    assert Page.objects.count() == before


@pytest.mark.django_db
def test_what_a_new_pack_adds_is_made_where_the_old_is_kept() -> None:
    chapter = PlanChapterPage.objects.get(slug="kallor")
    PlantedRow.objects.get(key="page:sv:handlingsplanen/kallor").delete()
    chapter.delete()

    call_command("load_content", verbosity=0)

    assert PlanChapterPage.objects.live().get(slug="kallor").body


@pytest.mark.django_db
def test_the_site_begins_at_the_swedish_start_page() -> None:
    site = Site.objects.get(is_default_site=True)

    assert isinstance(site.root_page.specific, StartPage)
    assert site.root_page.locale.language_code == "sv"


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "language"), [("/", "sv"), ("/en/", "en"), ("/om/", "sv")])
def test_a_page_says_which_language_it_is_written_in(
    client: Client, address: str, language: str
) -> None:
    assert f'<html lang="{language}" dir="ltr"' in client.get(address).content.decode()


@pytest.mark.django_db
def test_the_english_tree_holds_the_start_page_and_more(client: Client) -> None:
    english = Page.objects.live().filter(locale__language_code="en")

    assert english.count() > 1
    for page in english:
        assert client.get(page.get_url()).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/en/om/", "/fi/", "/fi/om/", "/se/"])
def test_an_address_without_a_translation_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_what_a_new_version_of_the_product_adds_is_filled_in_where_nobody_has_saved() -> None:
    """The state of a database from before routines had versions, sources and lists."""
    RoutineCorrection.objects.all().delete()
    RoutineVersion.objects.all().delete()
    RoutinePage.objects.update(sources="[]", situation="")
    StaffContentPage.objects.update(shows_routines=False)
    StaffStartPage.objects.update(support_page=None)
    edited = RoutinePage.objects.get(slug="anmala-oro-for-ett-barn")
    edited.lead = "Det här har en redaktör skrivit."
    edited.save_revision()

    call_command("load_content", verbosity=0)

    asking, edited = (RoutinePage.objects.get(slug=slug) for slug in ("fraga-om-vald", edited.slug))
    assert [source.value["title"][:15] for source in asking.sources] == [
        "Handlingsplanen", "Socialstyrelsen",
    ]  # fmt: skip
    assert asking.get_latest_revision_as_object().sources == asking.sources
    assert RoutinePage.objects.get(slug="moter-nagon-som-ar-utsatt").situation == "meeting"
    assert StaffContentPage.objects.get(slug="rutiner").shows_routines
    start = StaffStartPage.objects.get()
    assert start.support_page is not None
    assert start.support_page.slug == "anstalld-utsatt"
    # What an editor has saved is theirs, and every live routine can be read and confirmed.
    assert (edited.situation, len(edited.sources)) == ("", 0)
    numbers = RoutineVersion.objects.values_list("routine__slug", "number")
    assert sorted(numbers) == [
        (slug, 1) for slug in sorted(RoutinePage.objects.live().values_list("slug", flat=True))
    ]
    before = Revision.objects.count()
    call_command("load_content", verbosity=0)
    assert Revision.objects.count() == before
    assert RoutineVersion.objects.filter(number__gt=1).count() == 0
