"""The whole dashboard in a real browser: first link, every page, accessibility, files opened again."""

import io
import json
import sqlite3
import urllib.error
import urllib.request
import zipfile

import geopandas
import openpyxl
import pandas
import pytest
from playwright.sync_api import expect
from shipped import shipped_dataset

from components.frame import header_label
from components.i18n import translator

from .accessibility import faults_in_both_schemes
from .conftest import guarded_pages, running_server

DATASET = shipped_dataset()
PAGES = {
    "overview": "",
    "map": "carte",
    "city": "ville",
    "projects": "projets",
    "maturity": "maturite",
    "comparison": "comparer",
    "indicators": "indicateurs",
    "sources": "sources",
}
SCREENS = {
    **PAGES,
    "one city": "ville?city=hue",
    "one source": "sources?source=geonames",
    "two cities": "comparer?cities=hue,namur&view=table",
    "map of a group": "comparer?group=rvase&view=map",
}
# Tuples that are the same objects in every test: one page serves the tests of a screen.
IN_FRENCH = [(name, "fr") for name in SCREENS]
IN_ENGLISH = [(name, "en") for name in SCREENS]
PHONE = {"width": 390, "height": 844}
MAIN = "[data-testid='stMain']"

# What Streamlit writes in the console when its server is gone.
KNOWN_AFTER_A_STOP = (
    "WebSocket",
    "Client Error",
    "Failed to load resource",
    "Streamlit server is not responding",
)


def open_page(page, server, path, language="fr"):
    joint = "&" if "?" in path else "?"
    page.goto(f"{server}/{path}{joint}lang={language}")
    page.locator(f"{MAIN} h1").wait_for()
    page.locator(f"{MAIN} .rc-footer").wait_for()


