"""The catalogue of projects in a real browser, network closed."""

import random
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from shipped import shipped_dataset

from analysis.selection import FACETS, Selection, facet_options, select_projects
from components.i18n import sort_key

DATASET = shipped_dataset()
OPTIONS = facet_options(DATASET)
READY = ".rc-catalogue[data-furnished='1']"
ADOPTED = f"[data-testid='stMain'] {READY}"
TITLES = ".rc-tile-title a"
HOSTILE = '</b><img src=x onerror="window.hit=1"><script>window.hit=1</script> ${1} `x` \u202e'
LONG = "W" * 300
FIND_MODULES = """
  const settings = JSON.parse(document.getElementById("rc-settings").textContent);
  const url = settings.modules.projects;
  const data = await (await fetch(`/data/${settings.version}/catalogue.fr.json`)).json();
"""

SELECTIONS = {
    "all": {},
    "stage": {"stage": ["pilot", "unknown"]},
    "line and level": {"line": ["A2.1"], "technology": ["high"]},
    "axis and country": {"line": ["A3"], "country": ["VNM", "KHM"]},
    "network and actor": {"network": ["rvase"], "actor": ["academia"]},
    "form and strategy": {"form": ["open_data"], "status": ["adopted"]},
    "text": {"q": "eau"},
}


def selection_of(chosen):
    filters = {name: frozenset(codes) for name, codes in chosen.items() if name != "q"}
    return Selection(**filters, query=chosen.get("q", ""))


def address_of(chosen, **more):
    pairs = {
        name: codes if isinstance(codes, str) else ",".join(codes) for name, codes in chosen.items()
    }
    return urlencode({"lang": "fr"} | pairs | more, safe=",")


def open_projects(page, server, query="lang=fr"):
    page.goto(f"{server}/projets?{query}")
    page.locator(ADOPTED).wait_for()


def parameters(page):
    return {name: value for name, [value] in parse_qs(urlsplit(page.url).query).items()}


def unfold_all(page):
    """Press « Afficher la suite » until everything is drawn."""
    more = page.locator(".rc-more")
    while more.is_visible():
        more.click()


def opened(page):
    """The opened project, once its text is there."""
    detail = page.locator("dialog[open] .rc-project-detail")
    detail.wait_for()
    return detail


def first_painted(page, server):
    page.goto(f"{server}/projets?lang=fr")
    page.locator(".rc-catalogue[data-ready='1']").wait_for()


def test_cards_are_painted_before_streamlit_and_then_become_part_of_the_page(page, server):
    first_painted(page, server)
    assert page.evaluate("performance.getEntriesByName('rc-first-card').length") == 1
    assert page.locator(".rc-catalogue").get_attribute("data-count") == str(len(DATASET.projects))

    page.locator(ADOPTED).wait_for()
    assert page.locator(".rc-catalogue").count() == 1
    assert page.locator("#rc-preview").count() == 0
    assert page.locator("h1").all_inner_texts() == ["Projets pilotes"]


@pytest.mark.parametrize("chosen", SELECTIONS.values(), ids=SELECTIONS)
def test_the_count_and_each_option_are_those_of_the_python_selection(page, server, chosen):
    open_projects(page, server, address_of(chosen))
    selection = selection_of(chosen)
    kept = select_projects(DATASET, selection)

    assert page.locator(".rc-catalogue").get_attribute("data-count") == str(len(kept))
    shown = {
        tuple(pair): int(count)
        for pair, count in page.locator(".rc-option").evaluate_all(
            "rows => rows.map(row => [[row.querySelector('input').name,"
            " row.querySelector('input').value],"
            " row.querySelector('.rc-facet-count').textContent])"
        )
    }
    expected = {
        (name, code): len(select_projects(DATASET, replace(selection, **{name: frozenset({code})})))
        for name in FACETS
        for code in OPTIONS[name]
    }
    assert shown == expected


def test_browser_and_server_keep_the_same_projects(page, server):
    """The rules stand twice, in Python and in JavaScript: random choices must agree."""
    chance = random.Random(20261124)
    queries = ["", "", "hue", "HUẾ", "eau", "l’eau", "trafic feux", "dechets", "Maroc", "open data"]
    choices = []
    for _ in range(60):
        chosen = {
            name: chance.sample(OPTIONS[name], min(len(OPTIONS[name]), chance.randint(1, 2)))
            for name in chance.sample(FACETS, chance.randint(0, 3))
        }
        choices.append(chosen | {"q": chance.choice(queries)})
    first_painted(page, server)
    found = page.evaluate(
        "async (choices) => {"
        + FIND_MODULES
        + """
          const { Choice, filterProjects } = await import(url.replace("catalogue.js", "facets.js"));
          return choices.map(({ q, ...chosen }) => {
            const choice = new Choice(data.facets);
            for (const [name, codes] of Object.entries(chosen)) {
              choice.chosen.set(name, new Set(codes));
            }
            choice.query = q;
            const { kept } = filterProjects(data.projects, data.facets, choice);
            return kept.map(({ id }) => id).sort();
          });
        }""",
        choices,
    )
    for chosen, ids in zip(choices, found, strict=True):
        kept = select_projects(DATASET, selection_of(chosen))
        assert ids == sorted(project.project_id for project in kept), chosen


