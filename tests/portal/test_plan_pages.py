"""What a reader sees of the plan: its activities, who answers, when, and how it stands."""

import re

import pytest
from django.test import Client

from actionplan.activities.models import Activity
from actionplan.activities.schedule import read_schedule
from resources.municipality.models import Board

LIST = "/handlingsplanen/aktiviteter/"
PLAN = f"{LIST}2018-2022/"

ACTIVITIES = {
    1: ("Samverkan", "2019–2022", ["Kommunstyrelsen", "Alla nämnder"]),
    2: ("Kartläggning", "Genomförs under 2019", ["Kommunstyrelsen", "Alla nämnder"]),
    3: ("Uppföljning", "2019–2022", ["Kommunstyrelsen", "Alla nämnder"]),
    4: (
        "Uppbyggnad av intern och extern hemsida (En väg in till våldsområdet)",
        "2019–2020",
        ["Kommunstyrelsen", "Alla nämnder"],
    ),
    5: ("Våldsförebyggande arbete", "2019–2022", ["Kommunstyrelsen"]),
    6: (
        "Utveckla Centrum mot vålds verksamhet",
        "2018-",
        [
            "Individ- och familjenämnden",
            "För- och grundskolenämnden",
            "Gymnasie- och vuxenutbildningsnämnden",
            "Äldrenämnden",
        ],
    ),
    7: ("Handlingsplan mot våldsbejakande extremism", "2018- klart!", ["Kommunstyrelsen"]),
    8: ("Handlingsplan mot prostitution och människohandel", "2019", ["Kommunstyrelsen"]),
    9: ("Skyddat boende", "2019-", ["Kommunstyrelsen", "Individ- och familjenämnden"]),
    10: ("Boende (Bostaden)", "2018–2022", ["Umeå kommunföretag AB (Bostaden)"]),
    11: ("Stöd och hjälp till våldsutsatt personal", "2018–2022", ["Kommunstyrelsen"]),
    12: (
        "Intern samverkan inom skolan",
        "2019–2022",
        ["För- och grundskolenämnden", "Gymnasie- och vuxenutbildningsnämnden"],
    ),
}


def words(client: Client, address: str) -> str:
    """Return what a reader sees of the main part of a page, without its markup."""
    page = client.get(address)
    assert page.status_code == 200, address
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


@pytest.mark.django_db
def test_the_plan_has_twelve_activities_and_nineteen_points() -> None:
    activities = Activity.objects.prefetch_related("points")

    assert sorted(activity.number for activity in activities) == sorted(ACTIVITIES)
    assert sum(len(activity.points.all()) for activity in activities) == 19


@pytest.mark.django_db
@pytest.mark.parametrize("number", ACTIVITIES)
def test_an_activity_shows_what_the_plan_prints(client: Client, number: int) -> None:
    title, schedule, boards = ACTIVITIES[number]
    page = words(client, f"{PLAN}{number}/")
    listed = {row.split("Tidplan")[0] for row in words(client, LIST).split("Aktivitet ")}

    assert title in page
    assert schedule in page
    assert "Sammanfattning, inte planens ordalydelse" in page
    for board in boards:
        assert board in page or board == "Alla nämnder"
        assert any(title in row and board in row for row in listed)
    assert ("Alla nämnder svarar" in page) is ("Alla nämnder" in boards)


@pytest.mark.django_db
def test_what_the_plan_calls_done_is_completed_with_no_invented_year(client: Client) -> None:
    page = words(client, f"{PLAN}7/")

    assert "Genomförd" in page
    assert "året framgår inte" in page
    history = page.partition("Uppföljning och historik")[2]
    assert not re.search(r"\b20\d\d\b", history.partition("Gäller")[0])
    assert Activity.objects.get(number=7).closure.year is None


