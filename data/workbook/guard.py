"""The door: what a file is, and whether it may be opened; memory and time are bounded from here on.

A workbook is a zip of XML. The directory of the zip is judged before anything is unpacked, parts are
unpacked in small pieces whose total is counted, and no XML with a document type is parsed, so that no
entity can swell or reach outside. Every refusal is a ``WorkbookError``.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Literal
from xml.parsers import expat

from data.workbook.problems import WorkbookError, both
from data.workbook.rules import BookRule, Both

MAX_FILE = 20_000_000
"""Bytes of a file, as it is given; 10 000 rows of facts take about three million."""

MAX_UNPACKED = 150_000_000
"""Bytes of all parts of a workbook, unpacked."""

MAX_RATIO, RATIO_FROM = 200, 2_000_000
"""How many times a part may swell, and the unpacked size from which it counts."""

MAX_PARTS = 2_000
MAX_SHEETS = 60
MAX_ROWS, MAX_CELLS, MAX_TEXT = 60_000, 1_500_000, 40_000_000
"""Filled rows, filled cells and characters of all sheets together."""

MAX_COLUMN, MAX_ROW = 256, 1_048_576
LONGEST_CELL = 32_767
PIECE = 65_536

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]

_DIRECTORY_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, Both], ...] = (
    (b"%PDF", both("PDF")),
    (b"{\\rtf", both("RTF")),
    (b"\x89PNG", both("PNG")),
    (b"\xff\xd8\xff", both("JPEG")),
    (b"GIF8", both("GIF")),
    (b"Rar!", both("RAR")),
    (b"7z\xbc\xaf", both("7z")),
    (b"\x1f\x8b", both("gzip")),
    (b"SQLite format 3", both("SQLite")),
)
_MACRO_NAMES = (".xlsm", ".xltm", ".xlam", ".xla", ".xlm")
_TEXT_NAMES = (".csv", ".tsv", ".txt")
_ANOTHER_ZIP: Mapping[str, Both] = {
    "word/": ("un document Word", "a Word document"),
    "ppt/": ("une présentation", "a presentation"),
    "Index/": both("Numbers (.numbers)"),
    "META-INF/": both("OpenDocument (.ods)"),
}
_MACRO_PART = re.compile(r"vbaproject|vbadata|/macrosheets/|/dialogsheets/|customui/", re.I)
_EMBEDDED_PART = re.compile(r"/(?:embeddings|activex|ctrlprops|model)/", re.I)
_LINKED_PART = re.compile(
    r"/(?:externallinks|querytables|webextensions)/|/connections\.xml$|/xmlmaps\.xml$", re.I
)
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]|\.\.")
_LONGEST_SHEET_NAME = 31


def kind_of(name: str, content: bytes) -> Literal["xlsx", "csv"]:
    """What a file is, by its first bytes; its name must say the same.

    Raises:
        WorkbookError: Empty, too large, or neither a workbook without macros nor a text.
    """
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if len(content) > MAX_FILE:
        raise WorkbookError(BookRule.TOO_LARGE, name=name, expected=_megabytes(MAX_FILE))
    if not content.strip():
        raise WorkbookError(BookRule.EMPTY_FILE, name=name)
    if content.startswith(_OLE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise WorkbookError(BookRule.LOCKED if is_locked else BookRule.OLD_FORMAT, name=name)
    for magic, shown in _MAGIC:
        if content.startswith(magic):
            raise WorkbookError(BookRule.OTHER_FORMAT, name=name, expected=shown)
    if suffix in _MACRO_NAMES:
        raise WorkbookError(BookRule.MACROS, name=name)
    if content.startswith(b"PK"):
        if suffix != ".xlsx":
            shown = ("un classeur ou un zip", "a workbook or a zip")
            raise WorkbookError(
                BookRule.OTHER_FORMAT,
                name=name,
                expected=(f"{shown[0]} nommé {suffix}", f"{shown[1]} named {suffix}"),
            )
        return "xlsx"
    start = content[:2000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"<"):
        shown = (
            both("XML") if start.startswith(b"<?xml") and b"<html" not in start else both("HTML")
        )
        raise WorkbookError(BookRule.OTHER_FORMAT, name=name, expected=shown)
    if suffix not in _TEXT_NAMES:
        shown = (f"un fichier nommé {suffix or name}", f"a file named {suffix or name}")
        if suffix == ".xlsx":
            shown = ("un texte nommé .xlsx", "a text named .xlsx")
        raise WorkbookError(BookRule.OTHER_FORMAT, name=name, expected=shown)
    return "csv"


class Package:
    """The parts of a workbook, unpacked in pieces; what a spreadsheet of facts has no use for is refused."""

    def __init__(self, content: bytes) -> None:
        """Judge the directory of the zip.

        Raises:
            WorkbookError: Broken, protected, a bomb, or holding macros, links or objects.
        """
        if content.count(_DIRECTORY_ENTRY) > MAX_PARTS:
            raise WorkbookError(BookRule.BOMB)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise _broken("zip") from error
        entries = self._archive.infolist()
        self.names = {entry.filename for entry in entries}
        self._left = MAX_UNPACKED
        if len(self.names) != len(entries):
            raise _broken("zip")
        for entry in entries:
            _check_entry(entry)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise WorkbookError(BookRule.BOMB)
        self._check_parts()

    def pieces(self, part: str) -> Iterator[bytes]:
        """Content of a part, in pieces.

        Raises:
            WorkbookError: The part is missing or damaged, or all parts read are too large.
        """
        try:
            with self._archive.open(part) as stream:
                while piece := stream.read(PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise WorkbookError(BookRule.BOMB)
                    yield piece
        except (
            zipfile.BadZipFile,
            zlib.error,
            KeyError,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
        ) as error:
            if isinstance(error, WorkbookError):
                raise
            raise _broken(part) from error

    def parse(
        self, part: str, start: Start, end: End | None = None, text: Text | None = None
    ) -> None:
        """Call ``start(tag, attributes)``, ``end(tag)`` and ``text(letters)`` for the XML of a part.

        Tags come without their prefix; attributes keep theirs.

        Raises:
            WorkbookError: Not well formed, or with a document type.
        """
        parse_xml(self.pieces(part), part, start, end, text)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Parts that a part points to: by their id, the last word of their type and their name.

        Raises:
            WorkbookError: A relation leads outside of the file; web addresses of cells may.
        """
        folder, _, name = part.rpartition("/")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            if tag != "Relationship":
                return
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "")
            if attributes.get("TargetMode", "").lower() == "external":
                if kind.lower() != "hyperlink":
                    raise WorkbookError(BookRule.EXTERNAL_LINK, expected=both(kind))
                return
            found[attributes.get("Id", "")] = (kind, _resolved(folder, target))

        file = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        if file in self.names:
            self.parse(file, start)
        return found

    def _check_parts(self) -> None:
        for part in sorted(self.names):
            if _MACRO_PART.search(part):
                raise WorkbookError(BookRule.MACROS)
            if _EMBEDDED_PART.search(part):
                raise WorkbookError(BookRule.EMBEDDED, expected=both(PurePosixPath(part).name))
            if _LINKED_PART.search(part):
                raise WorkbookError(BookRule.EXTERNAL_LINK, expected=both(PurePosixPath(part).name))
        if "[Content_Types].xml" not in self.names or not self.names & {
            name for name in self.names if name.startswith("xl/")
        }:
            for start, shown in _ANOTHER_ZIP.items():
                if any(name.startswith(start) for name in self.names):
                    raise WorkbookError(BookRule.OTHER_FORMAT, expected=shown)
            raise WorkbookError(BookRule.OTHER_FORMAT, expected=both("zip"))

        def start_type(_: str, attributes: Mapping[str, str]) -> None:
            kind = attributes.get("ContentType", "").lower()
            if "macroenabled" in kind or "vbaproject" in kind or "sheet.binary" in kind:
                raise WorkbookError(BookRule.MACROS)

        self.parse("[Content_Types].xml", start_type)
        for part in sorted(self.names):
            if part.endswith(".rels"):
                folder, _, name = part.removesuffix(".rels").rpartition("/")
                self.relations(f"{folder.removesuffix('_rels')}{name}")


