"""Journey 4 in real browsers: a wrong year found, corrected, read by everybody; nothing typed is lost."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from components.i18n import translator
from components.sign_in import HERE
from components.staff import COOKIE
from data.raw import read_release
from data.store import Role, open_store

from .accessibility import faults_in_both_schemes
from .conftest import running_server

FR = translator("fr")
MAIN = "[data-testid='stMain']"
CITY, PROJECT, SECOND, THIRD = (
    "phnom-penh",
    "pp-traffic-control",
    "pp-city-bus-card",
    "pp-smart-cameras",
)
SOURCE = "akp-pp-traffic-lights"
REASON = FR("edit.required", label=FR("edit.reason"))
SCREENS = {
    "choice": "",
    "city": f"&city={CITY}",
    "city form": f"&table=cities&id={CITY}",
    "strategy": "&table=strategies&id=pp-roadmap-2022-2035",
    "project": f"&table=projects&id={PROJECT}",
    "answer": f"&table=criteria&id={CITY}/VIS1",
    "new source": "&table=sources&new=1",
    "grid": f"&table=factors&city={CITY}&view=grid",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def url(place):
    with running_server(place / "log", environment={"REGARDS_VAR": str(place / "var")}) as address:
        yield address


@pytest.fixture(scope="module")
def store(place, url):
    (place / "var").mkdir(exist_ok=True)
    opened = open_store(place / "var" / "desk.sqlite3", read_release(), lambda: datetime.now(UTC))
    yield opened
    opened.close()


@pytest.fixture
def sign_in(store, url, new_page):
    """Opens a browser in which somebody has signed in."""

    def open_as(staff_id, name, role=Role.EDITOR, **options):
        identity = f"{staff_id}@city.example"
        store.set_staff(HERE, staff_id=staff_id, identity=identity, name=name, role=role)
        secret = store.redeem(store.create_sign_in(HERE, staff_id=staff_id, role=role))
        page = new_page(only=url, **options)
        cookie = {
            "name": COOKIE,
            "value": secret,
            "url": url,
            "httpOnly": True,
            "sameSite": "Strict",
        }
        page.context.add_cookies([cookie])
        return page

    return open_as


def open_screen(page, url, query="", language="fr"):
    page.goto(f"{url}/saisir?lang={language}{query}")
    page.locator(f"{MAIN} .rc-footer").wait_for()


def open_row(page, url, project=PROJECT):
    open_screen(page, url, f"&table=projects&id={project}")
    field(page, "Début").wait_for()


def field(page, label):
    return page.get_by_role("textbox", name=label, exact=True)


def changed(page, label):
    """What the page says of one field that changes."""
    return page.locator(".rc-diff-line", has=page.locator("dt", has_text=re.compile(f"^{label}$")))


def prove_and_explain(page, reason):
    page.locator("[class*='-proof-'] label").first.click()
    field(page, REASON).fill(reason)
    field(page, REASON).press("Enter")
    page.locator(".rc-muted[role='status']", has_text=FR("edit.draft.kept")).wait_for()


def told(page, key, **values):
    return page.locator(".rc-told", has_text=FR(key, **values))


def test_a_wrong_year_is_found_corrected_with_its_source_and_read_by_everybody_at_once(
    sign_in, store, url, new_page
):
    reader = new_page(only=url)
    reader.goto(f"{url}/ville?lang=fr&city={CITY}")
    card = reader.locator(f"#projet-{PROJECT}")
    card.wait_for()
    assert "2016–2018" in card.inner_text()
    assert reader.get_by_role("link", name=FR("edit.modify"), exact=True).count() == 0

    page = sign_in("anne", "Anne Le Goff")
    page.goto(f"{url}/ville?lang=fr&city={CITY}")
    page.get_by_role("link", name=FR("edit.modify"), exact=True).click()
    page.locator(".rc-choice-city").get_by_role("link", name="Feux de circulation").click()
    field(page, "Début").fill("2017")
    expect(changed(page, "Début")).to_contain_text("2016")
    expect(changed(page, "Début").locator("ins")).to_have_text("2017")
    expect(page.locator(".rc-preview-sheet")).to_contain_text("2017–2018")
    assert "2016–2018" in card.inner_text()

    prove_and_explain(page, "Le chantier commence en 2017")
    page.get_by_role("button", name=FR("edit.send.publish"), exact=True).click()
    told(page, "edit.done.published").wait_for()

    reader.reload()
    expect(card).to_contain_text("2017–2018")
    card_now = reader.request.get(f"{url}/fragments/now/project/{PROJECT}.fr.html").text()
    assert "2017–2018" in card_now
    reader.goto(f"{url}/projets?lang=fr&project={PROJECT}")
    expect(reader.locator("dialog[open] .rc-project-detail")).to_contain_text("2017–2018")
    [change] = store.history(table="projects", key=(PROJECT,))
    assert (change.editor, change.reason) == ("anne", "Le chantier commence en 2017")


def test_a_name_that_changes_is_on_the_map_at_once(sign_in, url, new_page):
    page = sign_in("anne", "Anne Le Goff")
    open_screen(page, url, "&table=cities&id=siem-reap")
    field(page, "Nom (obligatoire)").fill("Siem Réap d’essai")
    prove_and_explain(page, "un essai")
    page.get_by_role("button", name=FR("edit.send.publish"), exact=True).click()
    told(page, "edit.done.published").wait_for()

    reader = new_page(only=url)
    reader.goto(f"{url}/carte?lang=fr")
    names = reader.evaluate(
        """async () => {
          const { version } = JSON.parse(document.getElementById("rc-settings").textContent);
          return (await fetch(`/data/${version}/atlas.fr.json`)).text();
        }"""
    )
    assert "Siem Réap d’essai" in names


def test_a_long_text_is_kept_while_it_is_typed_and_outlives_its_tab(sign_in, url):
    page = sign_in("chan", "Chan Dara", Role.CONTRIBUTOR)
    open_row(page, url)
    summary = field(page, "Résumé")
    summary.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Une phrase jamais finie")
    expect(changed(page, "Résumé")).to_contain_text("jamais")
    assert summary.evaluate("box => box === document.activeElement"), "the cursor has not moved"
    page.keyboard.type(", ou presque")
    expect(changed(page, "Résumé")).to_contain_text("presque")

    again = page.context.new_page()
    page.close()
    open_screen(again, url)
    again.locator(".rc-draft").get_by_role("link", name="Feux de circulation").click()
    again.get_by_role("button", name=FR("edit.draft.resume"), exact=True).click()
    expect(field(again, "Résumé")).to_have_value(
        re.compile(r"Une phrase jamais finie, ou presque$")
    )


def test_a_reload_in_the_middle_of_a_word_loses_nothing(sign_in, url):
    page = sign_in("chan", "Chan Dara", Role.CONTRIBUTOR)
    open_row(page, url, THIRD)
    field(page, "Raison du niveau (obligatoire)").fill("Des caméras et un centre")
    expect(changed(page, "Raison du niveau")).to_contain_text("centre")
    page.reload()
    page.get_by_role("button", name=FR("edit.draft.resume"), exact=True).click()
    expect(field(page, "Raison du niveau (obligatoire)")).to_have_value("Des caméras et un centre")


def test_two_people_on_one_row_lose_no_text(sign_in, store, url):
    first, second = sign_in("anne", "Anne Le Goff"), sign_in("bao", "Bao Tran")
    for page in (first, second):
        open_row(page, url, SECOND)
    field(first, "Début").fill("2019")
    field(first, "Titre (anglais)").fill("Card for the city bus")
    prove_and_explain(first, "le rapport annuel")
    field(second, "Début").fill("2020")
    field(second, "Fin").fill("2024")
    prove_and_explain(second, "la presse")

    first.get_by_role("button", name=FR("edit.send.publish"), exact=True).click()
    told(first, "edit.done.published").wait_for()
    second.get_by_role("button", name=FR("edit.send.publish"), exact=True).click()
    panel = second.locator(".st-key-desk_meanwhile")
    expect(panel).to_contain_text("Anne Le Goff")
    expect(panel).to_contain_text("le rapport annuel")
    publish = second.get_by_role("button", name=FR("edit.send.publish"), exact=True)
    expect(publish).to_be_disabled()

    panel.get_by_text(FR("edit.meanwhile.mine", text="2020"), exact=True).click()
    panel.get_by_role("button", name=FR("edit.meanwhile.go_on"), exact=True).click()
    expect(panel).to_have_count(0)
    expect(field(second, "Titre (anglais)")).to_have_value("Card for the city bus")
    expect(field(second, "Début")).to_have_value("2020")
    publish.click()
    told(second, "edit.done.published").wait_for()
    project = store.state().dataset.projects[SECOND]
    assert (project.start_year, project.end_year) == (2020, 2024)
    assert project.title_en == "Card for the city bus"


def test_a_fault_is_read_out_and_tied_to_its_box(sign_in, url):
    page = sign_in("chan", "Chan Dara", Role.CONTRIBUTOR)
    open_row(page, url, "pp-city-bus-app")
    field(page, "Fin").fill("vers 2021")
    box = field(page, "Fin")
    expect(box).to_have_attribute("aria-invalid", "true")
    fault = page.locator(f"#{box.get_attribute('aria-describedby')}")
    assert fault.get_attribute("role") == "alert"
    expect(fault).to_contain_text("nombre entier")
    box.fill("2021")
    expect(page.locator(".rc-fault")).to_have_count(0)
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_a_grid_is_filled_by_keyboard_and_sent_as_one(sign_in, store, url):
    page = sign_in("anne", "Anne Le Goff")
    open_screen(page, url, "&table=projects&city=siem-reap&view=grid")
    rows = [p for p in store.state().dataset.projects.values() if p.city_id == "siem-reap"][:2]
    table = page.locator("[data-testid='stDataFrame'] canvas").first
    table.wait_for()
    place = table.bounding_box()
    page.mouse.click(place["x"] + 300, place["y"] + 56)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    for number in range(2):
        page.keyboard.press("Enter")
        page.locator("#portal input").fill("2011")
        page.keyboard.press("Enter")
        expect(page.locator(".rc-diff-row")).to_have_count(number + 1)
    field(page, FR("edit.sources.find")).fill("AIMF Cambodge")
    page.get_by_role("button", name=FR("edit.sources.cite"), exact=True).first.click()
    expect(page.locator(".rc-diff-line", has_text="Sources")).to_have_count(2)
    field(page, REASON).fill("relevé du service")
    field(page, REASON).press("Enter")
    page.get_by_role("button", name=FR("edit.send.publish"), exact=True).click()
    told(page, "edit.done.lot_published", count=2).wait_for()
    state = store.state()
    assert [state.dataset.projects[row.project_id].start_year for row in rows] == [2011, 2011]
    assert len(store.history(city_id="siem-reap", limit=1)[0].rows) == 2


@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing_serious_that_is_ours(sign_in, url, name):
    page = sign_in("reader-of-forms", "R", Role.CONTRIBUTOR)
    open_screen(page, url, SCREENS[name])
    assert faults_in_both_schemes(page) == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_fits_a_phone(sign_in, url, name, language):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
    page = sign_in("reader-of-forms", "R", Role.CONTRIBUTOR, **phone)
    open_screen(page, url, SCREENS[name], language)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(MAIN).evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    assert page.locator("h1").count() == 1
    assert urlsplit(page.url).path == "/saisir"


def test_no_english_word_of_streamlit_stands_on_a_french_form(sign_in, url):
    page = sign_in("reader-of-forms", "R", Role.CONTRIBUTOR)
    open_row(page, url)
    page.get_by_text(FR("edit.sources.new")).click()
    words = page.evaluate(
        """() => [...document.querySelectorAll("#root [aria-label], #root [placeholder], #root [title]")]
          .flatMap((node) => ["aria-label", "placeholder", "title"].map((name) => node.getAttribute(name)))
          .concat(document.querySelector("[data-testid='stMain']").innerText.split("\\n"))
          .filter(Boolean)"""
    )
    english = re.compile(r"\b(Help|Choose|Press|Clear|Open|Select|required|Remove|results?)\b")
    assert [word for word in words if english.search(word) and "http" not in word] == []


@pytest.mark.parametrize("query", SCREENS.values(), ids=SCREENS)
def test_a_visitor_sees_nothing_of_the_desk(url, store, new_page, query):
    page = new_page(only=url)
    open_screen(page, url, query)
    expect(page.locator(f"{MAIN} h1")).to_have_text(FR("staff.refused.title"))
    assert page.locator(f"{MAIN} :is(input, textarea, canvas)").count() == 0
