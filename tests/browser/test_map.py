"""The map in a real browser, network closed."""

import random
from urllib.parse import parse_qs, urlsplit

import pytest
from shipped import shipped_dataset

from analysis.selection import FACETS, Selection, facet_options, select_cities

DATASET = shipped_dataset()
READY = ".rc-atlas[data-furnished='1']"
ADOPTED = f"[data-testid='stMain'] {READY}"


def open_map(page, server, query="lang=fr"):
    page.goto(f"{server}/carte?{query}")
    page.locator(ADOPTED).wait_for()


def shown_ids(page):
    rows = page.locator(".rc-city-list [data-city]")
    return set(rows.evaluate_all("rows => rows.map(row => row.dataset.city)"))


def click_city(page, name):
    """Click the marker of a city, whose name stands beside it, on the canvas."""
    label = page.locator(".rc-name", has_text=name).first
    label.wait_for()
    point = label.evaluate(
        "icon => { const box = icon.closest('.rc-map').getBoundingClientRect();"
        " const move = new DOMMatrix(getComputedStyle(icon).transform);"
        " const pane = new DOMMatrix(getComputedStyle("
        "icon.closest('.leaflet-map-pane')).transform);"
        " return { x: box.x + move.e + pane.e, y: box.y + move.f + pane.f }; }"
    )
    page.mouse.click(point["x"], point["y"])


def test_the_map_is_painted_before_streamlit_and_then_becomes_part_of_the_page(page, server):
    page.goto(f"{server}/carte?lang=fr")
    page.locator(".rc-atlas[data-ready='1']").wait_for()
    assert page.locator(".rc-atlas").get_attribute("data-count") == str(len(DATASET.cities))

    page.locator(ADOPTED).wait_for()
    assert page.locator(".rc-atlas").count() == 1
    assert page.locator("#rc-preview").count() == 0
    assert page.locator("h1").all_inner_texts() == ["Carte des villes"]


def test_the_list_carries_every_city_of_the_map(page, server):
    open_map(page, server)

    assert shown_ids(page) == set(DATASET.cities)


def test_a_filter_keeps_the_map_where_it_is_and_writes_the_address(page, server):
    open_map(page, server)
    land = page.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform")
    page.evaluate("document.querySelector('.rc-map').dataset.same = 'yes'")
    page.locator("[data-facet=network] summary").click()
    page.get_by_label("RVASE").check()

    rvase = {city.city_id for city in DATASET.cities.values() if "rvase" in city.network_ids}
    assert shown_ids(page) == rvase
    assert parse_qs(urlsplit(page.url).query)["network"] == ["rvase"]
    assert page.locator(".rc-map").get_attribute("data-same") == "yes"
    assert page.locator(".leaflet-map-pane").evaluate("pane => pane.style.transform") == land


def test_browser_and_server_filter_alike(page, server):
    """The rules stand twice, in Python and in JavaScript: random choices must agree."""
    chance = random.Random(20261124)
    options = facet_options(DATASET)
    queries = ["", "", "hue", "HUẾ", "eau", "trafic feux", "l’eau", "dechets", "Maroc", "open data"]
    choices = []
    for _ in range(60):
        names = chance.sample(FACETS, chance.randint(0, 3))
        chosen = {
            name: chance.sample(options[name], min(len(options[name]), chance.randint(1, 2)))
            for name in names
        }
        choices.append((chosen, chance.choice(queries)))
    open_map(page, server)
    found = page.evaluate(
        """async (choices) => {
          const settings = JSON.parse(document.getElementById("rc-settings").textContent);
          const module = settings.modules.map.replace("atlas.js", "facets.js");
          const { Choice, filterCities } = await import(module);
          const data = await (await fetch(`/data/${settings.version}/atlas.fr.json`)).json();
          return choices.map(([chosen, query]) => {
            const choice = new Choice(data.facets);
            for (const [name, codes] of Object.entries(chosen)) choice.chosen.set(name, new Set(codes));
            choice.query = query;
            return filterCities(data.cities, data.facets, choice).kept.map((city) => city.id).sort();
          });
        }""",
        choices,
    )
    for (chosen, query), ids in zip(choices, found, strict=True):
        selection = Selection(
            **{name: frozenset(codes) for name, codes in chosen.items()}, query=query
        )
        expected = sorted(city.city_id for city in select_cities(DATASET, selection))
        assert ids == expected, (chosen, query)


def test_the_count_beside_an_option_is_what_choosing_it_gives(page, server):
    open_map(page, server)
    page.locator("[data-facet=stage] summary").click()
    row = page.locator("[data-facet=stage] .rc-option", has_text="Pilote")
    announced = int(row.locator(".rc-facet-count").inner_text())
    row.locator("input").check()

    assert len(shown_ids(page)) == announced


def test_a_marker_opens_the_card_of_its_city_which_leads_to_its_page(page, server):
    open_map(page, server, "lang=fr&network=rvase")
    click_city(page, "Hué")
    card = page.locator(".rc-card-panel")
    card.get_by_role("heading", name="Hué").wait_for()
    assert "city=hue" in page.url
    assert card.locator("details.rc-sources").count() > 0

    card.get_by_role("link", name="Ouvrir la fiche de la ville").click()
    page.locator("[data-testid='stMain'] h1", has_text="Hué").wait_for()
    assert urlsplit(page.url).path == "/ville"


