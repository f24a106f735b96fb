"""Our reader of XLSX files, against openpyxl and against files as other programs write them."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
from books import book, saved
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from data.dates import PartialDate
from data.workbook import WorkbookError
from data.workbook.delimited import read_csv
from data.workbook.values import Broken, Computed, Day, shown
from data.workbook.xlsx import read_xlsx

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXTS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"),
    max_size=20,
).filter(lambda text: "_x" not in text and not text.startswith(("=", "#")))


def minimal(sheet, *, texts="", styles="", prefix="", namespace=MAIN, settings=""):
    """A workbook as another program would write it, from the inside of its parts."""
    p = f"{prefix}:" if prefix else ""
    x = f'xmlns{":" + prefix if prefix else ""}="{namespace}" xmlns:r="{OFFICE}"'
    relation = '<Relationship Id="{}" Type="' + OFFICE + '/{}" Target="{}"/>'
    relations = "<Relationships>{}</Relationships>".format
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(relation.format("rId1", "officeDocument", "/xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            relation.format("rId1", "worksheet", "worksheets/sheet1.xml")
            + relation.format("rId2", "sharedStrings", "sharedStrings.xml")
            + relation.format("rId3", "styles", "../xl/styles.xml")
            + relation.format("rId4", "chartsheet", "chartsheets/sheet1.xml")
        ),
        "xl/workbook.xml": f'<{p}workbook {x}><{p}workbookPr {settings}/><{p}sheets>'
        f'<{p}sheet name="Une feuille" sheetId="1" r:id="rId1"/>'
        f'<{p}sheet name="Graphique" sheetId="2" r:id="rId4"/></{p}sheets></{p}workbook>',
        "xl/worksheets/sheet1.xml": f"<{p}worksheet {x}><{p}sheetData>{sheet}</{p}sheetData></{p}worksheet>",
        "xl/sharedStrings.xml": f"<{p}sst {x}>{texts}</{p}sst>",
        "xl/styles.xml": f"<{p}styleSheet {x}>{styles}</{p}styleSheet>",
    }  # fmt: skip
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return buffer.getvalue()


def cells(content, number=0):
    """Cells of one sheet, by row and column."""
    sheet = read_xlsx(content)[number]
    return {(row, column): value for row, values in sheet.rows for column, value in values.items()}


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                TEXTS,
                st.integers(-(10**9), 10**9),
                st.floats(-1e9, 1e9),
                st.booleans(),
                st.dates(date(1901, 1, 1), date(2100, 1, 1)),
                st.sampled_from(["#N/A", "=A1+1"]),
            ),
            max_size=6,
        ),
        max_size=6,
    )
)
def test_cells_are_those_that_openpyxl_reads(rows):
    content = book(Feuille=rows)
    theirs = openpyxl.load_workbook(io.BytesIO(content)).active
    ours = cells(content)
    for row in theirs.iter_rows():
        for cell in row:
            found, value = ours.get((cell.row, cell.column)), cell.value
            if value is None or value == "":
                assert found is None
            elif cell.data_type == "f":
                assert found == Computed(None, value[1:])
            elif cell.data_type == "e":
                assert found == Broken(value)
            elif isinstance(value, datetime):
                assert found.when == PartialDate(value.year, value.month, value.day)
            else:
                assert found == value
                assert isinstance(found, bool) == isinstance(value, bool)


def test_shared_texts_are_read_with_their_pieces_and_without_their_phonetics():
    texts = (
        "<si><t>un</t></si>"
        "<si><r><rPr><b/></rPr><t xml:space='preserve'>deux </t></r><r><t>mots</t></r></si>"
        "<si><t>東京</t><rPh sb='0' eb='2'><t>とうきょう</t></rPh><phoneticPr fontId='1'/></si>"
        "<si><t>a_x000A_b_x005F_x0041_</t></si>"
    )
    row = "".join(f'<c r="{"ABCDE"[n]}1" t="s"><v>{n}</v></c>' for n in range(5))
    found = cells(minimal(f'<row r="1">{row}</row>', texts=texts))

    assert [found[1, n] for n in range(1, 5)] == ["un", "deux mots", "東京", "a\nb_x0041_"]
    assert found[1, 5] == Broken("4")


def test_rich_text_in_a_cell_is_one_text():
    made = openpyxl.Workbook()
    made.active["A1"] = CellRichText("un ", TextBlock(InlineFont(b=True), "deux"))
    assert cells(saved(made)) == {(1, 1): "un deux"}


def test_cells_and_rows_without_a_place_follow_each_other():
    first = "<row><c><v>1</v></c><c t='b'><v>1</v></c></row>"
    sheet = f"{first}<row/><row><c r='C3'><v>2</v></c><c><v>3</v></c></row>"
    assert cells(minimal(sheet)) == {(1, 1): 1.0, (1, 2): True, (3, 3): 2.0, (3, 4): 3.0}


@pytest.mark.parametrize(("prefix", "namespace"), [("x", MAIN), ("", STRICT), ("s", STRICT)])
def test_prefixes_and_the_strict_format_make_no_difference(prefix, namespace):
    p = f"{prefix}:" if prefix else ""
    sheet = (
        f'<{p}row r="2"><{p}c r="B2" t="inlineStr"><{p}is><{p}t>ici</{p}t></{p}is></{p}c></{p}row>'
    )
    assert cells(minimal(sheet, prefix=prefix, namespace=namespace)) == {(2, 2): "ici"}


def test_a_formula_comes_with_its_stored_result():
    sheet = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1" t="str"><f>"a"</f><v>a</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="E1"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    assert cells(minimal(sheet)) == {
        (1, 1): Computed(2.0, "1+1"),
        (1, 2): Computed(None, "1+1"),
        (1, 3): Computed("a", '"a"'),
        (1, 4): Computed(Broken("#DIV/0!"), "1/0"),
        (1, 5): Computed(3.0, ""),
    }


def test_dates_have_the_precision_of_their_format_and_times_are_numbers():
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="yyyy"/><numFmt numFmtId="171" formatCode="h:mm"/>'
        '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
        + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 17, 170, 171))
        + "</cellXfs>"
    )
    row = "".join(f'<c r="{"ABCDE"[n]}1" s="{n}"><v>44694.5</v></c>' for n in range(5))
    found = cells(
        minimal(f'<row r="1">{row}<c r="F1" s="99"><v>44694</v></c></row>', styles=styles)
    )

    assert found[1, 1] == 44694.5
    assert found[1, 2] == Day(PartialDate(2022, 5, 13), 44694.5)
    assert found[1, 3] == Day(PartialDate(2022, 5), 44694.5)
    assert found[1, 4] == Day(PartialDate(2022), 44694.5)
    assert found[1, 5] == 44694.5
    assert found[1, 6] == 44694.0


def test_days_counted_from_1904_are_the_same_days():
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active["A1"] = date(2022, 5, 13)
    assert cells(saved(made))[1, 1].when == PartialDate(2022, 5, 13)


def test_a_time_of_day_is_no_date():
    made = openpyxl.Workbook()
    made.active["A1"] = time(12, 0)
    assert cells(saved(made))[1, 1] == 0.5


@pytest.mark.parametrize("text", ["1e999", "nan", "inf", "0x10", "1_000", "١", "1" * 500])
def test_a_number_that_is_none_is_told_and_stops_nothing(text):
    assert isinstance(cells(minimal(f'<row r="1"><c r="A1"><v>{text}</v></c></row>'))[1, 1], Broken)


def test_charts_on_sheets_of_their_own_are_passed_over():
    assert [sheet.name for sheet in read_xlsx(minimal("<row/>"))] == ["Une feuille"]


def test_hidden_sheets_are_told():
    made = openpyxl.Workbook()
    made.create_sheet("Cachée").sheet_state = "hidden"
    assert [sheet.is_hidden for sheet in read_xlsx(saved(made))] == [False, True]


# ---- CSV ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_csv_file_is_read_whatever_saved_it(encoding, separator, ending):
    lines = [["Ville", "Été"], ['dit "oui"', "a;b,c\td"], [], ["", "œ"]]
    quoted = (
        separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line) for line in lines
    )
    content = ending.join([*quoted, ""]).encode(encoding)
    sheet = read_csv("dossier/feuille.csv", content, lambda cells: "Ville" in cells.values())

    assert sheet.name == "feuille"
    assert sheet.rows == (
        (1, {1: "Ville", 2: "Été"}),
        (2, {1: 'dit "oui"', 2: "a;b,c\td"}),
        (4, {2: "œ"}),
    )


def test_the_separator_that_excel_says_is_believed():
    sheet = read_csv("x.csv", b"sep=;\r\na,b;c\r\n", lambda _: 0)
    assert sheet.rows == ((2, {1: "a,b", 2: "c"}),)


def test_the_apostrophe_of_our_own_exports_is_taken_off():
    sheet = read_csv("x.csv", b"'=1+1;'a;-1\n", lambda _: 0)
    assert sheet.rows == ((1, {1: "=1+1", 2: "'a", 3: "-1"}),)


def test_line_breaks_in_a_cell_do_not_move_the_rows_under_it():
    sheet = read_csv("x.csv", b'a;"b\nc"\nd;e\n', lambda _: 0)
    assert [number for number, _ in sheet.rows] == [1, 2]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sheet_or_a_refusal(content):
    try:
        sheet = read_csv("x.csv", content, len)
    except WorkbookError:
        return
    assert all(shown(cell) for _, values in sheet.rows for cell in values.values())
