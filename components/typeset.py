"""Documents as PDF by Typst: data goes in as JSON, so text stays text; the same facts give the same bytes."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import typst

from components.address import address
from components.fonts import FAMILIES, font_dir
from components.i18n import Content, Language, Translate, day, partial_date, typography
from components.project_card import shown
from components.source_note import label
from components.theme import LIGHT
from data.dates import PartialDate, is_stale
from data.load import Dataset
from data.package import citation
from data.schema import Answer, Source

TEMPLATE_DIR = Path(__file__).parent / "documents"
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: tagged, with title, language and an alternative for what is drawn."""

UNBROKEN = 32
"""Longest run of letters that a line is trusted to hold; a longer one may break after as many."""

_FORGOTTEN_AFTER = 11
"""Typst keeps parts of a layout until this many others were made, for a faster second one."""

_ONE_AT_A_TIME = Lock()
_ZERO_WIDTH_SPACE = "\u200b"
_LONG_RUN = re.compile(rf"[^\s{_ZERO_WIDTH_SPACE}]{{{UNBROKEN + 1},}}")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Citations:
    """Numbers sources in the order they are first cited; one source keeps one number."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._numbers: dict[str, int] = {}

    def cite(self, source_ids: Sequence[str]) -> list[int]:
        """Numbers of these sources, ascending.

        Raises:
            KeyError: There is no such source.
        """
        for source_id in source_ids:
            if source_id not in self._dataset.sources:
                raise KeyError(source_id)
            self._numbers.setdefault(source_id, len(self._numbers) + 1)
        return sorted({self._numbers[source_id] for source_id in source_ids})

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources cited so far; the place of each is its number less one."""
        return tuple(self._numbers)

    def entries(self, language: Language, t: Translate) -> list[dict[str, Any]]:
        """Every cited source with what a reader needs to judge it."""
        return [
            _source_entry(number, self._dataset.sources[source_id], self._dataset, language, t)
            for source_id, number in self._numbers.items()
        ]


def _source_entry(
    number: int, source: Source, dataset: Dataset, language: Language, t: Translate
) -> dict[str, Any]:
    facts = [
        source.publisher,
        partial_date(source.published, language),
        typography(label(dataset, "source_language", source.language, language), language),
        t("source.grade", grade=source.grade.value),
    ]
    if web_address(source.url) is None:
        facts.append(t("source.offline"))
    return {
        "number": number,
        "title": source.title,
        "language": source.language,
        "url": web_address(source.url),
        "facts": " · ".join(facts),
    }


def web_address(url: str | None) -> str | None:
    """``url`` if a browser may be sent there (http or https), else None."""
    is_one = url and url.isprintable() and url.startswith(("http://", "https://"))
    return url if is_one else None


def words(text: Content, t: Translate) -> str:
    """Text from the tables; one that is not translated says in which language it is."""
    if not text.is_fallback or not text.text:
        return text.text
    return f"{text.text} ({t(f'content.only_in.{text.language}')})"


def aged(as_of: PartialDate | None, today: date, t: Translate) -> str | None:
    """« à confirmer » for a fact of more than 36 months, else None."""
    return t("fact.to_confirm") if is_stale(as_of, today) else None


def mark_legend(dataset: Dataset, language: Language) -> list[dict[str, str]]:
    """The five states with their names, in order."""
    return [
        {"state": state.value, "label": shown(dataset, "answer", state, language)}
        for state in Answer
    ]