def parse_xml(
    pieces: Iterator[bytes],
    part: str,
    start: Start,
    end: End | None = None,
    text: Text | None = None,
) -> None:
    """As ``Package.parse``, for any pieces."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise WorkbookError(BookRule.ENTITY)

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        start(tag.rpartition(":")[2] if ":" in tag else tag, attributes)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = on_start
    if end is not None:
        on_end = end
        parser.EndElementHandler = lambda tag: on_end(tag.rpartition(":")[2] if ":" in tag else tag)
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise _broken(part) from error


def check_sheet_name(name: str) -> None:
    """Refuse a name that leads to another place, or that no spreadsheet could have written.

    Raises:
        WorkbookError: The name is not one of a sheet.
    """
    if not name.strip() or len(name) > _LONGEST_SHEET_NAME or _SHEET_NAME.search(name):
        raise WorkbookError(BookRule.SHEET_NAME, value=name)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise WorkbookError(BookRule.LOCKED)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _broken("zip")
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise _broken("zip")
    if entry.file_size > max(RATIO_FROM, MAX_RATIO * entry.compress_size):
        raise WorkbookError(BookRule.BOMB)


def _resolved(folder: str, target: str) -> str:
    """Name of a part, from where it is named."""
    parts: list[str] = [] if target.startswith("/") else folder.split("/") if folder else []
    for step in target.strip("/").split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def _broken(part: str) -> WorkbookError:
    return WorkbookError(BookRule.BROKEN, expected=both(part))


def _megabytes(size: int) -> Both:
    return (f"{size // 1_000_000} Mo", f"{size // 1_000_000} MB")