def test_every_project_can_be_unfolded_and_the_focus_goes_on(page, server):
    open_projects(page, server)
    assert page.locator(TITLES).count() == 60
    page.locator(".rc-more").click()

    assert page.locator(TITLES).count() == 120
    assert page.locator(TITLES).nth(60).evaluate("link => link === document.activeElement")

    unfold_all(page)
    ids = page.locator(TITLES).evaluate_all("links => links.map(link => link.dataset.open)")
    assert sorted(ids) == sorted(DATASET.projects)


def test_a_filter_is_written_into_the_address_and_can_be_taken_off_above_the_results(page, server):
    open_projects(page, server)
    page.locator("input[value='A3.3']").check()
    assert parameters(page) == {"lang": "fr", "line": "A3.3"}

    page.get_by_role("button", name="Retirer le filtre Fracture numérique").click()
    assert parameters(page) == {"lang": "fr"}
    assert not page.locator("input[value='A3.3']").is_checked()
    assert page.get_by_role("searchbox").evaluate("field => field === document.activeElement")


def test_the_matrix_counts_every_line_and_level_and_its_cells_are_filters(page, server):
    open_projects(page, server)
    counts = Counter(
        f"{project.line_id} {project.technology_level}" for project in DATASET.projects.values()
    )
    shown = page.locator("[data-cell]").evaluate_all(
        "cells => cells.map(cell => [cell.dataset.cell, Number(cell.textContent)])"
    )
    assert len(shown) == 27
    assert dict(shown) == {cell: counts[cell] for cell, _ in shown}
    assert 0 in dict(shown).values()

    cell = page.locator("[data-cell='A2.1 high']")
    cell.click()
    assert parameters(page) == {"lang": "fr", "line": "A2.1", "technology": "high"}
    assert page.locator(".rc-catalogue").get_attribute("data-count") == str(counts["A2.1 high"])
    assert cell.get_attribute("aria-pressed") == "true"
    assert page.locator("[data-cell='A1.1 low']").inner_text() == str(counts["A1.1 low"])

    cell.click()
    assert parameters(page) == {"lang": "fr"}


def test_bars_count_the_selection_and_unknown_is_one_of_them(page, server):
    open_projects(page, server, "lang=fr&network=rvase")
    kept = select_projects(DATASET, Selection(network=frozenset({"rvase"})))
    stages = Counter(str(project.stage) for project in kept)
    figures = (
        page.locator(".rc-bars")
        .first.locator("li")
        .evaluate_all(
            "rows => rows.map(row => [row.dataset.code,"
            " Number(row.querySelector('.rc-bar-figure').textContent)])"
        )
    )

    assert dict(figures) == {code: stages[code] for code in OPTIONS["stage"]}
    assert dict(figures)["unknown"] > 0


def test_a_card_opens_its_project_and_escape_brings_back_to_it(page, server):
    open_projects(page, server, "lang=fr&stage=pilot")
    link = page.locator(TITLES).nth(2)
    title, project_id = link.inner_text(), link.get_attribute("data-open")
    link.click()
    detail = opened(page)

    assert detail.get_by_role("heading", name=title).is_visible()
    assert parameters(page) == {"lang": "fr", "stage": "pilot", "project": project_id}
    sources = DATASET.projects[project_id].source_ids
    assert detail.locator(":scope > .rc-source-list > li").count() == len(sources)
    assert page.evaluate("document.activeElement.closest('dialog') !== null")

    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    page.wait_for_url("**/projets?lang=fr&stage=pilot")
    assert link.evaluate("link => link === document.activeElement")


def test_the_back_button_closes_a_project_and_leaves_the_list_unfolded(page, server):
    open_projects(page, server)
    page.locator(".rc-more").click()
    page.locator(TITLES).nth(100).click()
    opened(page)
    page.go_back()

    page.locator("dialog").wait_for(state="detached")
    assert page.locator(TITLES).count() == 120


