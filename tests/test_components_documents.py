"""Documents as PDF: what they say equals what is known, and any text stays text."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from factories import (
    make_answer,
    make_city,
    make_country,
    make_dataset,
    make_factor,
    make_indicator,
    make_observation,
    make_project,
    make_source,
    make_strategy,
)
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from shipped import shipped_dataset
from starlette.applications import Starlette
from test_components_server import get

from analysis.comparison_facts import city_counts, distances
from analysis.coverage import coverage_of
from analysis.factsheet_choice import chosen_factors, chosen_projects
from components.comparison_document import comparison, comparison_name, comparison_pdf
from components.document_routes import document_routes
from components.factsheet import LONGEST, factsheet, factsheet_name, factsheet_pdf
from components.factsheets import write_factsheets
from components.fonts import font_dir
from components.i18n import LANGUAGES
from components.routes import routes
from components.typeset import Citations, cleaned, printable, web_address
from data.geo import distance_km
from data.schema import Answer, FactorKind, ProjectStage, TechnologyLevel

TODAY = date(2026, 11, 25)
SCRIPTS = ("phnom-penh", "vientiane", "agadir", "erevan", "hue")
HOSTILE = (
    "#evil[x]",
    "$x^2$ ${1+1}",
    "\\ \\u{41}",
    '"quoted"',
    "<script>alert(1)</script>",
    "`raw` ```c```",
    "\u202ereversed\u202c \u200f",
    "w" * 500,
    "@label <name> *b* _i_ // /* #",
    "=HYPERLINK(1)",
    "\x00\x1bnull",
)
OURS = ("SourceSansPro", "NotoSansKhmer", "NotoSansLao", "NotoSansArabic", "NotoSansArmenian")


@cache
def published():
    return shipped_dataset()


@cache
def sheet(city_id, language):
    return factsheet_pdf(city_id, published(), TODAY, language)


@cache
def compared(language="fr"):
    return comparison_pdf(("hue", "namur", "kep"), published(), TODAY, language)


def opened(body):
    return PdfReader(io.BytesIO(body))


def text_of(body):
    """Text of all pages, spaces as one and breaks of ours left out."""
    text = "\n".join(page.extract_text() for page in opened(body).pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def together(text):
    """Letters without spaces nor marks of direction: a line may be broken anywhere."""
    return re.sub(r"[\s\u200b\u200e\u200f]+", "", text)


def annotations(reader):
    for page in reader.pages:
        for note in page.get("/Annots", []):
            yield note.get_object()


def fonts_of(reader):
    found = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            found.add(font.get_object()["/BaseFont"].split("+")[-1])
    return found


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


# ---- every city, both languages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city_id", sorted(shipped_dataset().cities))
def test_every_city_has_a_sheet_of_two_to_four_pages_in_both_languages(city_id, language):
    reader = opened(sheet(city_id, language))
    assert 2 <= len(reader.pages) <= LONGEST
    name = getattr(published().cities[city_id], f"name_{language}")
    assert name in reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"][:2] == language
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    first = together(reader.pages[0].extract_text())
    assert together(name) in first
    assert f"1/{len(reader.pages)}" in first
    answers = published().answers_of_city(city_id)
    counts = coverage_of(answers, published().criteria.values()).counts
    words = {"fr": ("oui", "inconnu"), "en": ("yes", "unknown")}[language]
    for state, word in zip((Answer.YES, Answer.UNKNOWN), words, strict=True):
        assert f"{counts[state]}{word}" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_its_number_and_the_edition(language):
    reader = opened(sheet("hue", language))
    total = len(reader.pages)
    for position, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{position} / {total}" in text
        assert published().edition in text


@pytest.mark.parametrize("city_id", [*SCRIPTS, "kep", "victoria", "namur"])
def test_the_figures_of_a_sheet_are_those_of_the_analysis(city_id):
    dataset = published()
    text = text_of(sheet(city_id, "fr"))
    counts = coverage_of(dataset.answers_of_city(city_id), dataset.criteria.values()).counts
    plural = "s" if counts[Answer.PARTIAL] > 1 else ""
    assert f"{counts[Answer.YES]} oui, {counts[Answer.PARTIAL]} partiel{plural}, " in text
    assert f"{counts[Answer.UNKNOWN]} inconnu" in text
    projects = dataset.projects_of_city(city_id)
    if projects:
        assert f"{len(projects)} projet" in text
    for plan in dataset.strategies_of_city(city_id):
        assert together(plan.title_fr[:30]).replace("'", "’") in together(text)


def test_a_city_nothing_is_known_of_asks_every_question():
    dataset = published()
    facts = factsheet("kep", dataset, TODAY, "fr")
    asked = [row for group in facts["questions"]["groups"] for row in group["rows"]]
    assert len(asked) == sum(criterion.is_scored for criterion in dataset.criteria.values())
    assert facts["criteria"]["rows"] == []
    assert "ce n’est pas une note" in text_of(sheet("kep", "fr"))


def test_what_is_left_out_is_counted():
    known = len(published().projects_of_city("hue"))
    facts = factsheet("hue", published(), TODAY, "fr", amount=(6, 1))
    shown = sum(len(axis["rows"]) for axis in facts["projects"]["axes"])
    assert shown == 6
    assert f"{known - 6} autres" in facts["projects"]["lead"]
    assert str(len(published().factors_of_city("hue")) - 2) in facts["factors"]["more"]


def test_facts_over_36_months_are_marked_and_recent_ones_are_not():
    def marks(today):
        facts = factsheet("phnom-penh", published(), today, "fr")
        rows = facts["strategies"]["rows"] + facts["criteria"]["rows"]
        return [row["aged"] for row in rows]

    assert "à confirmer" in marks(TODAY)
    assert set(marks(date(2000, 1, 1))) == {None}


def test_values_that_may_only_be_cited_are_shown_and_cited():
    rows = factsheet("hue", published(), TODAY, "fr")["context"]["rows"]
    closed = [row for row in rows if row["terms"]]
    assert closed
    assert all(row["value"] and row["year"] and row["cites"] for row in closed)


# ---- sources


@pytest.mark.parametrize("city_id", SCRIPTS)
def test_links_lead_to_a_web_address_or_inside_the_document(city_id):
    reader = opened(sheet(city_id, "fr"))
    facts = factsheet(city_id, published(), TODAY, "fr")
    outside, inside = [], 0
    for note in annotations(reader):
        if "/A" in note and "/URI" in note["/A"]:
            outside.append(note["/A"]["/URI"])
        else:
            assert "/Dest" in note or note["/A"]["/S"] == "/GoTo"
            inside += 1
    assert outside
    assert all(uri.startswith(("http://", "https://")) for uri in outside)
    assert inside > len(facts["sources"]["entries"]) / 2


def test_every_number_beside_a_fact_is_a_source_of_the_list():
    facts = factsheet("hue", published(), TODAY, "en")
    numbers = [entry["number"] for entry in facts["sources"]["entries"]]
    assert numbers == list(range(1, len(numbers) + 1))

    def cited(value):
        if isinstance(value, dict):
            for name, item in value.items():
                if name.endswith("cites"):
                    yield from item
                else:
                    yield from cited(item)
        elif isinstance(value, list):
            for item in value:
                yield from cited(item)

    assert set(cited(facts)) == set(numbers)


def test_a_source_keeps_one_number_and_an_unknown_one_is_refused():
    dataset = make_dataset(sources=[make_source(), make_source("b")])
    citations = Citations(dataset)
    assert citations.cite(["b"]) == [1]
    assert citations.cite(["test-source", "b"]) == [1, 2]
    assert citations.source_ids == ("b", "test-source")
    with pytest.raises(KeyError):
        citations.cite(["nowhere"])


@pytest.mark.parametrize(
    "url", [None, "", "javascript:alert(1)", "file:///etc/passwd", "data:x", "https://a\nb"]
)
def test_only_web_addresses_become_links(url):
    assert web_address(url) is None


def test_the_link_to_report_an_error_is_absolute_or_is_not_there():
    def url(origin):
        facts = factsheet("hue", published(), TODAY, "fr", origin=origin)
        return facts["colophon"]["report_url"]

    assert url("https://example.org") == "https://example.org/sources?lang=fr&city=hue#report"
    assert url("") is None


# ---- text stays text


def hostile_dataset(text):
    both = {"title_fr": text, "title_en": text, "summary_fr": text, "summary_en": text}
    return make_dataset(
        sources=[make_source(title=text, publisher=text, url=f"https://example.org/{text[:20]}")],
        countries=[make_country(name_fr=text, name_en=text)],
        cities=[
            make_city(name_fr=text, name_en=text, name_local=text + "x"),
            make_city("other", name_fr="Autre", name_en="Other"),
        ],
        projects=[make_project(**both)],
        strategies=[make_strategy(**both, lead_body_fr=text, lead_body_en=text)],
        factors=[make_factor(text_fr=text, text_en=text)],
        criteria=[make_answer(note_fr=text, note_en=text)],
        vocabularies=list(published().tables()["vocabularies"]),
        indicators=[make_indicator("egdi", unit_fr=text, unit_en=text)],
        observations=[make_observation(indicator_id="egdi")],
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text):
    dataset = hostile_dataset(text)
    expected = together(printable(text).replace("'", "’"))
    for body in (
        factsheet_pdf("testville", dataset, TODAY, "en"),
        comparison_pdf(("testville", "other"), dataset, TODAY, "en"),
    ):
        reader = opened(body)
        assert expected[:40] in together(text_of(body))
        assert together(reader.metadata.title).count(expected[:40])
        for note in annotations(reader):
            assert "/URI" not in note.get("/A", {}) or note["/A"]["/URI"].startswith("https://")
        assert "/JavaScript" not in reader.trailer["/Root"].get("/Names", {})


def test_a_word_too_long_for_a_line_gets_places_to_break_and_nothing_else_changes():
    assert printable("mot " * 20) == "mot " * 20
    assert max(map(len, printable("w" * 500).split("\u200b"))) <= 32
    assert printable("w" * 500).replace("\u200b", "") == "w" * 500
    assert printable("a\u202eb\u2067c\x00d\ne") == "abcd e"
    assert printable("\u200fأكادير") == "\u200fأكادير"


# ---- fonts


@pytest.mark.parametrize("city_id", SCRIPTS)
def test_only_our_fonts_are_in_the_file(city_id):
    fonts = fonts_of(opened(sheet(city_id, "fr")))
    assert {name for name in fonts if not name.startswith(OURS)} == set()
    assert any(name.startswith("SourceSansPro") for name in fonts)


@pytest.mark.parametrize(
    ("city_id", "family"),
    [
        ("phnom-penh", "NotoSansKhmer"),
        ("vientiane", "NotoSansLao"),
        ("agadir", "NotoSansArabic"),
        ("erevan", "NotoSansArmenian"),
    ],
)
def test_a_name_in_a_local_script_is_set_in_its_own_font(city_id, family):
    assert any(name.startswith(family) for name in fonts_of(opened(sheet(city_id, "fr"))))


def test_our_fonts_have_every_letter_of_every_sheet():
    letters = set()
    for file in font_dir().glob("*.ttf"):
        with TTFont(file) as font:
            letters |= set(font.getBestCmap())
    needed = set()
    for language in LANGUAGES:
        for city_id in published().cities:
            facts = cleaned(factsheet(city_id, published(), TODAY, language))
            needed |= set("".join(strings(facts)))
    invisible = {"\u200b", "\u200e", "\u200f"}
    assert {char for char in needed if ord(char) not in letters} <= invisible


# ---- the same bytes


def test_the_same_facts_give_the_same_bytes():
    assert factsheet_pdf("agadir", published(), TODAY, "fr") == sheet("agadir", "fr")
    assert comparison_pdf(("hue", "namur", "kep"), published(), TODAY, "fr") == compared()


def test_another_process_gives_the_same_bytes():
    code = (
        "import sys; from datetime import date; from components.factsheet import factsheet_pdf;"
        "from data.load import load_dataset;"
        "body = factsheet_pdf('agadir', load_dataset(), date(2026, 11, 25), 'fr');"
        "sys.stdout.buffer.write(body)"
    )
    root = Path(__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True)
    assert done.stdout == sheet("agadir", "fr")


def test_writing_the_sheets_twice_gives_the_same_files(tmp_path):
    dataset = published()
    first = write_factsheets(dataset, tmp_path / "a", ["kep", "hue"])
    second = write_factsheets(dataset, tmp_path / "b", ["kep", "hue"])
    assert [path.name for path in first] == [
        factsheet_name(city_id, dataset, language)
        for city_id in ("kep", "hue")
        for language in LANGUAGES
    ]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert sorted(path.suffix for path in (tmp_path / "a").iterdir()) == [".pdf"] * 4


# ---- what is chosen, what is counted


def test_each_axis_has_its_turn_and_the_most_advanced_come_first():
    projects = [
        make_project("a", line_id="A1.1", stage=ProjectStage.PLANNED, start_year=2025),
        make_project("b", line_id="A1.1", stage=ProjectStage.OPERATIONAL, start_year=2019),
        make_project("c", line_id="A1.2", stage=ProjectStage.OPERATIONAL, start_year=2024),
        make_project("d", line_id="A3.1", stage=ProjectStage.UNKNOWN, start_year=None),
    ]
    assert [row.project_id for row in chosen_projects(projects, 2)] == ["c", "d"]
    assert [row.project_id for row in chosen_projects(projects, 9)] == ["c", "b", "a", "d"]
    assert chosen_projects([], 3) == []


def test_factors_of_the_whole_city_come_before_those_of_a_project():
    factors = [make_factor("a", project_id="p"), make_factor("b")]
    assert [row.factor_id for row in chosen_factors(factors, FactorKind.SUCCESS, 1)] == ["b"]
    assert chosen_factors(factors, FactorKind.DIFFICULTY, 1) == []


def test_counts_of_a_comparison_are_those_of_the_records():
    dataset = published()
    counts = city_counts("hue", dataset)
    projects = dataset.projects_of_city("hue")
    assert counts.projects == len(projects) == sum(counts.stages.values())
    assert sum(sum(levels.values()) for levels in counts.lines.values()) == len(projects)
    high = sum(
        row.line_id == "A2.2" and row.technology_level is TechnologyLevel.HIGH for row in projects
    )
    assert counts.lines["A2.2"][TechnologyLevel.HIGH] == high > 0
    assert sum(counts.categories.values()) == counts.factors
    assert max(counts.actors.values()) <= len(projects)
    assert city_counts("kep", dataset).lines == {}
    hue, namur = dataset.cities["hue"], dataset.cities["namur"]
    assert distances([hue, namur]) == {
        ("hue", "namur"): distance_km(hue, namur),
        ("namur", "hue"): distance_km(namur, hue),
    }


def test_unknown_is_a_dash_and_never_zero():
    facts = comparison(("hue", "kep"), published(), TODAY, "fr")
    for section in facts["counted"]:
        for row in section["rows"]:
            assert row["cells"][1]["text"] == "–"
            assert all(cell["text"] != "0" for cell in row["cells"])
    lines = facts["counted"][0]["rows"]
    assert len(lines) == len(published().lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_comparison_says_that_nothing_ranks_and_names_every_city(language):
    body = compared(language)
    reader, text = opened(body), text_of(body)
    box = reader.pages[0].mediabox
    assert box.width > box.height
    assert {"fr": "Rien ici ne les classe", "en": "Nothing here ranks them"}[language] in text
    for city_id in ("hue", "namur", "kep"):
        assert getattr(published().cities[city_id], f"name_{language}") in text
    assert f"1 / {len(reader.pages)}" in text


@pytest.mark.parametrize(
    "city_ids", [(), ("hue",), ("hue", "hue"), tuple(sorted(shipped_dataset().cities))[:7]]
)
def test_two_to_six_different_cities_are_compared(city_ids):
    with pytest.raises(ValueError, match="2 to 6"):
        comparison(city_ids, published(), TODAY, "fr")


def test_six_cities_fit_in_a_comparison():
    city_ids = tuple(sorted(published().cities))[:6]
    assert len(opened(comparison_pdf(city_ids, published(), TODAY, "fr")).pages) <= 10
    assert comparison_name(city_ids, published(), "fr").endswith("6-villes-2026.11-fr.pdf")


# ---- addresses


@pytest.fixture
def app():
    return Starlette(routes=routes())


def test_the_documents_are_downloads_with_safe_names(app):
    status, headers, body = get(app, "/downloads/factsheet.pdf", "city=hue&lang=fr", host="a.org")
    assert status == 200
    assert headers["content-type"] == "application/pdf"
    edition = published().edition
    assert f'"regards-croises-fiche-hue-{edition}-fr.pdf"' in headers["content-disposition"]
    uris = [note["/A"].get("/URI") for note in annotations(opened(body)) if "/A" in note]
    assert "http://a.org/sources?lang=fr&city=hue#report" in uris
    status, headers, body = get(
        app, "/downloads/comparison.pdf", "cities=hue,nowhere,namur,hue&lang=en"
    )
    assert status == 200
    assert body.startswith(b"%PDF")
    name = f'"regards-croises-comparison-hue-namur-{edition}-en.pdf"'
    assert name in headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("factsheet.pdf", ""),
        ("factsheet.pdf", "city=atlantis"),
        ("factsheet.pdf", "city=../../etc/passwd"),
        ("comparison.pdf", "cities=hue"),
        ("comparison.pdf", "cities=hue,hue"),
        ("comparison.pdf", "cities=<script>,$x$"),
    ],
)
def test_an_address_that_names_no_document_is_not_found(app, path, query):
    assert get(app, f"/downloads/{path}", query)[0] == 404


def test_documents_come_before_the_downloads_of_tables():
    paths = [route.path for route in routes()]
    assert paths.index(document_routes()[0].path) < paths.index("/downloads/{table}.{suffix}")
