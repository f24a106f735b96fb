"""Text from data stays text, wherever it lands: in HTML, in a folium popup, in Markdown, in a link."""

import html
import re
from html.parser import HTMLParser

import htpy as h
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from streamlit.testing.v1 import AppTest

from components.i18n import Content, translator
from components.markup import (
    external_link,
    internal_link,
    isolated,
    language_attribute,
    leaflet_markup,
    leaflet_text,
    markdown_text,
    prose,
    safe_url,
    style,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "${alert(1)}",
    "`;alert(1);`",
    r"\x3cimg src=x\x3e",
    r"\u003cimg src=x\u003e",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;",
    '=HYPERLINK("http://x.invalid","x")',
    "[x](javascript:alert(1)) ![x](http://x.invalid/x.png)",
    ":material/home: $x^2$ **b** _i_",
    "abc\u202edcba\u202c",
    "W" * 500,
]
T = translator("fr")


class Reading(HTMLParser):
    """What a browser makes of markup: its text, and the elements and attributes in it."""

    def __init__(self, markup):
        super().__init__()
        self.text = ""
        self.elements = []
        self.feed(str(markup).encode().decode())  # a plain str: markupsafe's would escape again
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    @property
    def tags(self):
        return [tag for tag, _ in self.elements]


def after_folium(source):
    """Text that Leaflet is given: compiled as Jinja, then read as a JavaScript template literal."""
    compiled = Environment(autoescape=False).from_string(source).render()
    assert "`" not in compiled
    assert "${" not in compiled
    assert "\\" not in compiled
    return compiled


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_an_element_is_text(text):
    seen = Reading(h.p(title=text)[text, isolated(text)])

    assert seen.tags == ["p", "bdi"]
    assert seen.elements[0][1] == {"title": text}
    assert seen.text == text * 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_popup_is_text(text):
    seen = Reading(after_folium(leaflet_text(text)))

    assert seen.tags == []
    assert seen.text == text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_sign_of_html_of_a_template_or_of_a_template_literal_reaches_a_popup(text):
    assert not set(leaflet_text(text)) & set("<>\"'`$\\{}")
    assert not set(leaflet_markup(h.b[text])) & set("`$\\{}")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_inside_the_markup_of_a_popup_is_text(text):
    seen = Reading(after_folium(leaflet_markup([h.b(title=text)[text]])))

    assert seen.elements == [("b", {"title": text})]
    assert seen.text == text


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\0")))
def test_any_text_in_a_popup_comes_back_as_it_was(text):
    whole = f"{text}."  # Jinja drops one line break at the end
    assert html.unescape(after_folium(leaflet_text(whole))) == whole


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_label_keeps_no_sign_of_markdown(text):
    escaped = markdown_text(text)

    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]<>$:#|{}()!]", escaped)
    assert re.sub(r"\\(.)", r"\1", escaped) == text


def draw_hostile_text():
    import streamlit

    from components.markup import markdown_text, show

    streamlit.title(markdown_text("<b>x</b> [y](z)"), anchor=False)
    show("<b>x</b>", None, ["<i>y</i>"])


def test_what_is_drawn_is_escaped():
    app = AppTest.from_function(draw_hostile_text).run()

    assert not app.exception
    [drawn] = app.get("html")
    assert drawn.proto.body == "&lt;b&gt;x&lt;/b&gt;&lt;i&gt;y&lt;/i&gt;"
    assert app.title[0].value == r"\<b\>x\</b\> \[y\]\(z\)"


@pytest.mark.parametrize(
    ("url", "is_safe"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("javascript://example.org/%0aalert(1)", False),
        ("ftp://example.org/", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//example.org", False),
        ("/ville", False),
        ("https://example.org/ onclick=alert(1)", False),
        ("https://example.org\n", False),
        ("", False),
        (None, False),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url, is_safe):
    assert safe_url(url) == (url if is_safe else None)
    assert ("a" in Reading(external_link("x", url, T)).tags) == is_safe


def test_a_link_out_opens_a_new_tab_which_it_says_and_which_cannot_reach_back():
    seen = Reading(external_link("<b>Titre</b>", "https://example.org/?a=1&b=2", T, lang="vi"))
    link = dict(seen.elements)["a"]

    assert link["href"] == "https://example.org/?a=1&b=2"
    assert link["target"] == "_blank"
    assert set(link["rel"].split()) >= {"noopener", "noreferrer"}
    assert link["lang"] == "vi"
    assert seen.text == f"<b>Titre</b> ({T('source.new_tab')})"


def test_without_a_safe_address_the_title_of_a_source_stays_readable():
    seen = Reading(external_link("Titre", "javascript:alert(1)", T, lang="en"))

    assert seen.elements == [("span", {"lang": "en"})]
    assert seen.text == "Titre"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_link_of_ours_is_text(text):
    seen = Reading(internal_link(text, f"/ville?q={text}", "rc-card"))

    assert seen.tags == ["a"]
    assert seen.text == text
    assert seen.elements[0][1]["href"] == f"/ville?q={text}"
    assert "data-rc-nav" in seen.elements[0][1]


def test_text_in_another_language_says_which_one():
    seen = Reading(h.p[prose(Content("<b>Hanoi</b>", "en", is_fallback=True), T)])

    assert seen.elements[1] == ("span", {"lang": "en"})
    assert seen.text == f"<b>Hanoi</b> ({T('content.only_in.en')})"


def test_text_in_the_language_of_the_reader_stands_alone():
    assert str(h.p[prose(Content("Hué", "fr", is_fallback=False), T)]) == "<p>Hué</p>"


@pytest.mark.parametrize(
    ("language", "reader", "expected"), [("fr", "fr", None), ("en", "fr", "en"), ("fr", "en", "fr")]
)
def test_only_a_foreign_language_is_declared(language, reader, expected):
    assert language_attribute(language, reader) == expected


def test_a_style_sheet_of_ours_is_not_escaped():
    assert str(style("a > b { color: red }")) == "<style>a > b { color: red }</style>"