def test_the_next_project_is_that_of_the_selection_and_one_step_back_closes_it(page, server):
    open_projects(page, server, "lang=fr&stage=ended")
    ids = page.locator(TITLES).evaluate_all("links => links.map(link => link.dataset.open)")
    page.locator(TITLES).first.click()
    opened(page)
    assert page.get_by_role("button", name="Projet précédent").is_disabled()
    page.get_by_role("button", name="Projet suivant").click()
    page.wait_for_url(f"**project={ids[1]}")
    assert page.locator(".rc-detail-position").inner_text() == f"2 sur {len(ids)}"

    page.get_by_role("button", name="Fermer").click()
    page.wait_for_url("**/projets?lang=fr&stage=ended")


def test_an_opened_project_leads_to_its_city_and_back(page, server):
    open_projects(page, server, "lang=fr&project=pp-traffic-control")
    opened(page)
    page.get_by_role("link", name="Voir la ville").click()
    page.locator("[data-testid='stMain'] h1", has_text="Phnom Penh").wait_for()
    assert page.locator("dialog").count() == 0

    page.go_back()
    page.locator(ADOPTED).wait_for()
    opened(page)


def test_an_address_reopens_exactly_the_view_in_a_fresh_browser(new_page, server):
    first = new_page()
    open_projects(first, server)
    first.get_by_role("searchbox").fill("eau")
    first.locator("input[value=A2]").check()
    first.get_by_role("button", name="Tableau").click()
    first.get_by_label("Ordre").select_option("-years")
    row = first.locator(".rc-catalogue-table th a").first
    title = row.inner_text()
    row.click()
    opened(first)

    second = new_page(locale="en-GB")
    second.goto(first.url)
    second.locator(ADOPTED).wait_for()
    opened(second)
    assert second.url == first.url
    second.keyboard.press("Escape")
    assert second.get_by_role("searchbox").input_value() == "eau"
    assert second.locator("input[value=A2]").is_checked()
    assert second.locator("th[aria-sort=descending]").inner_text().startswith("Années")
    assert second.locator(".rc-catalogue-table th a").first.inner_text() == title
    titles = "links => links.map(link => link.dataset.open)"
    assert second.locator(".rc-catalogue-table th a").evaluate_all(titles) == first.locator(
        ".rc-catalogue-table th a"
    ).evaluate_all(titles)


def column(page, place):
    rows = page.locator(".rc-catalogue-table tbody tr")
    return rows.locator(f"> :nth-child({place})").all_inner_texts()


def test_the_table_is_in_the_order_of_the_programme_until_a_header_is_pressed(page, server):
    open_projects(page, server, "lang=fr&view=table&network=rvase")
    unfold_all(page)
    sorted_head = page.locator("th[aria-sort]")
    assert sorted_head.all_inner_texts() == ["Ligne du programme"]
    labels = [DATASET.lines[code].short_fr for code in DATASET.lines]
    lines = [labels.index(text) for text in column(page, 4)]
    assert lines == sorted(lines)

    head = page.get_by_role("button", name="Ville", exact=True)
    head.click()
    unfold_all(page)
    assert page.locator("th[aria-sort=ascending]").all_inner_texts() == ["Ville"]
    cities = column(page, 2)
    assert cities == sorted(cities, key=sort_key)

    head = page.get_by_role("button", name="Ville", exact=True)
    assert head.evaluate("button => button === document.activeElement") or page.evaluate(
        "document.activeElement.closest('tbody') !== null"
    )
    head.click()
    unfold_all(page)
    assert page.locator("th[aria-sort=descending]").all_inner_texts() == ["Ville"]
    assert [sort_key(name) for name in column(page, 2)] == sorted(
        map(sort_key, cities), reverse=True
    )
    assert parameters(page)["sort"] == "-city"


@pytest.mark.parametrize("sort", ["years", "-years", "as_of", "-as_of", "stage", "-stage"])
def test_unknown_values_come_last_whichever_way_the_table_is_turned(page, server, sort):
    open_projects(page, server, f"lang=fr&view=table&country=KHM&sort={sort}")
    unfold_all(page)
    place = {"years": 8, "as_of": 9, "stage": 5}[sort.removeprefix("-")]
    is_unknown = [bool(re.search("inconnu", text)) for text in column(page, place)]

    assert any(is_unknown)
    assert is_unknown == sorted(is_unknown)


def test_the_downloads_carry_the_same_query(page, server):
    open_projects(page, server, "lang=fr&stage=pilot&q=eau")
    links = page.locator("a[href^='/downloads/projects.']").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )

    query = "lang=fr&stage=pilot&q=eau"
    assert links == [f"/downloads/projects.{kind}?{query}" for kind in ("csv", "xlsx")]


