"""The first HTML of every page: whole, in one language, from our own server, without inline script."""

import json
import re
from html.parser import HTMLParser

import pytest

from components.address import HEADER_PAGES, PAGE_PATHS, address
from components.assets import STATIC_DIR, asset_url, leaflet_dir, streamlit_static_dir
from components.frame import (
    CATALOGUE_PAGES,
    first_page,
    frame_settings,
    header,
    header_label,
    style_sheet,
)
from components.i18n import LANGUAGES, translator
from components.server import CONTENT_SECURITY_POLICY, asset_file
from components.theme import DARK, LIGHT, css_variables

VERSION = "v1"
VOID = {"meta", "link", "br", "img", "input"}

every_language = pytest.mark.parametrize("language", LANGUAGES)
every_page = pytest.mark.parametrize("page", list(PAGE_PATHS))


class Document(HTMLParser):
    """Elements of a document as (tag, attributes, text), in order; refuses tags that do not close."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        element = [tag, dict(attrs), ""]
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if self.open:
            self.open[-1][2] += data

    def all(self, tag, **attributes):
        return [
            (found, text)
            for name, found, text in self.elements
            if name == tag and attributes.items() <= found.items()
        ]

    def one(self, tag, **attributes):
        [found] = self.all(tag, **attributes)
        return found


def document(page="map", language="fr", version=VERSION):
    return Document(first_page(page, language, version))


def settings_of(found):
    return json.loads(found.one("script", id="rc-settings")[1])


@every_language
@every_page
def test_the_document_says_its_language_and_its_title(page, language):
    found, t = document(page, language), translator(language)

    assert first_page(page, language, VERSION).startswith("<!DOCTYPE html>\n")
    assert found.one("html")[0] == {"lang": language}
    assert found.one("title")[1] == f"{t(f'nav.{page}')} · {t('app.name')}"
    assert found.one("meta", name="description")[0]["content"] == t("app.tagline")
    assert found.one("noscript")[1] == t("nav.noscript")


def test_nobody_is_kept_from_enlarging_the_page():
    content = document().one("meta", name="viewport")[0]["content"]
    assert "maximum-scale" not in content
    assert "user-scalable" not in content


@every_language
@every_page
def test_the_header_leads_to_every_page_and_marks_the_one_that_is_open(page, language):
    found = Document(str(header(page, language)))
    links = [(link, text) for link, text in found.all("a") if link.get("data-rc-nav") in PAGE_PATHS]
    named = {text: link for link, text in links if text}

    for name in HEADER_PAGES:
        link = named[header_label(name, language)]
        assert link["href"] == address(name, language)
        assert link.get("aria-current") == ("page" if name == page else None)


@every_language
@every_page
def test_the_header_offers_the_same_page_in_the_other_language(page, language):
    found = Document(str(header(page, language)))

    for code in LANGUAGES:
        link, text = found.one("a", hreflang=code)
        assert link["href"] == address(page, code)
        assert link["lang"] == code
        assert text == code.upper()
        assert link.get("aria-current") == ("true" if code == language else None)


@every_language
def test_what_has_no_visible_words_in_the_header_has_a_name(language):
    found, t = Document(str(header("map", language))), translator(language)

    assert found.one("nav")[0]["aria-label"] == t("nav.label")
    assert found.one("div", role="group")[0]["aria-label"] == t("nav.language")
    assert found.one("input")[0]["aria-label"] == t("nav.find")
    assert found.one("a", href="#root")[1] == t("nav.skip")


@every_page
def test_no_script_is_written_in_the_page(page):
    """The policy of the server refuses inline scripts; the settings are data."""
    assert "script-src 'self'" in CONTENT_SECURITY_POLICY
    for script, text in document(page).all("script"):
        if script.get("id") == "rc-settings":
            assert script["type"] == "application/json"
        else:
            assert script == {"type": "module", "src": asset_url("js/frame.js")}
            assert text == ""
    for _, attributes, _ in document(page).elements:
        assert not [name for name in attributes if name.startswith("on")]


@every_language
@every_page
def test_every_file_the_page_names_is_ours_and_exists(page, language):
    prefix = asset_url("")
    found = document(page, language)
    named = [link["href"] for link, _ in found.all("link")]
    named += [script["src"] for script, _ in found.all("script") if "src" in script]
    named += re.findall(r'url\("([^"]+)"\)', style_sheet())

    assert len(named) > 5
    for target in named:
        if target.startswith(prefix):
            assert asset_file(target.removeprefix(prefix)), target
        elif target.startswith("/static/"):
            assert (streamlit_static_dir() / target.lstrip("/")).is_file(), target
        else:
            assert target == f"/data/{VERSION}/{CATALOGUE_PAGES[page]}.{language}.json"


@every_page
def test_only_a_page_with_a_browser_module_asks_for_its_data_beforehand(page):
    asked = [link["href"] for link, _ in document(page).all("link", rel="preload")]
    assert any(target.startswith("/data/") for target in asked) == (page in CATALOGUE_PAGES)


def test_settings_are_what_the_frame_reads():
    settings = settings_of(document(version="2026.11-abc"))

    assert settings == json.loads(json.dumps(frame_settings("2026.11-abc")))
    assert settings["version"] == "2026.11-abc"
    assert settings["paths"] == PAGE_PATHS
    assert settings["modules"].keys() == CATALOGUE_PAGES.keys()
    assert settings["streamlit"]["scripts"]
    for language in LANGUAGES:
        words = settings["languages"][language]
        assert words["titles"].keys() == PAGE_PATHS.keys()
        assert all(words.values())


def test_the_frame_is_given_every_setting_it_uses():
    script = (STATIC_DIR / "js" / "frame.js").read_text(encoding="utf-8")
    settings = frame_settings(VERSION)

    assert set(re.findall(r"\bsettings\.(\w+)", script)) <= settings.keys()
    used = set(re.findall(r"\b(?:words|settings\.languages\[[^\]]+\])\.(\w+)", script))
    assert {"titles", "app", "offline"} <= used
    for language in LANGUAGES:
        assert used <= settings["languages"][language].keys()


@pytest.mark.parametrize("version", ["</script><script>alert(1)</script>", "<!--", '"\\'])
def test_settings_cannot_close_their_element(version):
    found = document(version=version)

    assert settings_of(found)["version"] == version
    assert len(found.all("script")) == len(document().all("script"))


def test_both_palettes_are_there_and_paper_is_light():
    css = style_sheet()
    light, dark, printed = (
        css.index(text)
        for text in (
            f":root {{ color-scheme: light dark; {css_variables(LIGHT)} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {css_variables(DARK)} }} }}",
            f"@media print {{ :root {{ {css_variables(LIGHT)} }} }}",
        )
    )
    assert light < dark < printed


def test_every_style_sheet_is_in_the_page_the_common_one_first():
    css = style_sheet()
    places = {
        path.name: css.index(path.read_text(encoding="utf-8"))
        for path in STATIC_DIR.glob("css/*.css")
    }
    assert min(places, key=places.__getitem__) == "page.css"
    assert len(places) > 1


def test_no_style_sheet_can_close_its_element():
    assert "</" not in style_sheet()
    assert "@import" not in style_sheet()


def test_leaflet_is_the_one_of_the_installed_package():
    assert asset_file("leaflet/leaflet-src.esm.js") == leaflet_dir() / "leaflet-src.esm.js"
