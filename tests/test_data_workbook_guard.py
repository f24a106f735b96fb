"""Hostile and broken files are refused with a message, in bounded memory and time."""

import io
import struct
import time
import tracemalloc
import zipfile

import openpyxl
import pytest
from books import book, preview, project_book, saved

from data.workbook import BookRule, WorkbookError
from data.workbook.guard import MAX_COLUMN, MAX_FILE, MAX_PARTS, MAX_ROWS, MAX_SHEETS

GOOD = project_book()
SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
EXTERNAL = b'<Relationship Id="rX" Type="http://x/%s" Target="http://example.org/x" TargetMode="External"/>'
MEGABYTES_ALLOWED = 60


def refusal(content, name="classeur.xlsx"):
    """The rule for which a file is refused whole; both messages are sentences without a trace."""
    with pytest.raises(WorkbookError) as caught:
        preview(content, name=name)
    error = caught.value
    for language in ("fr", "en"):
        assert error.message(language).startswith(name[:20])
        assert "Error" not in error.message(language)
        assert "{" not in error.message(language)
    assert error.message("fr") != error.message("en") == str(error)
    return error.rule


def parts_of(content=GOOD):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def with_part(name, body):
    return zipped(parts_of() | {name: body})


def with_text(name, old, new):
    parts = parts_of()
    assert old in parts[name]
    return zipped(parts | {name: parts[name].replace(old, new, 1)})


def bounded(work):
    """Megabytes that ``work`` took at most, and seconds of this processor."""
    tracemalloc.start()
    start = time.process_time()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6, time.process_time() - start
    finally:
        tracemalloc.stop()


def test_a_good_file_passes_the_door():
    assert len(preview(GOOD).rows) == 1


