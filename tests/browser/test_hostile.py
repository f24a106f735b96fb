"""Hostile text in any field is shown as text: on the map, in cards, tables, pages and files."""

import csv
import io
import urllib.request

import openpyxl
import pytest

from .conftest import running_server

ATTACK = "<img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    log = tmp_path_factory.mktemp("hostile") / "log"
    with running_server(log, script="tests/browser/hostile_app.py") as url:
        yield url


def is_unharmed(page):
    return page.evaluate("window.hacked === undefined") and page.evaluate(
        "document.querySelector('img[src=\"x\"]') === null"
    )


def fetch(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("carte?lang=fr&network=rvase&city=hue", ".rc-card-panel h3"),
        ("ville?lang=fr&city=hue", "[data-testid='stMain'] h1"),
        ("projets?lang=fr&country=VNM", "[data-testid='stMain'] h1"),
        ("sources?lang=fr&source=geonames", "[data-testid='stMain'] h1"),
        ("?lang=fr", "[data-testid='stMain'] h1"),
    ],
)
def test_pages_show_hostile_text_as_text(new_page, hostile, path, wanted, width):
    page = new_page(only=hostile, viewport={"width": width, "height": 900})
    page.goto(f"{hostile}/{path}")
    page.locator(wanted).first.wait_for()
    page.wait_for_load_state("networkidle")

    assert is_unharmed(page)
    if path.startswith(("carte", "ville")):
        assert ATTACK in page.locator("body").inner_text()
    assert page.locator("a[href^='javascript:']").count() == 0
    scroller = page.locator("[data-testid='stMain']")
    assert scroller.evaluate("box => box.scrollWidth - box.clientWidth") <= 0


def test_the_map_taken_away_shows_hostile_text_as_text(new_page, hostile, tmp_path):
    file = tmp_path / "map.html"
    file.write_bytes(fetch(f"{hostile}/downloads/map.html?network=rvase&city=hue&lang=fr"))
    page = new_page(only=file.as_uri(), offline=True)
    page.goto(file.as_uri())
    page.locator(".leaflet-popup-content h3").wait_for()

    assert ATTACK in page.locator(".leaflet-popup-content").inner_text()
    assert is_unharmed(page)


def test_downloaded_tables_run_no_formula(hostile):
    text = fetch(f"{hostile}/downloads/projects.csv?country=VNM&lang=fr").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "@")) for cell in cells)

    book = openpyxl.load_workbook(
        io.BytesIO(fetch(f"{hostile}/downloads/projects.xlsx?country=VNM&lang=fr"))
    )
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