def test_overlapping_cities_can_be_told_apart(page, server):
    open_map(page, server)
    badge = page.locator(".rc-badge").first
    count = int(badge.inner_text())
    box = badge.locator("span").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    names = page.locator(".rc-chooser button")
    names.first.wait_for()
    assert names.count() >= min(count, 2)

    name = names.first.inner_text()
    names.first.click()
    page.locator(".rc-card-panel").get_by_role("heading", name=name).wait_for()


def test_a_copied_link_reopens_exactly_the_view_in_a_fresh_browser(new_page, server):
    first = new_page()
    open_map(first, server, "lang=fr")
    first.locator("[data-facet=country] summary").click()
    first.get_by_label("Laos").check()
    first.get_by_label("Vietnam").check()
    first.locator("[data-city=hue]").click()
    first.locator(".rc-card-panel h3").wait_for()
    first.get_by_role("button", name="Agrandir").click()
    first.wait_for_url("**view=**")

    second = new_page(locale="en-GB")
    second.goto(first.url)
    second.locator(ADOPTED).wait_for()
    second.locator(".rc-card-panel").get_by_role("heading", name="Hué").wait_for()
    assert second.get_by_label("Laos").is_checked()
    assert second.get_by_label("Vietnam").is_checked()
    assert second.locator("html").get_attribute("lang") == "fr"
    assert second.url == first.url


def test_a_filter_closes_the_card_of_a_city_that_it_leaves_out(page, server):
    open_map(page, server, "lang=fr&city=hue")
    page.locator(".rc-card-panel").get_by_role("heading", name="Hué").wait_for()
    page.locator("[data-facet=country] summary").click()
    page.get_by_label("France").check()
    page.locator(".rc-card-panel").wait_for(state="hidden")

    assert "hue" not in shown_ids(page)
    assert "city" not in parse_qs(urlsplit(page.url).query)


def test_back_closes_a_card_that_was_opened_from_the_list(page, server):
    open_map(page, server)
    page.locator("[data-city=hue]").click()
    page.locator(".rc-card-panel h3").wait_for()
    page.go_back()
    page.locator(".rc-card-panel").wait_for(state="hidden")

    assert page.locator(".rc-city-list [data-city=hue]").is_visible()


def test_two_to_six_cities_of_the_map_can_be_set_side_by_side(page, server):
    open_map(page, server)
    compare = page.get_by_role("link", name="Comparer ces villes")
    assert compare.count() == 0
    page.locator("[data-facet=country] summary").click()
    page.get_by_label("France").check()
    compare.click()
    page.wait_for_url("**/comparer?**")
    page.locator(".rc-chosen-city").first.wait_for()

    french = {city.city_id for city in DATASET.cities.values() if city.country_iso3 == "FRA"}
    assert set(parse_qs(urlsplit(page.url).query)["cities"][0].split(",")) == french


def test_the_language_changes_in_place(page, server):
    open_map(page, server, "lang=fr&network=rvase")
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Map of cities").wait_for()
    page.locator(".rc-count", has_text="7 of 75").wait_for()

    assert page.locator("html").get_attribute("lang") == "en"
    assert parse_qs(urlsplit(page.url).query) == {"lang": ["en"], "network": ["rvase"]}
    assert page.get_by_label("RVASE").is_checked()


def test_nonsense_in_the_address_is_ignored_and_said(page, server):
    open_map(page, server, "lang=fr&network=zzz,rvase&city=%3Cscript%3E&view=9,9,99")

    notice = page.locator(".rc-notice")
    notice.wait_for()
    assert "network=zzz" in notice.inner_text()
    assert "city=<script>" in notice.inner_text()
    assert len(shown_ids(page)) == 7


def test_the_whole_way_from_filter_to_city_page_goes_by_keyboard(page, server):
    open_map(page, server)
    search = page.get_by_role("searchbox")
    search.focus()
    page.keyboard.type("namur")
    page.locator(".rc-city-list li").nth(0).wait_for()
    assert shown_ids(page) == {"namur"}

    def tab_to(selector):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab")

    tab_to("[data-city=namur]")
    page.keyboard.press("Enter")
    page.locator(".rc-card-panel").get_by_role("heading", name="Namur").wait_for()
    tab_to(".rc-card-panel a[href^='/ville']")
    page.keyboard.press("Enter")
    page.locator("[data-testid='stMain'] h1", has_text="Namur").wait_for()


def test_the_map_taken_away_opens_without_a_network(new_page, server, tmp_path):
    page = new_page()
    open_map(page, server, "lang=fr&network=rvase")
    with page.expect_download() as started:
        page.get_by_role("link", name="Emporter la carte").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)

    taken = new_page(only=file.as_uri(), offline=True)
    taken.goto(file.as_uri())
    taken.locator(".leaflet-canvas-icon, .leaflet-overlay-pane canvas").first.wait_for()
    taken.get_by_text("Liste des villes").click()
    taken.get_by_role("button", name="Hué").click()
    popup = taken.locator(".leaflet-popup-content")
    popup.get_by_role("heading", name="Hué").wait_for()
    assert popup.locator("details.rc-sources").count() > 0
    assert taken.get_by_text("aucune prise de position").is_visible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_map_fits_a_phone(new_page, server, language):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    open_map(page, server, f"lang={language}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    scroller = page.locator("[data-testid='stMain']")
    assert scroller.evaluate("box => box.scrollWidth") <= 390
    top = page.locator(".rc-map").bounding_box()
    assert top["y"] < 500