def fetch(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()


@pytest.fixture(scope="module")
def screen(request, browser, server):
    """A screen opened once, on a phone, for the tests that only look at it: name, language, page."""
    name, language = request.param
    with guarded_pages(browser, lambda: server) as open_guarded:
        page = open_guarded(viewport=PHONE, has_touch=True)
        open_page(page, server, SCREENS[name], language)
        yield name, language, page


@pytest.mark.parametrize("screen", IN_FRENCH + IN_ENGLISH, ids="-".join, indirect=True)
def test_every_screen_has_its_title_its_language_and_one_heading(screen):
    name, language, page = screen

    assert page.locator("html").get_attribute("lang") == language
    # The first painting of the map gives its place to the page once that is drawn.
    expect(page.locator("h1")).to_have_count(1)
    if name in PAGES:
        assert translator(language)(f"nav.{name}") in page.title()
        current = page.locator("#rc-header nav [aria-current='page']")
        assert current.inner_text() == header_label(name, language)


@pytest.mark.parametrize("screen", IN_FRENCH + IN_ENGLISH, ids="-".join, indirect=True)
def test_every_screen_fits_a_phone(screen):
    page = screen[-1]
    page.set_viewport_size(PHONE)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(MAIN).evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    # Nothing of the page lies under the edge of the window, where no scrolling reaches it.
    assert page.locator(MAIN).evaluate("box => box.getBoundingClientRect().bottom") <= 844


@pytest.mark.parametrize("screen", IN_FRENCH, ids="-".join, indirect=True)
def test_axe_finds_nothing_serious_or_critical_that_is_ours(screen):
    page = screen[-1]
    page.set_viewport_size({"width": 1440, "height": 900})
    assert faults_in_both_schemes(page) == []


def test_links_between_pages_do_not_reload(page, server):
    documents = []
    page.on(
        "request",
        lambda asked: documents.append(asked.url) if asked.resource_type == "document" else None,
    )
    open_page(page, server, "")
    for name in ("map", "city", "projects", "indicators", "sources", "overview"):
        label = header_label(name, "fr")
        page.locator("#rc-header nav").get_by_role("link", name=label, exact=True).click()
        page.wait_for_url(f"**/{PAGES[name]}?lang=fr")
        page.locator(f"{MAIN} h1").wait_for()
    assert len(documents) == 1


def test_a_city_is_found_from_any_page_without_accents_and_by_keyboard(page, server):
    open_page(page, server, "sources")
    page.get_by_role("combobox", name="Trouver une ville").focus()
    page.keyboard.type("hue")
    page.locator(".rc-finder-list [data-city=hue]").wait_for()
    page.keyboard.press("Enter")
    page.locator(f"{MAIN} h1", has_text="Hué").wait_for()
    assert "city=hue" in page.url


def test_from_a_fact_to_its_source_in_two_clicks(page, server):
    open_page(page, server, "ville?city=namur")
    card = page.locator(".rc-project").first
    card.locator("details.rc-sources > summary").last.click()
    link = card.locator("details.rc-sources[open] .rc-source a").first
    assert link.is_visible()
    assert link.get_attribute("href").startswith("http")
    assert link.get_attribute("target") == "_blank"


def test_an_unknown_page_is_named_and_the_way_goes_on(page, server):
    page.goto(f"{server}/nimporte?lang=fr")
    notice = page.locator(".rc-notice")
    notice.wait_for()
    assert "nimporte" in notice.inner_text()
    assert page.locator(f"{MAIN} h1").is_visible()


@pytest.mark.parametrize(
    "table",
    ["cities", "strategies", "projects", "factors", "criteria", "indicators", "sources"],
)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_downloaded_tables_open_in_pandas_with_every_row(server, table, language):
    expected = len(DATASET.tables()[table])
    as_text = pandas.read_csv(
        io.BytesIO(fetch(f"{server}/downloads/{table}.csv?lang={language}")), dtype=str
    )
    book = openpyxl.load_workbook(
        io.BytesIO(fetch(f"{server}/downloads/{table}.xlsx?lang={language}"))
    )

    assert len(as_text) == expected
    assert book.worksheets[1].max_row == expected + 1


def test_observations_that_may_only_be_cited_are_in_no_download(server):
    kept = [
        row
        for row in DATASET.observations
        if DATASET.indicators[row.indicator_id].redistribution == "open"
    ]
    table = pandas.read_csv(io.BytesIO(fetch(f"{server}/downloads/observations.csv?lang=en")))
    archive = zipfile.ZipFile(io.BytesIO(fetch(f"{server}/downloads/regards-croises.zip")))
    name = next(name for name in archive.namelist() if name.endswith("tables/observations.csv"))
    packed = pandas.read_csv(io.BytesIO(archive.read(name)))

    assert len(table) == len(packed) == len(kept) < len(DATASET.observations)


def test_spatial_files_open_in_geopandas(server, tmp_path):
    for suffix in ("geojson", "gpkg"):
        file = tmp_path / f"cities.{suffix}"
        file.write_bytes(fetch(f"{server}/downloads/cities.{suffix}"))
        frame = geopandas.read_file(file)
        assert len(frame) == len(DATASET.cities)
        assert frame.crs.to_epsg() == 4326
    with sqlite3.connect(tmp_path / "cities.gpkg") as base:
        assert base.execute("pragma integrity_check").fetchone() == ("ok",)
    base.close()


def test_the_selection_is_what_is_downloaded(page, server):
    open_page(page, server, "projets?stage=pilot&country=KHM")
    link = page.get_by_role("link", name="CSV")
    with page.expect_download() as started:
        link.first.click()
    table = pandas.read_csv(started.value.path())
    expected = [
        project
        for project in DATASET.projects.values()
        if project.stage == "pilot"
        and project.city_id
        and DATASET.cities[project.city_id].country_iso3 == "KHM"
    ]
    assert len(table) == len(expected) > 0


def test_one_city_is_downloaded_as_facts(server):
    table = pandas.read_csv(io.BytesIO(fetch(f"{server}/downloads/city.csv?city=hue&lang=fr")))

    assert len(table) > len(DATASET.projects_of_city("hue"))


def test_a_download_of_nothing_is_not_found(server):
    for path in ("nothing.csv", "city.csv?city=zzz", "cities.exe"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            fetch(f"{server}/downloads/{path}")
        refused.value.close()
        assert refused.value.code == 404


def test_the_server_says_that_it_is_well_and_sends_its_headers(server):
    with urllib.request.urlopen(f"{server}/healthz") as answer:
        assert json.load(answer) == {"status": "ok"}
        assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("js/frame.js", "text/javascript"),
        ("leaflet/leaflet-src.esm.js", "text/javascript"),
        ("leaflet/leaflet.css", "text/css"),
        ("land.geojson", "application/geo+json"),
        ("fonts/noto-sans-khmer-khmer-400-normal.woff2", "font/woff2"),
        ("icon.svg", "image/svg+xml"),
    ],
)
def test_browser_files_have_their_type(server, path, kind):
    """A missing file would be answered with a page and a status of 200."""
    with urllib.request.urlopen(f"{server}/assets/any/{path}") as answer:
        assert answer.headers["Content-Type"].partition(";")[0] == kind


def test_a_server_that_stops_is_said_in_the_language_of_the_visitor(new_page, tmp_path):
    with running_server(tmp_path / "log") as fresh:
        page = new_page(only=fresh, known=KNOWN_AFTER_A_STOP)
        open_page(page, fresh, "ville?city=kep")
    page.locator(".rc-offline", has_text="Le serveur ne répond plus").wait_for()
    assert page.get_by_role("dialog").count() == 0
    assert page.locator(f"{MAIN} h1").inner_text() == "Kep"
