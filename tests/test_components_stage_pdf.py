"""Slides as PDF, sheets of paper, what `make decks` writes and what the addresses give."""

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader
from shipped import shipped_dataset
from starlette.applications import Starlette
from test_components_server import get

from components.fonts import FAMILIES
from components.i18n import LANGUAGES, translator
from components.pictures.svg import clean, text
from components.routes import routes
from components.stage.deck import edition_line, slots_of, stage_scene
from components.stage.decks import deck_file, deck_name, write_decks
from components.stage.handout import SHORT, handout, handout_document, sheet, short_address
from components.stage.pdf_drawing import drawing
from components.stage.slides_pdf import TEMPLATE, slides, slides_pdf
from components.stage.stage import Stage
from components.typeset import Document

TODAY = date(2026, 11, 25)
DATASET = shipped_dataset()
STAGE = Stage(dataset=DATASET, programme=DATASET.programme, today=TODAY)
TABLES = [session.session_id for session in DATASET.programme.round_tables]
READ = 5
"""One page in so many is read: reading all takes longer than making them."""

OTHER_SCRIPTS = ("មណ្ឌលវឌ្ឍនភាព", "مشروع دور الخدمات الرقمية", "ວຽງຈັນ", "Հայաստան")


@cache
def pdf_of(language):
    return slides_pdf(STAGE, language)


def opened(body):
    return PdfReader(io.BytesIO(body))


def letters(value):
    """Letters and digits only: a reader of PDF sets spaces of its own."""
    return re.sub(r"\W", "", clean(value))


def scenes_of(language):
    slots = sorted(slots_of(STAGE), key=lambda slot: slot.reserve > 0)
    return [stage_scene(STAGE, slot, language)[0] for slot in slots]


