"""Charts as addresses: types, names of files, cells that a spreadsheet would run, and nonsense."""

import csv
import io

import pytest
from openpyxl import load_workbook
from PIL import Image
from starlette.applications import Starlette
from test_components_server import get

from components import chart_routes
from components.chart_routes import CHART_TYPES, chart_file_name
from components.i18n import translator
from components.pictures.catalogue import CHARTS
from components.pictures.chart import chart_request
from components.routes import routes
from components.server import FirstPage, SecurityHeaders
from components.session import published_dataset, today
from components.take_away import FILES, chart_address, citation_of, take_away


@pytest.fixture(scope="module")
def app():
    return SecurityHeaders(Starlette(routes=routes()))


def asked(*city_ids, language="fr"):
    return chart_request(published_dataset(), today(), language, city_ids=city_ids)


@pytest.mark.parametrize("suffix", CHART_TYPES)
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_served_in_every_format_as_a_file_to_save(app, name, suffix):
    status, headers, body = get(app, f"/charts/{name}.{suffix}", "lang=fr&cities=hue,namur")
    assert status == 200
    assert headers["content-type"].split(";")[0] == CHART_TYPES[suffix]
    assert headers["content-disposition"].startswith("attachment; ")
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    starts = {"svg": b"<svg", "png": b"\x89PNG", "csv": b"\xef\xbb\xbf", "xlsx": b"PK"}
    assert body.startswith(starts[suffix])


def test_the_name_of_a_file_says_what_it_is(app):
    edition = published_dataset().edition
    _, headers, _ = get(app, "/charts/footprints.png", "lang=fr&cities=hue,namur")
    name = f"regards-croises-empreintes-hue-namur-{edition}-fr.png"
    assert headers["content-disposition"] == f'attachment; filename="{name}"'
    assert chart_file_name("intervals", "csv", asked(language="en")) == (
        f"regards-croises-intervals-{edition}-en.csv"
    )
    many = asked("hue", "namur", "tunis", "kep")
    assert chart_file_name("map", "svg", many) == f"regards-croises-carte-4-villes-{edition}-fr.svg"


@pytest.mark.parametrize(
    "path",
    [
        "/charts/nothing.png",
        "/charts/map.pdf",
        "/charts/map.",
        "/charts/..%2fmap.png",
        "/charts/map.png.exe",
    ],
)
def test_an_unknown_chart_or_format_is_not_found(app, path):
    assert get(app, path)[0] == 404


def test_nonsense_in_the_address_is_ignored(app):
    good = get(app, "/charts/intervals.csv", "lang=fr&cities=hue")
    odd = get(app, "/charts/intervals.csv", "lang=fr&cities=hue,atlantis,%3Cscript%3E&x=%00")
    assert odd[2] == good[2]
    whole = get(app, "/charts/intervals.csv", "lang=fr&cities=atlantis")
    assert whole[2] == get(app, "/charts/intervals.csv", "lang=fr")[2]
    assert "hue" not in whole[1]["content-disposition"]


def test_the_language_is_that_of_the_address_else_of_the_browser(app):
    english = get(app, "/charts/criteria.csv", "lang=en", accept_language="fr")[2].decode()
    browser = get(app, "/charts/criteria.csv", accept_language="en-GB")[2].decode()
    assert english == browser
    assert "Criterion" in english


def test_a_picture_opened_by_itself_can_do_nothing(app):
    _, headers, body = get(app, "/charts/map.svg", "lang=fr&cities=hue&inline=1")
    assert "content-disposition" not in headers
    assert "sandbox" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert b"<script" not in body
    assert (
        "attachment" in get(app, "/charts/map.png", "inline=1&cities=hue")[1]["content-disposition"]
    )


def test_the_png_has_the_pixels_of_a_slide(app):
    body = get(app, "/charts/lines.png", "lang=en&cities=hue,kep")[2]
    assert Image.open(io.BytesIO(body)).size == (1920, 1080)


def test_cells_that_a_spreadsheet_would_run_are_neutral(app, monkeypatch):
    from factories import make_city, make_dataset

    names = ("=1+1", "+1", "-1", "@sum")
    dataset = make_dataset(
        cities=[
            make_city(f"city-{place}", name_fr=name, name_en=name, latitude=place)
            for place, name in enumerate(names)
        ]
    )
    monkeypatch.setattr(chart_routes, "published_dataset", lambda: dataset)
    text = get(app, "/charts/map.csv", "lang=fr")[2].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert {f"'{name}" for name in names} <= set(cells)
    assert not set(names) & set(cells)
    book = load_workbook(io.BytesIO(get(app, "/charts/map.xlsx", "lang=fr")[2]))
    sheet = book.worksheets[1]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value in names} == {
        "s"
    }


def test_the_workbook_says_what_the_chart_says_and_where_it_comes_from(app):
    book = load_workbook(
        io.BytesIO(get(app, "/charts/intervals.xlsx", "lang=fr&cities=hue,kep")[2])
    )
    about, figures, told, sources = book.worksheets
    assert about["B2"].value == published_dataset().edition
    assert [cell.value for cell in figures["B"]][1:] == ["Hué", "Kep"]
    made = CHARTS["intervals"](asked("hue", "kep"))
    values = [row[1].value for row in told.iter_rows()]
    assert made.title in values
    assert made.takeaway in values
    assert any("/charts/intervals.svg?lang=fr&cities=hue,kep" in str(value) for value in values)
    assert sources.max_row == len(made.source_ids) + 1


def test_streamlit_is_never_asked_for_a_chart():
    async def reached(scope, receive, send):
        from starlette.responses import PlainTextResponse

        await PlainTextResponse("passed on")(scope, receive, send)

    status, _, body = get(FirstPage(reached, dataset_version=lambda: "v"), "/charts/map.svg")
    assert (status, body) == (200, b"passed on")


# ---- the line under a chart


@pytest.mark.parametrize("name", CHARTS)
def test_the_line_under_a_chart_offers_every_format_and_a_dated_citation(name):
    for language in ("fr", "en"):
        line = str(take_away(name, language, translator(language), cities=("hue", "namur")))
        for suffix in FILES:
            assert f"/charts/{name}.{suffix}?lang={language}&amp;cities=hue,namur" in line
        assert published_dataset().edition in line
        assert "<details>" in line


def test_a_citation_names_edition_dates_and_address():
    dataset = published_dataset()
    address = "https://example.org" + chart_address("map", "svg", "fr", cities="hue", q=None)
    cited = citation_of(
        "map", dataset, dataset.published_on, "fr", translator("fr"), address=address
    )
    assert "https://example.org/charts/map.svg?lang=fr&cities=hue" in cited
    assert f"édition {dataset.edition} du 24 novembre 2026" in cited


def test_hostile_parameters_stay_inside_the_address():
    line = str(take_away("map", "fr", translator("fr"), cities='"><script>'))
    assert "<script>" not in line