@pytest.mark.django_db
@pytest.mark.parametrize("number", [6, 9])
def test_an_open_schedule_is_ongoing_and_has_no_end(client: Client, number: int) -> None:
    activity = Activity.objects.get(number=number)

    assert activity.is_ongoing
    assert activity.end_year is None
    assert "och framåt" in words(client, f"{PLAN}{number}/")


@pytest.mark.django_db
def test_a_schedule_in_words_is_read_as_its_year(client: Client) -> None:
    activity = Activity.objects.get(number=2)

    assert (activity.start_year, activity.end_year) == (2019, 2019)
    assert read_schedule("Genomförs under 2019").end_year == 2019


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/", LIST, f"{LIST}tidslinje/", f"{LIST}tabell/", "/handlingsplanen/hela/"]
    + [f"{PLAN}{number}/" for number in ACTIVITIES],
)
def test_nothing_that_nobody_has_answered_is_called_late_or_not_begun(
    client: Client, address: str
) -> None:
    page = words(client, address).lower()

    assert "försenad" not in page
    assert "ej påbörjad" not in page


@pytest.mark.django_db
def test_the_state_of_the_plan_is_said_plainly(client: Client) -> None:
    sentence = "Planens period gick ut 2022. Uppgift om ny plan saknas här."

    for address in ("/", "/handlingsplanen/", LIST):
        assert sentence in words(client, address)
    assert "datum okänt" in words(client, "/handlingsplanen/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("board", "numbers"),
    [
        ("valnamnden", {1, 2, 3, 4}),
        ("aldrenamnden", {1, 2, 3, 4, 6}),
        ("kommunstyrelsen", {1, 2, 3, 4, 5, 7, 8, 9, 11}),
        ("umea-kommunforetag", {10}),
        ("kommunfullmaktige", set()),
    ],
)
def test_all_committees_means_committees_in_the_filter_and_on_the_boards_page(
    client: Client, board: str, numbers: set[int]
) -> None:
    assert Board.objects.filter(slug=board).exists()

    for address in (f"{LIST}namnd/{board}/", f"{LIST}?namnd={board}"):
        page = client.get(address).content.decode()
        found = {int(number) for number in re.findall(rf'href="{PLAN}(\d+)/"', page)}
        if board != "kommunfullmaktige" or "?" not in address:
            assert found == numbers, address


@pytest.mark.django_db
def test_a_filter_that_nothing_answers_to_says_so_and_leads_back(client: Client) -> None:
    page = words(client, f"{LIST}?del=1&ar=2018")

    assert "Inga aktiviteter stämmer med dina val." in page
    assert "Visa alla aktiviteter" in page


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", ["?namnd=finns-inte", "?ar=abc", "?del=9", "?x=1", "?ar="])
def test_a_choice_that_does_not_exist_is_left_out(client: Client, nonsense: str) -> None:
    assert "12 aktiviteter" in words(client, f"{LIST}{nonsense}")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"{PLAN}13/", f"{PLAN}0/", f"{LIST}1999-2000/1/"])
def test_an_activity_that_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_the_council_has_seventeen_seats_and_one_convener(client: Client) -> None:
    page = client.get("/handlingsplanen/samverkansplan/").content.decode()
    seats = page.partition('<ol class="seats">')[2].partition("</ol>")[0]

    assert seats.count("<li>") == 17
    assert seats.count("sammankallande") == 1
    assert "Umebrå" in seats.partition("</li>")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Board.Kind.ASSEMBLY, "Det här ansvarar fullmäktige för"),
        (Board.Kind.EXECUTIVE_BOARD, "Det här ansvarar styrelsen för"),
        (Board.Kind.COMMITTEE, "Det här ansvarar nämnden för"),
        (Board.Kind.COMPANY, "Det här ansvarar bolaget för"),
    ],
)
def test_the_page_of_a_board_calls_it_what_it_is(
    client: Client, kind: Board.Kind, sentence: str
) -> None:
    board = Board.objects.filter(kind=kind).first()
    assert board is not None

    assert sentence in client.get(f"{LIST}namnd/{board.slug}/").content.decode()
