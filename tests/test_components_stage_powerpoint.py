"""The PowerPoint deck: every scene, its numbers, notes and alternatives; a second program opens it."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache

import pytest
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.oxml.ns import qn
from pypdf import PdfReader
from shipped import shipped_dataset
from stage_charts import CHARTS, FRAME, HOSTILE, LONG, scene_of

from components.i18n import LANGUAGES, translator
from components.pictures.svg import clean, wrapped
from components.stage.charts import (
    MOST_SQUARES,
    Bars,
    Cards,
    Diverging,
    Facts,
    Lists,
    Matrix,
    NameColumns,
    Opening,
    Stacks,
    Timeline,
    Units,
)
from components.stage.deck import edition_line, slots_of, stage_scene
from components.stage.powerpoint.archive import deck_bytes
from components.stage.powerpoint.deck import powerpoint
from components.stage.powerpoint.slides import SlideRequest, add_scene
from components.stage.powerpoint.template import (
    EDITION_AT,
    KICKER_AT,
    NUMBER_AT,
    SOURCE_AT,
    SUBTITLE_AT,
    UNKNOWN_AT,
    empty_deck,
)
from components.stage.powerpoint.theme import THEME_COLOURS, TITLE, colour
from components.stage.scene import Coverage
from components.stage.stage import Stage

TODAY = date(2026, 11, 25)
DATASET = shipped_dataset()
STAGE = Stage(dataset=DATASET, programme=DATASET.programme, today=TODAY)
LEAST = 11
"""Points of a slide 540 high that are 22 pixels on a screen of 1080: nothing is smaller."""

SPACES = re.compile(r"\s+")
FORMULA = '=HYPERLINK("http://example.org","x")'

HOW_TO_GET_IT = (
    "LibreOffice is needed to prove that the deck opens: make office installs it on Debian; elsewhere "
    "install LibreOffice Impress so that the command soffice is found, or set SOFFICE to its path"
)


# ---- the deck of the programme -----------------------------------------------------------------


@cache
def deck_of(language, session=None):
    return powerpoint(STAGE, language, session=session)


def opened(body):
    return Presentation(io.BytesIO(body))


@cache
def scenes_of(language):
    """Scenes in the order of the deck, the divider as None."""
    slots = slots_of(STAGE)
    main = [(slot, *stage_scene(STAGE, slot, language)) for slot in slots if not slot.reserve]
    behind = [(slot, *stage_scene(STAGE, slot, language)) for slot in slots if slot.reserve]
    return (*main, None, *behind)


def walk(language):
    """Each slide of a scene with that scene."""
    slides = opened(deck_of(language)).slides
    scenes = scenes_of(language)
    assert len(slides) == len(scenes)
    for slide, found in zip(slides, scenes, strict=True):
        if found is not None:
            yield slide, *found


def plain(text):
    """A text whatever its spaces."""
    return SPACES.sub(" ", clean(text)).strip()


def placeholder(slide, number):
    return next(
        item for item in slide.placeholders if item.placeholder_format.idx == number
    ).text_frame.text


def shapes_in(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type is not None and shape.shape_type.name == "GROUP":
            yield from shapes_in(shape.shapes)


def texts_of(slide):
    """Everything written on a slide, tables and charts included."""
    found = []
    for shape in shapes_in(slide.shapes):
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        elif getattr(shape, "has_table", False):
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
        elif getattr(shape, "has_chart", False):
            found += [str(label) for label in shape.chart.plots[0].categories]
            found += [series.name for series in shape.chart.plots[0].series]
    return plain(" ".join(found))


def charts_of(slide):
    return [shape.chart for shape in slide.shapes if getattr(shape, "has_chart", False)]


def values_of(chart):
    """Figures of each series, as they are in the file."""
    return [tuple(series.values) for series in chart.plots[0].series]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_has_a_slide_the_reserve_after_a_divider(language):
    slides = opened(deck_of(language)).slides
    titles = [plain(slide.shapes.title.text_frame.text) for slide in slides]
    t = translator(language)
    assert titles == [
        plain(found[1].headline) if found else t("stage.decks.reserve")
        for found in scenes_of(language)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_says_question_measure_unknown_source_edition_and_number(language):
    for slide, slot, scene, _ in walk(language):
        assert placeholder(slide, KICKER_AT)
        assert plain(placeholder(slide, SUBTITLE_AT)) == plain(scene.subtitle)
        words = texts_of(slide)
        assert plain(edition_line(STAGE, language)) in words
        assert slot.label in words
        assert slide._element.xpath('.//a:fld[@type="slidenum"]')
        if scene.source_ids and not scene.credit:
            assert str(len(scene.source_ids)) in words
        if scene.unknown:
            assert plain(placeholder(slide, UNKNOWN_AT)) == plain(scene.unknown)
        else:
            assert isinstance(scene.chart, Opening)


def test_a_slide_is_read_from_the_title_to_the_source():
    for slide, _, scene, _ in walk("fr"):
        order = [
            shape.placeholder_format.idx if shape.is_placeholder else "chart"
            for shape in slide.shapes
            if shape.is_placeholder or shape._element.xpath(".//p:cNvPr")[0].get("descr")
        ]
        assert order[:3] == [0, KICKER_AT, SUBTITLE_AT]
        last = [UNKNOWN_AT] * bool(scene.unknown) + [SOURCE_AT, EDITION_AT, NUMBER_AT]
        assert order[-len(last) :] == last
        assert "chart" in order


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_hold_what_is_said_and_every_source_with_its_address(language):
    for slide, slot, scene, _ in walk(language):
        notes = plain(slide.notes_slide.notes_text_frame.text)
        told = [scene.sentence, scene.follow_up, scene.unknown]
        told.append(getattr(slot.definition, f"notes_{language}"))
        assert [text for text in told if plain(text) not in notes] == []
        sources = [DATASET.sources[key] for key in scene.source_ids]
        assert [source.url for source in sources if source.url and source.url not in notes] == []
        assert [source for source in sources if plain(source.title) not in notes] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_tables_and_groups_say_what_they_show(language):
    for slide, _, scene, _ in walk(language):
        drawn = [
            shape
            for shape in slide.shapes
            if not shape.has_text_frame and shape.shape_type.name != "LINE"
        ]
        assert drawn
        for shape in drawn:
            said = shape._element.xpath(".//p:cNvPr")[0].get("descr") or ""
            assert said
            if plain(scene.headline) not in plain(said):
                assert scene.coverage is not None
                assert plain(said) == plain(scene.coverage.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_native_charts_hold_the_numbers_of_the_table(language):
    kinds = set()
    for slide, _, scene, _ in walk(language):
        charts, rows = charts_of(slide), scene.table().rows
        chart = scene.chart
        match chart:
            case Bars():
                assert values_of(charts[0]) == [tuple(row[1] for row in rows)]
                assert [str(label) for label in charts[0].plots[0].categories] == [
                    clean(row[0]) for row in rows
                ]
            case Stacks():
                by_answer = list(zip(*(row[1:] for row in rows), strict=True))
                assert values_of(charts[0]) == by_answer
            case Diverging():
                left, right = values_of(charts[0])
                assert tuple(-value for value in left) == tuple(row[1] for row in rows)
                assert right == tuple(row[2] for row in rows)
            case Timeline():
                check_years(charts[0], rows)
            case Units() if chart.total > MOST_SQUARES:
                drawn = [value for found in charts for value in values_of(found)[0]]
                assert drawn == [row[2] for row in rows]
            case _:
                assert charts == []
                continue
        kinds.add(type(chart))
    assert kinds == {Bars, Stacks, Diverging, Timeline, Units}


def check_years(chart, rows):
    starts, before, years, after = values_of(chart)
    for (_, start, end, _), begin, stub, length, stub_after in zip(
        rows, starts, before, years, after, strict=True
    ):
        if start is not None:
            assert begin == int(start)
        if start is not None and end is not None:
            assert begin + length - 1 == int(end)
        assert (stub_after > 0) == (start is not None and end is None)
        assert (stub > 0) == (start is None and end is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_list_or_a_table_is_left_out(language):
    for slide, _, scene, _ in walk(language):
        if isinstance(scene.chart, Lists | Cards | Facts | Opening | NameColumns | Matrix):
            words = texts_of(slide)
            cells = {cell for row in scene.table().rows for cell in row if cell is not None}
            missing = [cell for cell in cells if plain(str(cell))[:40] not in words]
            if isinstance(scene.chart, Matrix):
                # A word too long for its cell is a sign there, told once under the table.
                missing = [cell for cell in missing if str(cell) not in words]
            assert missing == [], scene.headline


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_outside_a_slide_or_over_what_stands_around_the_chart(language):
    deck = opened(deck_of(language))
    assert (deck.slide_width, deck.slide_height) == (12_192_000, 6_858_000)
    for slide, *_ in walk(language):
        around = {item.placeholder_format.idx: item for item in slide.placeholders}
        top = around[SUBTITLE_AT].top + around[SUBTITLE_AT].height
        bottom = around[UNKNOWN_AT].top if UNKNOWN_AT in around else around[SOURCE_AT].top
        for shape in shapes_in(slide.shapes):
            if shape.is_placeholder:
                continue
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
        for shape in slide.shapes:
            is_swatch = shape.height is not None and shape.height < 220_000
            if shape.is_placeholder or is_swatch:
                continue
            assert shape.top >= top - 1, scene_title(slide)
            assert shape.top + shape.height <= bottom + 12_700, scene_title(slide)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_fit_their_boxes(language):
    for slide, *_ in walk(language):
        for shape in shapes_in(slide.shapes):
            if shape.has_text_frame and shape.text_frame.text and shape.width:
                assert needed(shape) <= shape.height / 12_700 + 2, shape.text_frame.text


def needed(shape):
    """Points that the words of a shape take, measured with the font of the deck."""
    frame, total = shape.text_frame, 0.0
    for place, paragraph in enumerate(frame.paragraphs):
        runs = [run for run in paragraph.runs if run.font.size is not None]
        if not runs:
            continue
        size, weight = runs[0].font.size.pt, 600 if any(run.font.bold for run in runs) else 400
        text = "".join(run.text for run in runs)
        lines = 1
        if frame.word_wrap is not False:
            lines = len(wrapped(text, shape.width / 12_700 + 0.5, size, weight, most=99))
        is_title = shape.is_placeholder and shape.placeholder_format.idx == 0
        total += max(1, lines) * size * (1.05 if is_title else 1.26)
        if place and paragraph.space_before is not None:
            total += paragraph.space_before.pt
    return total


def scene_title(slide):
    return slide.shapes.title.text_frame.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_large_and_nothing_is_under_the_floor(language):
    for slide, *_ in walk(language):
        sizes = sizes_of(slide._element)
        for chart in charts_of(slide):
            sizes += sizes_of(chart._chartSpace)
        assert min(sizes) >= LEAST, scene_title(slide)
        title = slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size
        assert title.pt >= 32
    largest = [scene_size(slide) for slide, *_ in walk(language)]
    assert largest.count(TITLE) > 0.9 * len(largest)


def scene_size(slide):
    return slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt


def sizes_of(element):
    return [int(found) / 100 for found in element.xpath(".//@sz") if found.isdigit()]


def test_every_part_follows_the_schemas_of_office(tmp_path):
    for name, body in (
        ("session", deck_of("fr", "framing")),
        ("kinds", deck_with(*CHARTS.values())),
    ):
        path = tmp_path / f"{name}.pptx"
        path.write_bytes(body)
        found = OpenXmlValidator(max_errors=20).validate(path)
        assert [(error.part_uri, error.path, error.description) for error in found.errors] == []


def test_the_theme_is_ours_and_the_file_names_no_person():
    body = deck_of("fr")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = archive.namelist()
        theme = archive.read("ppt/theme/theme1.xml").decode()
        said = b"".join(archive.read(name) for name in names if name.startswith("docProps/"))
    assert "Source Sans Pro" in theme
    for slot, role in THEME_COLOURS.items():
        assert f'<a:{slot}><a:srgbClr val="{colour(role)}"/>' in theme
    assert not [name for name in names if "thumbnail" in name or "printer" in name]
    properties = opened(body).core_properties
    assert properties.author == properties.last_modified_by == "Regards croisés"
    assert plain(properties.title) == plain(DATASET.programme.title_fr)
    assert properties.subject
    assert properties.language == "fr-FR"
    assert b"Canny" not in said
    assert b"python-pptx" not in said


def test_the_same_edition_gives_the_same_bytes():
    assert powerpoint(STAGE, "fr", session="framing") == deck_of("fr", "framing")
    code = (
        "import sys; from datetime import date; from hashlib import sha256\n"
        "from components.stage.powerpoint.deck import powerpoint\n"
        "from components.stage.stage import Stage; from data.load import load_dataset\n"
        "d = load_dataset(); s = Stage(dataset=d, programme=d.programme, today=date(2026, 11, 25))\n"
        "print(sha256(powerpoint(s, 'fr', session='framing')).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    from hashlib import sha256

    assert done.stdout.strip() == sha256(deck_of("fr", "framing")).hexdigest()


def test_everything_in_the_file_is_dated_the_day_of_the_edition():
    day = DATASET.published_on
    with zipfile.ZipFile(io.BytesIO(deck_of("fr", "round_table_2"))) as archive:
        assert {item.date_time[:3] for item in archive.infolist()} == {
            (day.year, day.month, day.day)
        }
        books = [name for name in archive.namelist() if name.endswith(".xlsx")]
        assert books
        for name in books:
            book = load_workbook(io.BytesIO(archive.read(name)))
            assert book.properties.created.date() == day


def test_a_session_alone_has_its_own_scenes_and_title():
    deck = opened(deck_of("fr", "framing"))
    slots = slots_of(STAGE, session="framing")
    assert len(deck.slides) == len(slots) + 1
    session = next(item for item in DATASET.programme.sessions if item.session_id == "framing")
    assert plain(deck.core_properties.title) == plain(session.title_fr)
    with pytest.raises(LookupError):
        powerpoint(STAGE, "fr", session="nowhere")


def test_slides_are_grouped_by_session():
    deck = opened(deck_of("fr"))
    sections = deck.part._element.xpath(".//*[local-name()='section']")
    ids = [found.get("id") for found in deck.part._element.xpath(".//*[local-name()='sldId']")]
    half = len(ids) // 2
    assert sections[-1].get("name") == translator("fr")("stage.decks.reserve")
    assert sorted(ids[:half]) == sorted(ids[half:])
    assert half == len(deck.slides)


@pytest.mark.browser
def test_another_program_opens_it_whole(tmp_path):
    office = os.environ.get("SOFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    assert office, HOW_TO_GET_IT
    deck = tmp_path / "deck.pptx"
    deck.write_bytes(deck_of("fr"))
    profile = (tmp_path / "profile").as_uri()
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(deck),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = [
        plain(page.extract_text()).replace(" ", "")
        for page in PdfReader(tmp_path / "deck.pdf").pages
    ]
    scenes = scenes_of("fr")
    assert len(pages) == len(scenes)
    for text, found in zip(pages, scenes, strict=True):
        title = found[1].headline if found else translator("fr")("stage.decks.reserve")
        assert letters(title) in letters(text)


def letters(text):
    """Letters and digits only: programs differ in spaces and joined letters."""
    return re.sub(r"\W", "", clean(text).replace("ﬁ", "fi").replace("ﬀ", "ff").replace("ﬃ", "ffi"))


# ---- each kind of chart, made by hand ----------------------------------------------------------


def deck_with(*charts, coverage=None, headline="Sur 44 projets, 21 fonctionnent"):
    t = translator("fr")
    deck = empty_deck("fr", t)
    for chart in charts:
        add_scene(
            deck,
            SlideRequest(
                scene=replace(scene_of(chart), headline=headline, coverage=coverage),
                frame=FRAME,
                notes=["note"],
                made_on=DATASET.published_on,
                t=t,
            ),
        )
    return deck_bytes(deck, DATASET.published_on)


def slide_of(chart, **changes):
    return opened(deck_with(chart, **changes)).slides[0]


@pytest.mark.parametrize("name", CHARTS)
def test_every_kind_fits_its_slide(name):
    slide = slide_of(CHARTS[name])
    around = {item.placeholder_format.idx: item for item in slide.placeholders}
    bottom = around[UNKNOWN_AT].top if UNKNOWN_AT in around else around[SOURCE_AT].top
    for shape in shapes_in(slide.shapes):
        if not shape.is_placeholder:
            assert shape.left >= 0
            assert shape.left + shape.width <= 12_192_000
            assert shape.top + shape.height <= bottom + 12_700 or shape.height < 220_000
    assert min(sizes_of(slide._element)) >= LEAST


@pytest.mark.parametrize("name", CHARTS)
def test_text_from_data_stays_text(name):
    chart = spoiled(CHARTS[name])
    slide = slide_of(chart, headline=HOSTILE)
    assert slide._element.xpath(".//*[local-name()='script']") == []
    assert "<script>alert(1)</script>" in texts_of(slide)
    for found in charts_of(slide):
        assert found._chartSpace.xpath(".//*[local-name()='script']") == []


def spoiled(value, name=""):
    """The same chart with a hostile text for every text; keys and years stay."""
    if type(value) is str:
        return value if name in {"key", "tone"} or value in KEYS else HOSTILE
    if is_dataclass(value):
        changes = {
            field.name: spoiled(getattr(value, field.name), field.name)
            for field in fields(value)
            if field.init
        }
        return replace(value, **changes)
    if isinstance(value, tuple):
        return tuple(spoiled(item, name) for item in value)
    if isinstance(value, dict) and name == "words":
        return {key: spoiled(item) for key, item in value.items()}
    return value


KEYS = {"all", "A1", "A2", "A3", "low", "medium", "high", "unknown", "planned", "pilot"} | {
    "operational",
    "scaled",
    "ended",
}


def test_a_formula_in_a_label_is_a_text_of_the_workbook():
    chart = replace(
        CHARTS["bars"],
        heads=(FORMULA, "@SUM(1)"),
        bars=tuple(replace(bar, label=f"{FORMULA}{bar.key}") for bar in CHARTS["bars"].bars),
    )
    slide = slide_of(chart)
    book = load_workbook(io.BytesIO(charts_of(slide)[0].part.chart_workbook.xlsx_part.blob))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert cells[0].value == FORMULA


def test_the_workbook_of_a_chart_is_what_the_chart_shows():
    for name in ("bars", "stacks", "diverging", "timeline", "units_many"):
        chart = charts_of(slide_of(CHARTS[name]))[0]
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        rows = list(book.active.iter_rows(min_row=2, values_only=True))
        assert [row[0] for row in rows] == [str(label) for label in chart.plots[0].categories]
        columns = list(zip(*(row[1:] for row in rows), strict=True))
        assert columns == values_of(chart)


def test_squares_are_as_many_as_the_things_counted():
    for name in ("units", "units_grouped"):
        slide = slide_of(CHARTS[name])
        group = next(shape for shape in slide.shapes if shape.shape_type.name == "GROUP")
        squares = [
            shape
            for shape in group.shapes
            if shape.shape_type.name == "AUTO_SHAPE" and not shape.text_frame.text
        ]
        assert len(squares) == CHARTS[name].total


def test_bars_to_the_left_are_written_without_a_sign():
    chart = charts_of(slide_of(CHARTS["diverging"]))[0]
    formats = {series.data_labels.number_format for series in chart.plots[0].series}
    assert formats == {"0;0;0"}
    assert min(values_of(chart)[0]) < 0


def test_what_is_not_known_is_dotted_and_not_only_grey():
    chart = charts_of(slide_of(CHARTS["bars"]))[0]
    patterns = chart._chartSpace.xpath(".//c:dPt//a:pattFill")
    assert len(patterns) == 1
    stacks = charts_of(slide_of(CHARTS["stacks"]))[0]
    fills = [
        series._element.find(qn("c:spPr"))[0].tag.split("}")[1] for series in stacks.plots[0].series
    ]
    assert fills == ["solidFill", "pattFill", "solidFill", "pattFill"]


def test_a_chart_that_rests_on_less_than_half_opens_on_the_unknown():
    low = Coverage(known=3, unknown=7, text="Connu pour 3 villes sur 10")
    slide = slide_of(CHARTS["stacks"], coverage=low)
    said = [shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in slide.shapes]
    assert low.text in said
    assert low.text not in [
        shape._element.xpath(".//p:cNvPr")[0].get("descr")
        for shape in slide_of(CHARTS["stacks"]).shapes
    ]


def test_names_of_a_map_cover_neither_a_name_nor_a_point():
    slide = slide_of(CHARTS["world_map"])
    group = next(shape for shape in slide.shapes if shape.shape_type.name == "GROUP")
    words = [shape for shape in group.shapes if shape.has_text_frame and shape.text_frame.text]
    names = [shape for shape in words if shape.text_frame.text in {"Hué", *SHOWN}]
    assert len(names) == len(SHOWN) + 1
    dots = [
        shape
        for shape in group.shapes
        if shape.has_text_frame and shape.width == shape.height and shape.width < 200_000
    ]
    assert len(dots) == len(CHARTS["world_map"].places)
    assert len({shape.width for shape in dots}) == 1
    for place, name in enumerate(names):
        assert not [other for other in names[place + 1 :] if overlap(name, other)]
        assert not [dot for dot in dots if overlap(name, dot)]


SHOWN = [place.label for place in CHARTS["world_map"].places if place.label != "Hué"]


def overlap(first, second):
    """Whether two shapes share more than the air around letters."""
    air = 25_400
    return (
        first.left + air < second.left + second.width
        and second.left + air < first.left + first.width
        and first.top + 2 * air < second.top + second.height
        and second.top + 2 * air < first.top + first.height
    )


def test_a_name_longer_than_its_place_is_cut_and_never_pushes_others():
    chart = CHARTS["columns"]
    longer = replace(
        chart,
        columns=tuple(
            replace(column, names=tuple(replace(name, label=LONG) for name in column.names))
            for column in chart.columns
        ),
    )
    slide = slide_of(longer)
    for shape in shapes_in(slide.shapes):
        assert shape.top + shape.height <= 6_858_000