def frame(
    dataset: Dataset,
    today: date,
    language: Language,
    t: Translate,
    *,
    title: str,
    kind: str,
    report_address: str | None,
) -> dict[str, Any]:
    """What every document bears: title, language, edition, colours, caution, licence, way to report.

    Args:
        title: Title of the file and of its first page.
        kind: What the document is, beside the name of the dashboard on each page.
        report_address: Where a reader reports an error, absolute; None: said in words only.
    """
    published = day(dataset.published_on, language)
    return {
        "title": title,
        "kind": kind,
        "app": t("app.name"),
        "tagline": t("app.tagline"),
        "language": language,
        "edition": t("footer.edition", edition=dataset.edition, date=published),
        "fonts": list(FAMILIES),
        "palette": asdict(LIGHT),
        "colophon": {
            "title": t("document.colophon"),
            "caution": t("document.caution"),
            "places": t("document.places"),
            "aged": t("document.aged", date=day(today, language)),
            "licence": t("footer.licence"),
            "cite": t("document.cite", citation=typography(citation(dataset, language), language)),
            "report": t("footer.report"),
            "report_url": web_address(report_address),
            "report_how": t("document.report"),
        },
    }


def report_link(origin: str, language: Language, city_id: str | None = None) -> str | None:
    """Absolute address of the page that takes corrections; None without an origin."""
    page = address("sources", language, city=city_id)
    return f"{origin}{page}#report" if origin else None


@contextmanager
def typesetting() -> Iterator[None]:
    """One document at a time, and nothing of it is kept.

    Typst would hold some 40 MB of each large document for the next ones: 550 MB in a server after a
    few, 800 MB when they are asked for at once; 220 MB so.
    """
    with _ONE_AT_A_TIME:
        try:
            yield
        finally:
            nothing = _compiler("nothing.typ", "")
            for _ in range(_FORGOTTEN_AFTER):
                nothing.compile(format="svg")


class Document:
    """One of our templates with its facts, laid out once and asked as often as needed."""

    def __init__(self, template: str, facts: Mapping[str, Any]) -> None:
        """Prepare a document.

        Args:
            template: File name in ``components/documents``.
            facts: What JSON can hold. Texts are cleaned on the way (:func:`printable`).
        """
        text = json.dumps(cleaned(facts), ensure_ascii=False, allow_nan=False)
        self._compiler = _compiler(template, text)

    def page_count(self) -> int:
        """Pages it fills.

        Raises:
            typst.TypstError: The template and the facts do not fit.
        """
        found = json.loads(self._compiler.query("<pages>", field="value", one=True))
        return int(found[0])

    def pdf(self, published_on: date) -> bytes:
        """The document as a tagged PDF.

        Args:
            published_on: Day written into the file, so that an edition always gives the same bytes.

        Raises:
            typst.TypstError: The template and the facts do not fit.
        """
        made_at = datetime.combine(published_on, time(), UTC)
        body = self._compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=made_at)
        if not isinstance(body, bytes):
            raise TypeError("a PDF is one file")
        return body

    def pictures(self, *, ppi: float) -> list[bytes]:
        """Its pages as PNG, to look at."""
        pages = self._compiler.compile(format="png", ppi=ppi)
        return pages if isinstance(pages, list) else [pages] if pages else []


def _compiler(template: str, data: str) -> typst.Compiler:
    return typst.Compiler(
        TEMPLATE_DIR / template,
        root=TEMPLATE_DIR,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_dir()]
    )


def printable(text: str) -> str:
    """``text`` as it can be set: no control character, nothing that reorders what follows it.

    Marks of direction (U+200E, U+200F) stay; runs of more than 32 letters get places to break.
    """
    text = _REORDERING.sub("", text)
    text = "".join(
        " " if char in "\t\r\n\u2028\u2029" else char
        for char in text
        if unicodedata.category(char) != "Cc" or char in "\t\r\n"
    )
    return _LONG_RUN.sub(_with_breaks, text)


def _with_breaks(run: re.Match[str]) -> str:
    letters = run[0]
    parts = [letters[start : start + UNBROKEN] for start in range(0, len(letters), UNBROKEN)]
    return _ZERO_WIDTH_SPACE.join(parts)


def cleaned(value: Any, name: str = "") -> Any:
    """``value`` with every text in it :func:`printable`; what is named ``…url`` or ``…svg`` stays."""
    if isinstance(value, str):
        return value if name.endswith(("url", "svg")) else printable(value)
    if isinstance(value, Mapping):
        return {key: cleaned(item, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value