def test_a_selection_without_a_project_says_that_silence_is_not_absence(page, server):
    open_projects(page, server, "lang=fr&line=A1.1&technology=high")

    none = page.locator(".rc-none")
    assert "n’est pas une absence de projet" in none.inner_text()
    none.get_by_role("button", name="Tout effacer").click()
    assert page.locator(TITLES).count() == 60


def test_nonsense_in_the_address_is_ignored_and_said(page, server):
    open_projects(page, server, "lang=fr&stage=zzz,pilot&project=%3Cscript%3E&view=pie&sort=score")

    notice = page.locator(".rc-notice")
    notice.wait_for()
    for said in ("stage=zzz", "project=<script>", "view=pie", "sort=score"):
        assert said in notice.inner_text()
    pilots = select_projects(DATASET, Selection(stage=frozenset({"pilot"})))
    assert page.locator(".rc-catalogue").get_attribute("data-count") == str(len(pilots))
    assert page.locator("dialog").count() == 0


def test_the_language_changes_in_place(page, server):
    open_projects(page, server, "lang=fr&stage=pilot&view=table")
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Pilot projects").wait_for()
    page.locator(".rc-count", has_text="projects of").wait_for()

    assert parameters(page) == {"lang": "en", "stage": "pilot", "view": "table"}
    assert page.locator("input[value=pilot]").is_checked()


def test_the_whole_way_from_filter_to_sources_goes_by_keyboard(page, server):
    open_projects(page, server)
    page.get_by_role("searchbox").focus()
    page.keyboard.type("city bus app")
    page.locator(".rc-count", has_text=re.compile(r"^1 projet")).wait_for()

    def tab_to(selector):
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab")

    tab_to(TITLES)
    page.keyboard.press("Enter")
    opened(page)
    tab_to("dialog .rc-source-list a")


@pytest.mark.parametrize("view", ["cards", "table"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_catalogue_fits_a_phone(new_page, server, language, view):
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    open_projects(page, server, f"lang={language}&view={view}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    scroller = page.locator("[data-testid='stMain']")
    assert scroller.evaluate("box => box.scrollWidth") <= 390
    assert page.locator(".rc-list").bounding_box()["y"] < 560

    page.locator(".rc-spread summary").click()
    assert scroller.evaluate("box => box.scrollWidth") <= 390
    page.locator("[data-open]").first.click()
    opened(page)
    assert page.locator(".rc-detail-sheet").evaluate("box => box.scrollWidth <= box.clientWidth")


@pytest.mark.parametrize("view", ["cards", "table"])
def test_hostile_and_very_long_text_is_shown_as_text(page, server, view):
    page.route("**/fragments/**", lambda route: route.fulfill(body="<p>texte</p>"))
    open_projects(page, server)
    page.evaluate(
        "async ([view, hostile, long]) => {"
        + FIND_MODULES
        + """
          const { Catalogue } = await import(url);
          const [first] = data.projects;
          const bad = { title: hostile, place: hostile, country: hostile, years: hostile };
          data.projects = [
            { ...first, ...bad, as_of: hostile },
            { ...first, id: "long", title: long, place: long },
          ];
          // A filter whose name is hostile, chosen: it stands in the panel, above and in the table.
          const [option] = data.facets[0].options;
          option.label = hostile;
          first.values.line.push(option.code);
          history.replaceState(null, "", `/projets?lang=fr&view=${view}&line=${option.code}`);
          const hostileOne = new Catalogue(data);
          hostileOne.element.id = "hostile";
          document.body.append(hostileOne.element);
          hostileOne.start();
          await hostileOne.painted;
        }""",
        [view, HOSTILE, LONG],
    )
    box = page.locator("#hostile")

    link = box.locator("[data-open]").first
    assert link.evaluate("link => link.textContent") == HOSTILE
    assert box.locator("img, script").count() == 0
    assert box.locator(".rc-results").evaluate("part => part.scrollWidth <= part.clientWidth")
    link.evaluate("link => link.click()")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    assert dialog.get_attribute("aria-label") == HOSTILE
    assert page.evaluate("window.hit") is None


def test_a_fact_is_to_be_confirmed_only_after_its_last_fresh_day(page, server):
    first_painted(page, server)
    found = page.evaluate(
        "async () => {"
        + FIND_MODULES
        + """
          const { isToConfirm } = await import(url);
          const on = (fresh_until) => isToConfirm({ fresh_until }, "2026-11-25");
          return [on("2026-11-25"), on("2026-11-24"), on("")];
        }"""
    )
    assert found == [False, True, False]
