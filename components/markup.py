"""The only module that turns text from data into markup.

Everything on a page that is not a Streamlit widget is built from the elements of htpy, which escape
every ``str``: only another element passes as markup. Text that lands elsewhere (a folium popup, a
Markdown label) has its own escape here.
"""

from __future__ import annotations

import html
import re

import htpy as h
import streamlit as st
from markupsafe import Markup

from components.i18n import Content, Language, Translate

Node = h.Node
Element = h.Renderable

_TEMPLATE_LITERAL = str.maketrans(
    {"\\": "&#92;", "`": "&#96;", "$": "&#36;", "{": "&#123;", "}": "&#125;"}
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:])")
_SAFE_SCHEME = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def show(*nodes: Node) -> None:
    """Draw elements at this place of the page."""
    st.html(str(h.fragment[nodes]))


def leaflet_text(value: object) -> str:
    """Escape ``value`` for a folium popup or tooltip.

    folium writes popup and tooltip text into a JavaScript template literal, and compiles what it has
    written once more as a Jinja template on the server (folium 0.20, ``Popup.render``). So the
    characters of HTML, backslash, backtick, dollar and braces must all be neutral.
    """
    return html.escape(str(value), quote=True).translate(_TEMPLATE_LITERAL)


def leaflet_markup(node: Node) -> str:
    """Render an element for a folium popup or tooltip (see :func:`leaflet_text`)."""
    return str(h.fragment[node]).translate(_TEMPLATE_LITERAL)


def markdown_text(value: object) -> str:
    """Escape ``value`` for a Streamlit label, which reads Markdown."""
    return _MARKDOWN.sub(r"\\\1", str(value))


_LOOK_ALIKES = str.maketrans(
    {"\\": "/", "`": "’", "*": "∗", "_": " ", "[": "(", "]": ")", "<": "‹", ">": "›"}
    | {"~": "∼", "$": "＄", "|": "¦", "\n": " "}
)
_LINE_START = re.compile(r"\s*(?:[#+-]|\d+[.)])")


def plain_label(value: object) -> str:
    """``value`` without anything Markdown reads, for the label of a box.

    Streamlit draws a label as Markdown and gives the same text to a screen reader as it stands: the
    backslashes of :func:`markdown_text` would be read out.
    """
    text = str(value).translate(_LOOK_ALIKES)
    text = re.sub(r":(?=\S)", ": ", text)
    return f"\u2060{text}" if _LINE_START.match(text) else text


def safe_url(address: str | None) -> str | None:
    """The address if it is http or https, else None (``javascript:`` and the like never pass)."""
    return address if address and _SAFE_SCHEME.fullmatch(address) else None


def isolated(text: str) -> Element:
    """Text whose writing direction cannot leak into what stands beside it."""
    return h.bdi[text]


def prose(text: Content, t: Translate) -> Node:
    """Text from the tables; if it is not translated, in its own language and saying so."""
    if not text.is_fallback:
        return text.text
    return [
        h.span(lang=text.language)[text.text],
        " ",
        h.span(".rc-fallback")[f"({t(f'content.only_in.{text.language}')})"],
    ]


def external_link(
    label: Node, address: str | None, t: Translate, *, lang: str | None = None
) -> Node:
    """A link that leaves the dashboard, in a new tab; plain text when there is no safe address."""
    if (url := safe_url(address)) is None:
        return h.span(lang=lang)[label]
    return h.a(".rc-external", href=url, target="_blank", rel="noopener noreferrer", lang=lang)[
        label, h.span(".rc-hidden")[f" ({t('source.new_tab')})"]
    ]


def internal_link(label: Node, address: str, class_: str | None = None) -> Element:
    """A link to another view of the dashboard; followed without reloading the page."""
    return h.a(class_=class_, href=address, data_rc_nav=True)[label]


def style(css: str) -> Element:
    """A style sheet of ours (never text from data)."""
    return h.style[Markup(css)]  # noqa: S704


def language_attribute(language: Language, reader: Language) -> str | None:
    """``lang`` attribute to set on text, or None when it is the reader's own language."""
    return None if language == reader else language