# ---- what is no workbook -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("vide.xlsx", b"", BookRule.EMPTY_FILE),
        ("vide.csv", b" \r\n ", BookRule.EMPTY_FILE),
        ("ancien.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, BookRule.OLD_FORMAT),
        ("ancien.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, BookRule.OLD_FORMAT),
        (
            "protege.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            BookRule.LOCKED,
        ),
        ("page.xlsx", b"<html><table><tr><td>1</td></tr></table></html>", BookRule.OTHER_FORMAT),
        ("page.csv", b"\xef\xbb\xbf  <!DOCTYPE html><html></html>", BookRule.OTHER_FORMAT),
        ("flux.xlsx", b"<?xml version='1.0'?><Workbook/>", BookRule.OTHER_FORMAT),
        ("document.xlsx", b"%PDF-1.7 ...", BookRule.OTHER_FORMAT),
        ("image.csv", b"\x89PNG\r\n\x1a\n", BookRule.OTHER_FORMAT),
        ("texte.xlsx", b"a;b\n1;2\n", BookRule.OTHER_FORMAT),
        ("classeur.csv", GOOD, BookRule.OTHER_FORMAT),
        ("classeur.zip", GOOD, BookRule.OTHER_FORMAT),
        ("classeur", GOOD, BookRule.OTHER_FORMAT),
        ("programme.exe", b"MZ rest", BookRule.OTHER_FORMAT),
        ("macros.xlsm", GOOD, BookRule.MACROS),
        ("modele.XLTM", GOOD, BookRule.MACROS),
        ("binaire.csv", b"a;b\n\x00\x01\x02;3\n", BookRule.TEXT_ENCODING),
        ("binaire.csv", b"a;b\n\x81\x8d\xff;3\n", BookRule.TEXT_ENCODING),
        ("large.csv", b"\xff\xfea", BookRule.TEXT_ENCODING),
        ("guillemet.csv", b'project_id;city_id\n"a;b\nc;d\n', BookRule.CSV_SYNTAX),
        ("formule.csv", b'city_id;population\nhue;=LIEN("a";"b")\n', BookRule.CSV_SYNTAX),
        ("autre.csv", b"x;y\n1;2\n", BookRule.NOTHING_KNOWN),
        ("note.csv", b"just a sentence", BookRule.NOTHING_KNOWN),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(name, content, rule):
    assert refusal(content, name) is rule


def test_another_file_that_is_a_zip_is_named():
    for folder, shown in (("word/document.xml", "Word"), ("META-INF/manifest.xml", "OpenDocument")):
        with pytest.raises(WorkbookError) as caught:
            preview(zipped({folder: b"<a/>"}))
        assert shown in caught.value.message("fr")
        assert shown in caught.value.message("en")


def test_a_workbook_without_a_table_names_the_tables_it_could_have():
    with pytest.raises(WorkbookError) as caught:
        preview(book(Feuille=[["rien"]]))

    assert caught.value.rule is BookRule.NOTHING_KNOWN
    assert "Projets pilotes" in caught.value.message("fr")
    assert "Pilot projects" in caught.value.message("en")


def test_200_megabytes_are_refused_before_they_are_looked_at():
    huge = bytes(200_000_000)
    megabytes, seconds = bounded(lambda: refusal(huge))

    assert megabytes < 5
    assert seconds < 5
    assert refusal(huge, "grand.csv") is BookRule.TOO_LARGE
    assert refusal(GOOD + bytes(MAX_FILE)) is BookRule.TOO_LARGE


# ---- what swells -------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_by_its_directory_without_unpacking():
    bomb = with_part("xl/media/x.bin", bytes(120_000_000))
    assert len(bomb) < 1_000_000
    megabytes, _ = bounded(lambda: refusal(bomb))

    assert refusal(bomb) is BookRule.BOMB
    assert megabytes < MEGABYTES_ALLOWED


def test_many_parts_that_swell_together_are_refused():
    parts = {f"xl/media/{number}.bin": bytes(1_900_000) for number in range(80)}
    assert refusal(zipped(parts_of() | parts)) is BookRule.BOMB


def test_a_directory_that_lies_about_sizes_is_refused():
    end = b"</sheetData>"
    content = with_text(SHEET, end, end + b" " * 50_000_000)
    lied, at = bytearray(content), -1
    while (at := content.find(b"PK\x01\x02", at + 1)) != -1:
        length = struct.unpack_from("<H", content, at + 28)[0]
        if content[at + 46 : at + 46 + length] == SHEET.encode():
            struct.pack_into("<I", lied, at + 24, 3000)
    megabytes, _ = bounded(lambda: refusal(bytes(lied)))

    assert refusal(content) is BookRule.BOMB
    assert refusal(bytes(lied)) is BookRule.BROKEN
    assert megabytes < MEGABYTES_ALLOWED


def test_more_parts_than_any_workbook_has_are_refused():
    parts = {f"xl/media/{number}.bin": b"" for number in range(MAX_PARTS)}
    assert refusal(zipped(parts_of() | parts)) is BookRule.BOMB


def test_entities_are_refused_whatever_they_would_do():
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    out = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for trick in (lol, out, b"<!DOCTYPE x>"):
        for part in (SHEET, WORKBOOK, TYPES, RELATIONS, "xl/styles.xml"):
            body = parts_of()[part].split(b"?>", 1)[-1]
            assert refusal(with_part(part, trick + body)) is BookRule.ENTITY


# ---- what acts or leads elsewhere ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("xl/vbaProject.bin", BookRule.MACROS),
        ("xl/macrosheets/sheet1.xml", BookRule.MACROS),
        ("xl/dialogsheets/sheet1.xml", BookRule.MACROS),
        ("customUI/customUI14.xml", BookRule.MACROS),
        ("xl/externalLinks/externalLink1.xml", BookRule.EXTERNAL_LINK),
        ("xl/connections.xml", BookRule.EXTERNAL_LINK),
        ("xl/queryTables/queryTable1.xml", BookRule.EXTERNAL_LINK),
        ("xl/webextensions/webextension1.xml", BookRule.EXTERNAL_LINK),
        ("xl/embeddings/oleObject1.bin", BookRule.EMBEDDED),
        ("xl/activeX/activeX1.xml", BookRule.EMBEDDED),
        ("xl/ctrlProps/ctrlProp1.xml", BookRule.EMBEDDED),
    ],
)
def test_parts_that_act_or_lead_elsewhere_are_refused(part, rule):
    assert refusal(with_part(part, b"<a/>")) is rule


def test_a_workbook_that_says_it_has_macros_is_refused():
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    assert refusal(with_text(TYPES, kind, macro)) is BookRule.MACROS


def test_a_relation_to_outside_is_refused_but_web_addresses_of_cells_are_not():
    end = b"</Relationships>"
    linked = with_text(RELATIONS, end, EXTERNAL % b"externalLinkPath" + end)
    assert refusal(linked) is BookRule.EXTERNAL_LINK

    made = openpyxl.load_workbook(io.BytesIO(GOOD))
    made.active["A2"].hyperlink = "https://example.org/page"
    assert len(preview(saved(made)).rows) == 1


def test_a_formula_that_calls_a_program_refuses_the_file():
    made = openpyxl.load_workbook(io.BytesIO(GOOD))
    made.active["C2"] = "=cmd|'/c calc'!A0"
    assert refusal(saved(made)) is BookRule.EXTERNAL_LINK


@pytest.mark.parametrize(
    "name", ["../projets", "a/b", "a\\b", "C:x", "x" * 32, "  ", "a..b", "a\x0bb", "[1]Feuil", "a*"]
)
def test_a_sheet_name_that_no_spreadsheet_writes_is_refused(name):
    escaped = name.encode("ascii", "xmlcharrefreplace").replace(b"\x0b", b"&#127;")
    assert refusal(with_text(WORKBOOK, b'name="projects"', b'name="' + escaped + b'"')) is (
        BookRule.SHEET_NAME
    )


@pytest.mark.parametrize("name", ["../x.xml", "/etc/x.xml", "xl\\..\\..\\x.xml", "C:/x.xml"])
def test_a_part_whose_name_leads_out_of_the_file_is_refused(name):
    assert refusal(with_part(name, b"<a/>")) is BookRule.BROKEN


