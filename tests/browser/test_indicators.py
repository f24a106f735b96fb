"""The explorer in a real browser: drawn without a network, reopened by its link, used by keyboard."""

import pytest
from playwright.sync_api import expect

from components.i18n import translator

from .accessibility import faults_in_both_schemes

MAIN = "[data-testid='stMain']"
CHART = f"{MAIN} [data-testid='stVegaLiteChart'] svg"
VIEWS = ("lines", "scatter", "distribution")


def open_view(page, server, query="", language="fr"):
    page.goto(f"{server}/indicateurs?lang={language}{query}")
    page.locator(f"{MAIN} .rc-footer").wait_for()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("slug", VIEWS)
def test_a_chart_is_drawn_without_a_network_and_without_eval(page, server, slug, language):
    open_view(page, server, f"&view={slug}", language)

    expect(page.locator(CHART)).to_be_visible()
    name = "Cambodge" if language == "fr" else "Cambodia"
    expect(page.locator(f"{CHART} text", has_text=name).first).to_be_visible()


def test_a_link_reopens_exactly_the_view(page, server):
    open_view(
        page, server, "&view=scatter&indicator=egdi_osi&second=odin_score&country=CHE&cities=hue"
    )
    finding = page.locator(".rc-finding").inner_text()
    page.reload()

    expect(page.locator(".rc-finding")).to_have_text(finding, use_inner_text=True)
    expect(page.locator(f"{CHART} text", has_text="Suisse").first).to_be_visible()
    expect(page.locator(f"{CHART} text", has_text="Vietnam").first).to_be_visible()


def test_a_choice_goes_to_the_address_and_back_brings_the_table(page, server):
    open_view(page, server)
    page.get_by_role("radio", name="Tableau").click()
    page.wait_for_url("**form=table*")

    expect(page.locator(".rc-explorer-table table")).to_be_visible()
    expect(page.locator(CHART)).to_have_count(0)
    page.reload()
    expect(page.locator(".rc-explorer-table table")).to_be_visible()


def test_nonsense_in_the_address_is_said_and_the_page_still_draws(page, server):
    open_view(page, server, "&indicator=zzz&country=KHM,QQQ")
    notice = page.locator(".rc-notice")

    expect(notice).to_contain_text("indicator=zzz")
    expect(notice).to_contain_text("country=QQQ")
    expect(page.locator(CHART)).to_be_visible()


def test_every_control_is_reached_by_keyboard(page, server):
    open_view(page, server, "&view=scatter")
    page.locator(CHART).wait_for()
    t = translator("fr")
    wanted = {
        t(f"indicators.choose.{name}") for name in ("indicator", "second", "country", "cities")
    }
    reached = set()
    page.locator(f"{MAIN} h1").evaluate("title => { title.tabIndex = -1; title.focus(); }")
    for _ in range(40):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "(document.activeElement.closest('.stSelectbox, .stMultiSelect') || {}).innerText || ''"
        )
        reached |= {name for name in wanted if label.startswith(name)}
    assert reached == wanted


@pytest.mark.parametrize(
    "query", ["", "&view=scatter", "&view=distribution", "&view=lists", "&form=table"]
)
def test_axe_finds_nothing_serious_that_is_ours(page, server, query):
    open_view(page, server, query)
    if query in {"", "&view=scatter", "&view=distribution"}:
        page.locator(CHART).wait_for()
    assert faults_in_both_schemes(page) == []


@pytest.mark.parametrize(
    "query", ["", "&view=scatter", "&view=distribution", "&view=lists", "&form=table"]
)
def test_every_view_fits_a_phone(new_page, server, query):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    open_view(page, server, query)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(MAIN).evaluate("box => box.scrollWidth - box.clientWidth") <= 0


def test_no_english_word_of_streamlit_stands_over_the_chart(page, server):
    open_view(page, server)
    page.locator(CHART).hover()

    expect(page.locator("[data-testid='stElementToolbar']:visible")).to_have_count(0)
