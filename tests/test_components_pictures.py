"""Pictures that are taken away: safe, legible, honest about what is not known, equal to their table."""

import io
import random
import re
import xml.etree.ElementTree as ET
from datetime import date
from functools import cache
from html import unescape
from itertools import combinations

import pytest
from factories import (
    make_answer,
    make_city,
    make_dataset,
    make_factor,
    make_project,
    make_source,
    make_strategy,
    make_term,
)
from PIL import Image, ImageChops
from shipped import shipped_dataset

from analysis.maturity import Rules
from components.address import AddressReader
from components.i18n import LANGUAGES, number, translator
from components.maturity import STATES as PAGE_STATES
from components.maturity import city_scores, criteria_section, interval_table
from components.pictures.catalogue import CHARTS
from components.pictures.chart import Body, Chart, LegendItem, chart_request
from components.pictures.criteria import NOTHING, STATES
from components.pictures.frame import BODY_WIDTH, picture, png
from components.pictures.marks import FILLS, STATE_FILLS, bar, mark
from components.pictures.svg import (
    FONT_FAMILY,
    MISSING,
    SMALLEST_TEXT,
    _fonts,
    _runs,
    clean,
    element,
    isolated_text,
    text,
    text_width,
    wrapped,
)
from components.scope import read_scope
from components.theme import STAGE, contrast
from components.view import View
from data.dates import is_stale
from data.export import Table
from data.schema import (
    Actor,
    Answer,
    CollaborationForm,
    FactorCategory,
    FactorKind,
    ProjectStage,
    StrategyStatus,
    TechnologyLevel,
)

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 11, 25)
ELEMENTS = {
    "svg", "title", "desc", "defs", "pattern", "rect", "circle", "path", "line", "g", "text",
    "clipPath", "linearGradient", "stop",
}  # fmt: skip
FEW = ("hue", "kep", "namur", "siem-reap", "tunis", "dakar")
HOSTILE = "<script>alert(1)</script>${x}`\u202e\x07\"'&]]>=HYPERLINK(1)"
CITY_CHARTS = [name for name in CHARTS if not name.startswith("indicator-")]
"""Drawn by us; those of indicators are Vega's, tested in ``test_components_explorer.py``."""
every_chart = pytest.mark.parametrize("name", CITY_CHARTS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def published():
    return shipped_dataset()


@cache
def chart(name, language="fr", cities=FEW):
    return CHARTS[name](chart_request(published(), TODAY, language, city_ids=cities))


@cache
def drawn(name, language="fr", cities=FEW):
    return picture(chart(name, language, cities), published(), TODAY)


def tree(svg):
    return ET.fromstring(svg)


def texts(svg):
    return ["".join(node.itertext()) for node in tree(svg).iter(f"{SVG}text")]


@cache
def image(svg):
    return Image.open(io.BytesIO(png(svg))).convert("RGB")


def hostile_dataset():
    """Every text that a reader may meet says something hostile."""
    terms = [
        make_term(vocabulary, code.value)
        for vocabulary, codes in {
            "answer": Answer,
            "project_stage": ProjectStage,
            "technology_level": TechnologyLevel,
            "actor": Actor,
            "collaboration_form": CollaborationForm,
            "factor_category": FactorCategory,
            "strategy_status": StrategyStatus,
            "source_language": ("fr",),
            "source_kind": ("official",),
        }.items()
        for code in (
            codes
            if not isinstance(codes, tuple)
            else [type("Code", (), {"value": c}) for c in codes]
        )
    ]
    return make_dataset(
        sources=[make_source(publisher=HOSTILE, title=HOSTILE)],
        cities=[
            make_city(name_fr=HOSTILE, name_en=HOSTILE, name_local=HOSTILE),
            make_city("second", name_fr="ا" * 90, name_en="ا" * 90, latitude=11.0),
        ],
        strategies=[make_strategy(title_fr=HOSTILE, title_en=HOSTILE)],
        projects=[make_project(title_fr=HOSTILE, title_en=HOSTILE)],
        factors=[make_factor(), make_factor("other", kind=FactorKind.DIFFICULTY)],
        criteria=[make_answer(), make_answer("VIS2", "partial")],
        vocabularies=terms,
    )


# ---- safe


@every_language
@every_chart
def test_hostile_text_stays_text(name, language):
    dataset = hostile_dataset()
    made = CHARTS[name](chart_request(dataset, TODAY, language))
    svg = picture(made, dataset, TODAY)
    found = tree(svg)
    assert {node.tag.removeprefix(SVG) for node in found.iter()} <= ELEMENTS
    assert not [
        key for node in found.iter() for key in node.attrib if key.startswith("on") or "href" in key
    ]
    assert "\u202e" not in svg
    assert "\x07" not in svg


def test_no_text_whatever_its_letters_stops_the_drawing():
    """The library fails for the rest of the process when fonts meet in one text: they never do."""
    chooser = random.Random(3)
    ours = [chr(code) for font in _fonts() for code in font.advances]
    strange = [
        chr(code)
        for start in (0x300, 0x900, 0x1780, 0x200B, 0x1F600)
        for code in range(start, start + 60)
    ]
    words = ["".join(chooser.choices(ours + strange * 3, k=18)) for _ in range(120)]
    words += ["Vientiane (ວຽງຈັນ)", "Tunis – تونس, Hué", "\u0301\u0eb1\u200d", ""]
    content = [text(word, 0, 40 * place, size=22) for place, word in enumerate(words)]
    for node in tree(str(element("svg", xmlns=SVG[1:-1])[content])).iter(f"{SVG}text"):
        assert len(_runs("".join(node.itertext()))) <= 1
    assert render(content, 400, 900).getextrema()[0] < 60


def test_signs_that_turn_the_direction_are_dropped_and_turned_text_is_kept_apart():
    assert clean("a\u202eb\u2066c\x00d\te") == "abcd e"
    assert isolated_text("Namur") == "Namur"
    assert isolated_text("تونس") == "\u2068تونس\u2069"


def test_attributes_are_escaped():
    written = str(element("g", id='"><script>'))
    assert tree(written).attrib == {"id": '"><script>'}


# ---- legible


@every_language
@every_chart
@pytest.mark.parametrize("cities", [FEW, ()], ids=["few", "all"])
def test_no_text_is_under_the_smallest_size_and_none_is_pale(name, language, cities):
    sizes, fills = set(), set()
    for node in tree(drawn(name, language, cities)).iter(f"{SVG}text"):
        sizes.add(float(node.attrib["font-size"]))
        fills.add(node.attrib["fill"])
    assert min(sizes) >= SMALLEST_TEXT
    assert {fill for fill in fills if contrast(fill, STAGE.paper) < 7} == set()


def test_smaller_text_is_refused():
    with pytest.raises(ValueError, match="21 px"):
        text("x", 0, 0, size=21)


@every_language
@every_chart
def test_a_picture_of_a_few_cities_has_the_size_of_a_slide(name, language):
    assert image(drawn(name, language)).size == (1920, 1080)


@pytest.mark.parametrize("name", ["footprints", "intervals", "strategies"])
def test_many_rows_make_the_picture_taller_never_the_text_smaller(name):
    few, many = tree(drawn(name)), tree(drawn(name, "fr", ()))
    assert float(many.attrib["height"]) > float(few.attrib["height"])


@every_language
@every_chart
def test_title_and_subtitle_are_whole(name, language):
    for cities in (FEW, ()):
        made = chart(name, language, cities)
        written = " ".join(texts(drawn(name, language, cities)))
        assert clean(made.title) in written
        assert clean(made.subtitle) in written


@every_chart
def test_text_stays_inside_the_picture(name):
    for cities in (FEW, ("hue",)):
        svg = drawn(name, "fr", cities)
        shown = image(svg)
        margin = shown.crop((1920 - 40, 0, 1920, shown.height))
        assert margin.getextrema() == Image.new("RGB", (1, 1), STAGE.paper).getextrema()


def test_a_text_that_is_too_long_is_cut_and_kept_whole_in_its_title():
    node = tree(str(text("Kaysone Phomvihane", 0, 0, size=32, width=120)))
    assert node[0].text == "Kaysone Phomvihane"
    assert node[0].tail.endswith("…")
    assert text_width(node[0].tail, 32) <= 120


def test_wrapping_keeps_every_word_that_fits():
    lines = wrapped("un deux trois quatre", 100, 30, most=9)
    assert " ".join(lines) == "un deux trois quatre"
    assert max(text_width(line, 30) for line in lines) <= 100
    assert len(wrapped("mot " * 50, 100, 30)) == 2


def test_widths_are_those_of_the_letters_drawn():
    """A text is as wide on the picture as it is said to be: no font of the machine comes between."""
    for words in ("Hô-Chi-Minh-Ville", "ຫຼວງພະບາງ", "Երևան", "Vientiane (ວຽງຈັນ)"):
        svg = str(
            element("svg", xmlns="http://www.w3.org/2000/svg", width=900, height=120)[
                element("rect", width=900, height=120, fill="#ffffff"),
                element("g", font_family=FONT_FAMILY)[text(words, 0, 80, size=60, fill="#000000")],
            ]
        )
        box = ImageChops.invert(image(svg)).getbbox()
        assert box[2] == pytest.approx(text_width(words, 60), rel=0.06), words


# ---- honest


@every_language
@every_chart
def test_the_source_the_edition_and_the_licence_stand_under_every_chart(name, language):
    told = " ".join(texts(drawn(name, language)))
    assert published().edition in told
    assert "© AIMF 2026" in told
    assert ("En français" if language == "fr" else "In English") in told
    assert re.search(r"\d+ sources?\s?:", told)


@every_language
def test_the_takeaway_says_how_much_is_unknown(language):
    dataset = published()
    scored = [one for one, row in dataset.criteria.items() if row.is_scored]
    answered = sum(key in dataset.answers_of_city(city) for city in FEW for key in scored)
    unknown = number(len(FEW) * len(scored) - answered, language)
    for name in ("criteria", "footprints", "intervals"):
        assert unknown in re.findall(r"\d+", chart(name, language).takeaway), name
    no_vision = sum(
        not any(key.startswith("VIS") for key in dataset.answers_of_city(city)) for city in FEW
    )
    no_plan = sum(not dataset.strategies_of_city(city) for city in FEW)
    no_project = sum(not dataset.projects_of_city(city) for city in FEW)
    word = {"fr": "Pour", "en": "For"}[language]
    assert f"{word} {no_vision} " in chart("ladder", language).takeaway
    assert f"; {no_plan} " in chart("strategies", language).takeaway.replace("\u202f;", ";")
    for name in ("lines", "stages", "technology", "actors", "forms"):
        assert f"{word} {no_project} " in chart(name, language).takeaway, name
    stage = sum(
        project.stage is ProjectStage.UNKNOWN
        for city in FEW
        for project in dataset.projects_of_city(city)
    )
    assert re.search(rf"(inconnu|unknown)\s?: {stage}\.", chart("stages", language).takeaway)


@every_chart
def test_the_takeaway_is_what_stands_for_the_picture(name):
    assert tree(drawn(name)).find(f"{SVG}desc").text == clean(chart(name).takeaway)


@pytest.mark.parametrize("name", ["footprints", "intervals", "map", "strategies"])
@pytest.mark.parametrize("cities", [FEW, ()], ids=["few", "all"])
def test_no_city_is_left_out(name, cities):
    asked = cities or tuple(published().cities)
    written = " ".join("".join(node.itertext()) for node in tree(drawn(name, "fr", cities)).iter())
    squeezed = re.sub(r"[\s\u2068\u2069]", "", written)
    names = [published().cities[city].name_fr for city in asked]
    assert [name_ for name_ in names if re.sub(r"\s", "", name_) not in squeezed] == []


@every_chart
def test_cities_are_in_alphabetical_order_never_by_score(name):
    table = chart(name, "fr", ()).table
    if "Ville" in table.columns:
        column = table.columns.index("Ville")
        shown = list(dict.fromkeys(row[column] for row in table.rows))
        if name != "strategies":
            assert len(shown) == len(published().cities)
        assert shown.index("Abidjan") < shown.index("Hué") < shown.index("Yaoundé")


def test_a_city_without_projects_is_unknown_and_not_empty():
    rows = chart("lines", "fr", ("kep", "hue")).table
    kep, hue = rows.columns.index("Kep"), rows.columns.index("Hué")
    assert {row[kep] for row in rows.rows} == {"inconnu"}
    assert NOTHING in {row[hue] for row in rows.rows}
    assert 0 not in {row[hue] for row in rows.rows}


@every_language
@every_chart
def test_a_selection_without_any_fact_is_drawn_and_says_so(name, language):
    dataset = published()
    made = CHARTS[name](chart_request(dataset, TODAY, language, city_ids=("kep",)))
    assert image(picture(made, dataset, TODAY)).width == 1920
    assert made.takeaway


# ---- the table is the picture


def test_the_figures_of_criteria_are_those_of_the_table():
    made = chart("criteria", "fr", ())
    figures = [
        value for value in texts(drawn("criteria", "fr", ())) if re.fullmatch(r"\d+|–", value)
    ]
    cells = [cell or NOTHING for row in made.table.rows for cell in row[3 : 3 + len(STATES)]]
    assert sorted(figures) == sorted(map(str, cells))
    assert {sum(row[3 : 3 + len(STATES)]) for row in made.table.rows} == {len(published().cities)}


def test_the_marks_of_footprints_are_those_of_the_table():
    made = chart("footprints")
    rows = [row for row in made.table.rows if row[5] == "Partiel"]
    halves = list(tree(drawn("footprints")).iter(f"{SVG}path"))
    assert len(halves) == len(rows) + 1, "one more in the legend"


@every_language
def test_old_facts_of_footprints_are_hatched_and_counted(language):
    made, dataset = chart("footprints", language), published()
    answers = [(key, row) for city in FEW for key, row in dataset.answers_of_city(city).items()]
    old = [(key, row) for key, row in answers if is_stale(row.as_of, TODAY)]
    scored = [key for key, _ in old if dataset.criteria[key].is_scored]
    assert scored
    yes = translator(language)("pictures.stale.yes")
    assert [row[6] for row in made.table.rows].count(yes) == len(old)
    assert str(len(scored)) in re.findall(r"\d+", made.takeaway.rpartition(". ")[2])
    outlined = [
        node
        for node in tree(drawn("footprints", language)).iter(f"{SVG}circle")
        if node.attrib.get("stroke") == STAGE.confirm
    ]
    rings = [row for _, row in old if row.answer is not Answer.NOT_APPLICABLE]
    assert len(outlined) == len(rings) + 1, "one more in the legend"


# ---- the page is the picture


@every_language
@pytest.mark.parametrize("group", ["conference", "rvase", "all"])
def test_the_page_and_the_picture_of_criteria_show_the_same_figures(group, language):
    view, scope = view_and_scope(group, language)
    page = page_rows(str(criteria_section(scope, view)))
    rows = chart("criteria", language, scope.chart_cities).table.rows
    states = {shown: place for place, shown in enumerate(STATES)}
    head = [state for state in (*PAGE_STATES, Answer.NOT_APPLICABLE) if state in states]
    assert len(page) == len(rows) == len(published().criteria)
    for found, row in zip(page, rows, strict=True):
        figures = {
            Answer(name): int(re.sub(r"\D", "", value))
            for name, value in re.findall(r'rc-figure rc-state-(\w+)">([^<]*)<', found)
        }
        grown = {
            Answer(name.replace("-", "_")): int(value)
            for name, value in re.findall(r'rc-stack-([\w-]+)" style="flex-grow: (\d+)', found)
        }
        drawn_ = {state: row[3 + states[state]] for state in head}
        assert unescape(re.search(r"practice-name\">.*?<bdi>(.*?)</bdi>", found)[1]) == row[1]
        assert figures | {Answer.NOT_APPLICABLE: figures.get(Answer.NOT_APPLICABLE, 0)} == drawn_
        assert grown == {state: count for state, count in drawn_.items() if count}


@pytest.mark.parametrize("group", ["conference", "rvase", "all"])
def test_the_page_and_the_picture_of_intervals_show_the_same_points(group):
    view, scope = view_and_scope(group, "fr")
    table = str(
        interval_table(
            {key: one.whole for key, one in city_scores(scope, view, Rules()).items()}, None, view
        )
    )
    page = page_rows(table)
    body = tree(drawn("intervals", "fr", scope.chart_cities))
    names = {"documented": STAGE.documented, "old": "url(#rc-to-confirm)"}
    names["possible"] = "url(#rc-possible)"
    bars = {part: widths(body, fill) for part, fill in names.items()}
    points = {
        part: [
            float(value)
            for value in re.findall(rf"rc-part-{part}\" style=\"flex-grow: ([\d.]+)", table)
        ]
        for part in names
    }
    rows = chart("intervals", "fr", scope.chart_cities).table.rows
    assert len(page) == len(rows) == len(scope.cities)
    for part, drawn_points in bars.items():
        assert drawn_points[1:] == pytest.approx(points[part], abs=0.02), part
    for found, row in zip(page, rows, strict=True):
        words = re.search(r"rc-extent-words\"><b>(.*?)</b>", found)[1]
        assert re.findall(r"\d+", words) == [str(row[5]), str(row[6])]


def view_and_scope(group, language):
    view = View(dataset=published(), today=TODAY, language=language, t=translator(language))
    return view, read_scope(AddressReader.of({"group": group}), published(), language)


def page_rows(html):
    """Rows of a table of the page that have a header of their own."""
    return [row for row in html.split("<tr>") if 'scope="row"' in row]


def widths(found, fill):
    """Points of the parts of bars with a fill, the one of the legend first."""
    unit = (BODY_WIDTH - 800) / 23
    return [
        (float(node.attrib["width"]) + (2.5 if "stroke" in node.attrib else 0)) / unit
        for node in found.iter(f"{SVG}rect")
        if node.attrib.get("fill") == fill
    ]


def test_the_figures_of_intervals_are_those_of_the_table():
    made = chart("intervals", "fr", ())
    told = [value for value in texts(drawn("intervals", "fr", ())) if "sur 23" in value]
    assert [value.split()[0] for value in told] == [str(row[5]) for row in made.table.rows]
    for row in made.table.rows:
        assert row[3] - row[2] == pytest.approx(1 - row[4], abs=2e-4)


@pytest.mark.parametrize(
    "name", ["lines", "stages", "technology", "actors", "forms", "factors-success"]
)
@pytest.mark.parametrize("cities", [FEW, ()], ids=["few", "all"])
def test_the_figures_of_a_matrix_are_those_of_the_table(name, cities):
    cells = [str(cell) for row in chart(name, "fr", cities).table.rows for cell in row[2:]]
    figures = [
        value for value in texts(drawn(name, "fr", cities)) if re.fullmatch(r"[\d\u202f]+|–", value)
    ]
    assert sorted(figures) == sorted(cell for cell in cells if cell != "inconnu")


def test_every_city_is_on_one_step_or_in_the_box_apart():
    made = chart("ladder", "fr", ())
    assert len(made.table.rows) == len(published().cities)
    silent = {row[1] for row in made.table.rows if row[2] == "Non documenté"}
    assert "Kep" in silent
    assert "20" in texts(drawn("ladder", "fr", ())) or str(len(silent)) in texts(
        drawn("ladder", "fr", ())
    )


def test_names_on_the_map_do_not_overlap():
    boxes = []
    for node in tree(drawn("map", "fr", ())).iter(f"{SVG}text"):
        if "paint-order" in node.attrib:
            size, x, y = (float(node.attrib[key]) for key in ("font-size", "x", "y"))
            words = "".join(node.itertext())
            boxes.append((x, y - size * 0.7, x + text_width(words, size, 600), y + size * 0.2))
    assert len(boxes) > 20
    for a, b in combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


# ---- seen


def render(content, width=64, height=64):
    body = Body(content=content, width=width, height=height)
    made = Chart(
        name="criteria",
        title="x",
        subtitle="x",
        takeaway="x",
        body=body,
        legend=(LegendItem("yes", "x"),),
        source_ids=(),
        table=Table(name="x", columns=(), rows=()),
        language="fr",
    )
    shown = image(picture(made, published(), TODAY)).convert("L")
    return shown.crop((80, 230, 80 + width, 310))


@pytest.mark.parametrize(("first", "second"), list(combinations(Answer, 2)))
def test_in_grey_the_five_states_are_told_apart(first, second):
    """By their shape: more than a fifth of the disc differs by more than a third of full contrast."""
    one, other = (render(mark(state, 32, 48, 40)) for state in (first, second))
    differing = sum(value > 85 for value in ImageChops.difference(one, other).tobytes())
    least = {Answer.NOT_APPLICABLE, Answer.UNKNOWN} == {first, second}
    assert differing > (60 if least else 150)


@pytest.mark.parametrize(
    ("first", "second"), list(combinations([*STATE_FILLS.values(), "to_confirm", "possible"], 2))
)
def test_in_grey_the_fills_of_bars_are_told_apart(first, second):
    one, other = (render(bar(fill, 0, 16, 64, 40)) for fill in (first, second))
    difference = ImageChops.difference(one, other)
    assert sum(value > 24 for value in difference.tobytes()) > 64 * 40 * 0.08
    assert {first, second} <= set(FILLS)


def test_only_what_is_possible_or_to_be_confirmed_is_hatched():
    hatched = [
        node.attrib["id"]
        for node in tree(drawn("intervals")).iter(f"{SVG}pattern")
        if "patternTransform" in node.attrib
    ]
    assert sorted(hatched) == ["rc-possible", "rc-to-confirm"]


def test_partial_is_half_a_bar_from_eight_pixels_on():
    shown = render(bar("partial", 0, 48, 64, 8), 64, 90)
    box = ImageChops.invert(shown).point(lambda value: 255 * (value > 60)).getbbox()
    assert box[3] - box[1] == 8
    middle = [shown.getpixel((32, y)) < 140 for y in range(box[1], box[3])]
    assert middle[0]
    assert middle[2:] == [False, False, True, True, True, True]


def test_a_png_is_small_and_keeps_its_colours():
    svg = drawn("footprints")
    file = png(svg)
    assert len(file) < 150_000
    shown = Image.open(io.BytesIO(file))
    assert shown.mode == "P"
    seen = {colour for _, colour in shown.convert("RGB").getcolors(256)}
    for colour in (STAGE.paper, STAGE.ink, STAGE.documented, STAGE.confirm):
        assert tuple(bytes.fromhex(colour[1:])) in seen


@pytest.mark.parametrize("words", ["ភ្នំពេញ", "ວຽງຈັນ", "تونس", "Երևան", "Đà Nẵng"])
def test_names_of_every_script_are_drawn_and_not_as_empty_boxes(words):
    missing = MISSING * len(words)
    name, boxes = (render(text(value, 0, 60, size=32), 400, 90) for value in (words, missing))
    assert name.getextrema()[0] < 60, "nothing dark is drawn"
    assert ImageChops.difference(name, boxes).getbbox()
    halves = [render(text(letter, 0, 60, size=32), 90, 90).tobytes() for letter in words[:2]]
    assert halves[0] != halves[1], "two letters look the same"


def test_a_body_fills_the_width_of_the_frame():
    assert {chart(name).body.width for name in CHARTS} == {BODY_WIDTH}
