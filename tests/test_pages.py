"""Every page in both languages, run inside the shell as a visitor runs it."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.address import PAGE_PATHS
from components.i18n import LANGUAGES, day, translator
from components.session import published_dataset

ROOT = Path(__file__).parent.parent
SHELL = ROOT / "components" / "shell.py"
HOSTILE = "<script>alert(1)</script>"
PARAMETERS = {
    "overview": "missing",
    "map": "country",
    "city": "city",
    "projects": "stage",
    "maturity": "group",
    "comparison": "cities",
    "indicators": "indicator",
    "stage": "extent",
    "sources": "source",
}
"""For each page of the readers, one parameter of its address that nonsense can be written into."""

every_page = pytest.mark.parametrize("page", list(PAGE_PATHS))
every_language = pytest.mark.parametrize("language", LANGUAGES)


def open_page(page: str, **parameters: str) -> AppTest:
    app = AppTest.from_file(str(SHELL), default_timeout=60)
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    if page != "overview":
        app.switch_page(f"../pages/{page}.py")
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
    assert not app.exception
    return app


def go_on(app: AppTest, page: str) -> AppTest:
    """Follow a link that says nothing but its page."""
    app.switch_page(f"../pages/{page}.py")
    app.query_params.clear()
    app.run()
    assert not app.exception
    return app


def title_of(page: str, language: str) -> str:
    """What a visitor who has not signed in reads at the top of a page."""
    closed = page in {"desk", "edit", "imports"}
    return translator(language)("staff.refused.title" if closed else f"{page}.title")


def titles(app: AppTest) -> list[str]:
    return [title.value for title in app.title]


def markup(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def footer(app: AppTest) -> str:
    [found] = re.findall(r'<footer class="rc-footer">.*?</footer>', markup(app))
    return found


def test_every_page_of_the_address_is_a_file_and_every_file_a_page():
    assert {path.stem for path in (ROOT / "pages").glob("*.py")} == set(PAGE_PATHS)


@every_language
@every_page
def test_a_page_opens_under_one_title_in_the_language_of_the_address(page, language):
    assert titles(open_page(page, lang=language)) == [title_of(page, language)]


@every_language
@every_page
def test_every_page_ends_with_edition_licence_and_the_way_to_report(page, language):
    dataset, t = published_dataset(), translator(language)
    text = footer(open_page(page, lang=language))

    date = day(dataset.published_on, language)
    assert t("footer.edition", edition=dataset.edition, date=date) in text
    assert t("footer.licence") in text
    assert f"/sources?lang={language}#report" in text


@every_page
def test_the_language_chosen_once_is_kept_on_the_next_pages(page):
    app = open_page("overview", lang="en")

    assert titles(go_on(app, page)) == [title_of(page, "en")]


def test_the_address_changes_the_language_that_was_kept():
    app = go_on(open_page("overview", lang="en"), "sources")
    app.query_params["lang"] = "fr"

    assert titles(app.run()) == [translator("fr")("sources.title")]
    assert titles(go_on(app, "map")) == [translator("fr")("map.title")]


def test_a_language_that_does_not_exist_is_french():
    assert titles(open_page("overview", lang="xx")) == [translator("fr")("overview.title")]


def test_two_visitors_have_two_languages():
    first, second = open_page("overview", lang="fr"), open_page("overview", lang="en")

    assert titles(go_on(first, "sources")) == [translator("fr")("sources.title")]
    assert titles(go_on(second, "sources")) == [translator("en")("sources.title")]


@every_language
@pytest.mark.parametrize(
    ("page", "parameter"), [item for item in PARAMETERS.items() if item[0] != "overview"]
)
def test_nonsense_in_the_address_is_named_and_the_page_still_opens(page, parameter, language):
    app = open_page(page, lang=language, **{parameter: HOSTILE})

    assert titles(app) == [translator(language)(f"{page}.title")]
    body = markup(app)
    named = f"{parameter}=&lt;script&gt;alert(1)&lt;/script&gt;"
    assert translator(language)("address.ignored", values=named) in body
    assert "<script" not in body


@every_language
def test_a_page_that_does_not_exist_leads_to_the_overview_and_says_so(language):
    app = open_page("overview", lang=language, missing=HOSTILE)

    assert titles(app) == [translator(language)("overview.title")]
    escaped = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
    assert translator(language)("address.page", page=escaped) in markup(app)
    assert "<script" not in markup(app)


@every_page
def test_a_good_address_gets_no_notice(page):
    assert "rc-notice" not in markup(open_page(page, lang="fr"))


@every_language
@every_page
def test_nothing_a_page_shows_is_a_key_or_a_placeholder(page, language):
    """« city.title », « {count} » or « None » would be ours, not the reader's."""
    body = re.sub(r"<[^>]*>", " ", markup(open_page(page, lang=language)))

    assert not re.findall(r"\{[a-z_]*\}", body)
    assert not re.findall(r"\bNone\b|\bnan\b", body)
    keys = {f"{name}.{part}" for name in PAGE_PATHS for part in ("title", "lead")}
    assert not {key for key in keys if key in body}


@every_language
@every_page
def test_links_of_a_page_lead_to_pages_and_files_of_ours_or_open_apart(page, language):
    ours = {f"/{path}" for path in PAGE_PATHS.values()}
    links = re.findall(r"<a\b[^>]*>", markup(open_page(page, lang=language)))

    assert links
    for link in links:
        [target] = re.findall(r'href="([^"]*)"', link)
        if target.startswith("/stage/"):
            assert 'target="_blank"' in link, link
            assert f"lang={language}" in target, link
        elif target.startswith("/") and not target.startswith(("/downloads/", "/charts/")):
            assert re.split(r"[?#]", target)[0] in ours, link
            assert f"lang={language}" in target or "hreflang" in link, link
        elif target.startswith("http"):
            assert 'rel="noopener noreferrer"' in link, link
        else:
            assert target.startswith(("#", "/downloads/", "/charts/", "mailto:")), link