def alternatives(reader):
    """Alternative texts of the figures, in the order of the document."""
    found = []

    def visit(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                visit(child)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                visit(node["/K"])

    visit(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_has_a_page_whose_text_can_be_selected(language):
    reader, scenes = opened(pdf_of(language)), scenes_of(language)
    assert len(reader.pages) == len(scenes)
    for number, (page, scene) in enumerate(zip(reader.pages, scenes, strict=True)):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        assert width / height == pytest.approx(16 / 9)
        if number % READ:
            continue
        words = letters(page.extract_text())
        assert letters(scene.headline) in words
        assert letters(edition_line(STAGE, language)) in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slides_are_tagged_with_language_title_and_alternatives(language):
    reader = opened(pdf_of(language))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert letters(reader.metadata.title) == letters(
        getattr(DATASET.programme, f"title_{language}")
    )
    said = [letters(found) for found in alternatives(reader)]
    wanted = [letters(f"{scene.headline}. {scene.sentence}") for scene in scenes_of(language)]
    assert said == wanted
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_bookmarks_lead_to_the_page_of_their_scene():
    reader = opened(pdf_of("fr"))
    marks = []

    def walk(items):
        for item in items:
            if isinstance(item, list):
                walk(item)
            else:
                marks.append((letters(item.title), reader.get_destination_page_number(item)))

    walk(reader.outline)
    for page, scene in enumerate(scenes_of("fr")):
        assert (letters(scene.headline), page) in marks
    assert letters(translator("fr")("stage.decks.reserve")) in [title for title, _ in marks]


def test_the_same_edition_gives_the_same_bytes():
    first = slides_pdf(STAGE, "fr", session="framing")
    assert slides_pdf(STAGE, "fr", session="framing") == first
    assert handout(STAGE, "fr", TABLES[0]) == handout(STAGE, "fr", TABLES[0])


def test_a_session_that_is_not_there_is_refused():
    for build in (slides, sheet_of, lambda stage, language, session: deck_file(stage, "x", "fr")):
        with pytest.raises(LookupError):
            build(STAGE, "fr", session="nowhere")


def sheet_of(stage, language, session):
    return sheet(stage, language, session, cited=1)


@pytest.mark.parametrize("word", OTHER_SCRIPTS)
def test_words_in_other_scripts_are_set_by_the_document(word):
    drawn = str(text(word, 100, 200, size=40))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="1080">{drawn}</svg>'
    shown = drawing(svg)
    assert word not in shown["svg"]
    (found,) = shown["words"]
    assert (found["text"], found["x"], found["y"], found["size"]) == (word, 100, 200, 40)
    facts = {
        "title": "t",
        "app": "a",
        "fonts": list(FAMILIES),
        "language": "fr",
        "size": {"width": 1920, "height": 1080},
        "pages": [{"part": "p", "title": "t", "alt": "a", **shown}],
    }
    body = Document(TEMPLATE, facts).pdf(TODAY)
    assert len(opened(body).pages) == 1


def test_words_are_taken_from_where_they_are_drawn():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><g transform="translate(10 20)">'
        '<g transform="translate(1.5 -2)"><text x="3" y="4" font-size="22" font-family="Noto Sans Lao" '
        'text-anchor="end" fill="#112233">ລາວ</text></g></g></svg>'
    )
    (found,) = drawing(svg)["words"]
    assert (found["x"], found["y"], found["anchor"]) == (14.5, 22.0, "end")


# ---- the sheet of a round table


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("session_id", TABLES)
def test_a_sheet_is_one_page_with_questions_people_findings_and_sources(session_id, language):
    assert handout_document(STAGE, language, session_id).page_count() == 1
    reader = opened(handout(STAGE, language, session_id))
    (page,) = reader.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    words = letters(page.extract_text())
    session = next(item for item in DATASET.programme.sessions if item.session_id == session_id)
    told = [getattr(question, language) for question in session.questions]
    told += [getattr(session, f"title_{language}"), session.moderator.name]
    told += [getattr(talk, f"title_{language}") for talk in session.talks]
    told += [edition_line(STAGE, language)]
    shown = [
        slot
        for slot in slots_of(STAGE, session=session_id)
        if not slot.reserve and not slot.definition.chart.startswith("talk")
    ]
    assert len(shown) == 4
    for slot in shown:
        scene, _ = stage_scene(STAGE, slot, language)
        told += [scene.headline, scene.follow_up]
    assert [item for item in told if letters(item) not in words] == []
    links = [
        note.get_object()["/A"]["/URI"]
        for note in page["/Annots"]
        if "/URI" in note.get_object().get("/A", {})
    ]
    facts = sheet(STAGE, language, session_id, cited=1)
    assert len(links) >= len([entry for entry in facts["sources"]["entries"] if entry["url"]]) > 0


@pytest.mark.parametrize("session_id", TABLES)
def test_numbers_on_a_sheet_are_those_of_its_sources(session_id):
    facts = sheet(STAGE, "fr", session_id, cited=3)
    numbers = [entry["number"] for entry in facts["sources"]["entries"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {number for scene in facts["scenes"] for number in scene["cites"]} == set(numbers)
    assert all(len(scene["cites"]) <= 3 for scene in facts["scenes"])


def test_a_sheet_with_many_sources_names_fewer_and_stays_one_page(monkeypatch):
    monkeypatch.setattr("components.stage.handout.MOST_CITED", 40)
    assert handout_document(STAGE, "fr", TABLES[0]).page_count() == 1


def test_a_printed_address_is_short_and_still_tells_its_host():
    assert short_address("https://www.example.org/a/") == "example.org/a"
    long = short_address("https://example.org/" + "a" * 200 + ".html")
    assert len(long) <= SHORT
    assert long.startswith("example.org/")
    assert long.endswith(".html")


# ---- files and addresses


def test_every_file_of_a_stage_is_written_whole(tmp_path):
    small = replace(
        DATASET.programme,
        scenes=tuple(
            scene for scene in DATASET.programme.scenes if scene.scene_id in {"opening", "1B", "2C"}
        ),
    )
    stage = replace(STAGE, programme=small)
    names = [path.name for path in write_decks(stage, tmp_path)]
    assert sorted(names) == sorted(path.name for path in tmp_path.iterdir())
    programme_id = small.programme_id
    for language in LANGUAGES:
        for kind in ("html", "pptx", "pdf"):
            assert f"{programme_id}-{language}.{kind}" in names
        for number in (1, 2):
            assert f"{programme_id}-round-table-{number}-handout-{language}.pdf" in names
    assert len(names) == 5 * len(LANGUAGES)
    starts = {"html": b"<!DOCTYPE html>", "pptx": b"PK", "pdf": b"%PDF"}
    for path in tmp_path.iterdir():
        assert path.read_bytes().startswith(starts[path.suffix[1:]])


def test_a_programme_without_scenes_has_nothing_to_take_away(tmp_path):
    stage = replace(STAGE, programme=replace(DATASET.programme, scenes=()))
    assert list(write_decks(stage, tmp_path)) == []


def test_a_file_name_is_safe_whatever_the_programme_is_called():
    name = deck_name("../Été & <b>", "handout", "fr", session="round_table_1")
    assert re.fullmatch(r"[a-z0-9.-]+\.pdf", name)
    assert not name.startswith(".")


@pytest.fixture
def app(monkeypatch, tmp_path):
    monkeypatch.setenv("REGARDS_VAR", str(tmp_path))
    return Starlette(routes=routes())


@pytest.mark.parametrize(
    ("path", "query", "kind", "name"),
    [
        ("{id}.pdf", "lang=fr&session=framing", "application/pdf", "{id}-framing-fr.pdf"),
        (
            "{id}.pptx",
            "lang=en&session=framing",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "{id}-framing-en.pptx",
        ),
        (
            "{id}/handout-round_table_2.pdf",
            "lang=fr",
            "application/pdf",
            "{id}-round-table-2-handout-fr.pdf",
        ),
    ],
)
def test_the_decks_are_downloads(app, path, query, kind, name):
    programme_id = DATASET.programme.programme_id
    address = urlsplit(f"/downloads/stage/{path.format(id=programme_id)}?{query}")
    status, headers, body = get(app, address.path, address.query)
    assert status == 200
    assert headers["content-type"] == kind
    assert f'"{name.format(id=programme_id)}"' in headers["content-disposition"]
    assert body[:4] in {b"%PDF", b"PK\x03\x04"}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("nowhere.pdf", ""),
        ("../hue-2025.pdf", ""),
        ("hue-2025.exe", ""),
        ("hue-2025.handout", ""),
        ("hue-2025.pdf", "session=nowhere"),
        ("hue-2025.pptx", "session=../../etc/passwd"),
        ("hue-2025/handout-framing.pdf", ""),
        ("hue-2025/handout-nowhere.pdf", ""),
        ("nowhere/handout-round_table_1.pdf", ""),
    ],
)
def test_an_address_that_names_no_deck_is_not_found(app, path, query):
    assert get(app, f"/downloads/stage/{path}", query)[0] == 404
