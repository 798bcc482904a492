"""The starting content is what a reader meets; loading it again changes nothing."""

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from portal.content.models import PlantedRow
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