def test_a_relation_that_leads_out_of_the_file_finds_nothing():
    climbing = with_text(RELATIONS, b"/xl/worksheets/sheet1.xml", b"../../../../etc/passwd")
    assert refusal(climbing) is BookRule.BROKEN


# ---- what is absurdly large --------------------------------------------------------------------


def test_a_declared_size_costs_nothing():
    declared = with_text(SHEET, b"<dimension ref=", b'<dimension ref="A1:XFD1048576" x=')
    megabytes, seconds = bounded(lambda: preview(declared))

    assert len(preview(declared).rows) == 1
    assert megabytes < 20
    assert seconds < 10


@pytest.mark.parametrize("place", [b"XFD2", b"A1048577", b"ZZZ2"])
def test_a_cell_at_the_end_of_the_world_is_refused(place):
    far = b'<c r="%s"><v>1</v></c></row></sheetData>' % place
    row = b"</row></sheetData>"
    if place == b"A1048577":
        far = b'</row><row r="1048577"><c r="%s"><v>1</v></c></row></sheetData>' % place
    assert refusal(with_text(SHEET, row, far)) is BookRule.TOO_WIDE


def test_a_cell_far_to_the_right_is_refused_where_the_limit_is():
    wide = [["project_id", "city_id", *[None] * (MAX_COLUMN - 2), "x"]]
    assert refusal(book(projects=wide)) is BookRule.TOO_WIDE
    assert refusal(b"project_id;city_id" + b";" * MAX_COLUMN + b"x", "x.csv") is BookRule.TOO_WIDE


def test_rows_without_content_cost_nothing():
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 100_000))
    padded = with_text(SHEET, b"</sheetData>", rows + b"</sheetData>")
    assert len(preview(padded).rows) == 1


def test_too_many_rows_sheets_or_cells_are_refused():
    rows = b"".join(b"<row><c><v>1</v></c></row>" for _ in range(MAX_ROWS + 1))
    assert refusal(with_text(SHEET, b"</sheetData>", rows + b"</sheetData>")) is (
        BookRule.TOO_MANY_ROWS
    )
    assert refusal(b"project_id;city_id\n" + b"a;b\n" * (MAX_ROWS + 1), "x.csv") is (
        BookRule.TOO_MANY_ROWS
    )
    sheets = b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>'
    many = b"".join(sheets % (number, number) for number in range(MAX_SHEETS + 1))
    assert refusal(with_text(WORKBOOK, b"</sheets>", many + b"</sheets>")) is (
        BookRule.TOO_MANY_SHEETS
    )


# ---- what is broken ----------------------------------------------------------------------------


def test_a_file_cut_anywhere_is_refused():
    for length in range(4, len(GOOD) - 1, len(GOOD) // 60):
        assert refusal(GOOD[:length]) is not None


def test_a_protected_zip_is_refused():
    protected = bytearray(GOOD)
    at = -1
    while (at := GOOD.find(b"PK\x01\x02", at + 1)) != -1:
        protected[at + 8] |= 1
    assert refusal(bytes(protected)) is BookRule.LOCKED


def test_an_unusual_compression_is_refused():
    assert refusal(zipped(parts_of(), zipfile.ZIP_LZMA)) is BookRule.BROKEN


@pytest.mark.parametrize("part", [WORKBOOK, SHEET, RELATIONS, "_rels/.rels", TYPES])
def test_a_missing_or_malformed_part_is_refused(part):
    missing = {name: body for name, body in parts_of().items() if name != part}
    assert refusal(zipped(missing)) is not None
    assert refusal(with_part(part, b"<open>")) is BookRule.BROKEN


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="2"', b'<row r="two"'),
        (b'<row r="2"', b'<row r="' + b"9" * 5000 + b'"'),
        (b'<c r="A2"', b'<c r="2A"'),
        (b'<c r="A2"', b'<c r=""'),
    ],
)
def test_places_that_are_none_are_refused(old, new):
    assert refusal(with_text(SHEET, old, new)) is BookRule.BROKEN


def test_two_parts_of_one_name_are_refused():
    buffer = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(SHEET, b"<a/>")
    assert refusal(buffer.getvalue()) is BookRule.BROKEN


@pytest.mark.parametrize("rule", list(BookRule))
def test_every_rule_has_a_sentence_in_both_languages(rule):
    error = WorkbookError(rule, name="f.xlsx", expected=("ici", "here"))

    assert error.message("fr") != error.message("en")
    assert error.message("fr").startswith("f.xlsx : ")
    assert error.message("en").startswith("f.xlsx: ")


def test_a_message_shows_no_control_character_of_a_hostile_name():
    error = WorkbookError(BookRule.SHEET_NAME, name="a\n\x1b[31m" + "x" * 500, value="\u202egpj")

    assert error.message("fr").isprintable()
    assert len(error.message("fr")) < 400
