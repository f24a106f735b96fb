"""The file at the end: what it says of itself, and the same bytes for the same edition."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.presentation import Presentation as Deck

from components.i18n import Language
from components.pictures.svg import clean
from components.stage.powerpoint.template import LANGUAGE_TAG
from data.archive import zip_bytes

_SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"


def name_deck(
    deck: Deck,
    *,
    title: str,
    subject: str,
    keywords: str,
    author: str,
    language: Language,
    on: date,
) -> None:
    """Properties of the file; its author is an organisation, its dates those of the edition."""
    properties = deck.core_properties
    moment = datetime.combine(on, time())
    properties.title, properties.subject = clean(title)[:255], clean(subject)[:255]
    properties.keywords = clean(keywords)[:255]
    properties.author = properties.last_modified_by = clean(author)[:255]
    properties.language = LANGUAGE_TAG[language]
    properties.category = properties.comments = ""
    properties.created = properties.modified = moment
    properties.revision = 1


def in_sections(deck: Deck, sections: list[tuple[str, list[int]]]) -> None:
    """Group slides under names in the list of slides.

    Args:
        sections: Name and ids of the slides of each, in order; every slide in exactly one.
    """
    written = "".join(
        f'<p14:section name={quoteattr(clean(name))} id="{{{_identity(place, name)}}}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{slide_id}"/>' for slide_id in slide_ids)
        + "</p14:sldIdLst></p14:section>"
        for place, (name, slide_ids) in enumerate(sections)
        if slide_ids
    )
    extension = parse_xml(
        f'<p:extLst {nsdecls("p")}><p:ext uri="{_SECTIONS}">'
        f'<p14:sectionLst xmlns:p14="{_P14}">{written}</p14:sectionLst></p:ext></p:extLst>'
    )
    deck.part._element.append(extension)


def _identity(place: int, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"regards-croises/section/{place}/{name}")).upper()


def deck_bytes(deck: Deck, on: date) -> bytes:
    """The file; everything in it is dated the same day."""
    buffer = io.BytesIO()
    deck.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zip_bytes(files, on)
