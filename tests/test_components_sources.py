"""The page of sources: list and address, one source, licences, downloads, method, report."""

import html
import re
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from shipped import shipped_dataset

from analysis.provenance import SourceChoice, facts_by_source
from components import method, open_data, sources_table
from components.address import AddressReader
from components.i18n import LANGUAGES, translator
from data.load import build_dataset
from data.package import citation
from data.schema import Answer

PUBLISHED = shipped_dataset()


def text(node):
    """What a reader sees of an element, with plain spaces."""
    bare = html.unescape(re.sub(r"<[^>]+>", " ", str(node)))
    return re.sub(r"\s+", " ", bare)


def addresses(node):
    return [html.unescape(found) for found in re.findall(r'href="([^"]+)"', str(node))]


def view(**parameters):
    reader = AddressReader.of(parameters)
    return sources_table.read_list_view(reader, PUBLISHED), reader.ignored


def page_of(**parameters):
    found, _ = view(**parameters)
    return str(sources_table.source_list_page(found, PUBLISHED, "fr", translator("fr")))


def test_the_address_of_the_list_reads_back_as_the_same_view():
    choice = SourceChoice(query="hué été", grade=frozenset("AB"), dated=frozenset({"undated"}))
    target = sources_table.list_address(PUBLISHED, "fr", choice, 3)
    query = html.unescape(target).split("?")[1].split("#")[0]
    again, ignored = view(**dict(parse_qsl(query)))
    assert again == sources_table.ListView(choice=choice, page=3)
    assert ignored == []


@pytest.mark.parametrize("nonsense", ["0", "-1", "x", "٣", "1e9", "99999"])
def test_a_page_that_cannot_be_is_ignored_with_a_message(nonsense):
    found, ignored = view(p=nonsense)
    assert found.page == 1
    assert ignored == [f"p={nonsense}"]


def test_a_page_past_the_end_shows_the_last_one():
    assert "Page 38 sur 38" in text(page_of(p="9999"))


def test_values_of_the_address_that_do_not_exist_are_left_out():
    found, ignored = view(grade="A,Z", written="xx")
    assert found.choice == SourceChoice(grade=frozenset("A"))
    assert ignored == ["grade=Z", "written=xx"]


def test_one_page_holds_25_sources_and_every_page_together_all_of_them():
    rows = [str(page_of(p=str(number))).count('class="rc-rests') for number in range(1, 39)]
    assert max(rows) == sources_table.PER_PAGE
    assert sum(rows) == len(PUBLISHED.sources)


def test_a_filter_link_turns_it_on_and_off_and_goes_back_to_the_first_page():
    links = [target for target in addresses(page_of(grade="A", p="2")) if "#" in target]
    assert "/sources?lang=fr#all-sources" in links
    assert "/sources?lang=fr&grade=A,B#all-sources" in links
    assert "/sources?lang=fr&p=2&grade=A#all-sources" not in links


def test_nothing_found_is_said():
    assert "Aucune source ne répond à ces filtres" in text(page_of(q="zzzzzz"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_opens_with_everything_that_rests_on_it(language):
    t = translator(language)
    for source_id, facts in facts_by_source(PUBLISHED).items():
        source = PUBLISHED.sources[source_id]
        panel = str(sources_table.source_panel(source, facts, PUBLISHED, language, t))
        links = addresses(panel)
        assert t("sources.panel.rests", count=facts.total) in html.unescape(panel)
        for project in facts.projects:
            assert f"/projets?lang={language}&project={project.project_id}" in links
        for city_id in facts.city_ids():
            assert f"/ville?lang={language}&city={city_id}" in links


def test_a_hostile_source_is_shown_as_text_and_never_linked():
    first = next(iter(PUBLISHED.sources.values()))
    hostile = replace(
        first, title="<script>x</script>", publisher="<b>`${1}`", url="javascript:alert(1)"
    )
    dataset = build_dataset(sources=[hostile], vocabularies=PUBLISHED.terms.values())
    everything = sources_table.ListView(choice=SourceChoice(), page=1)
    listed = str(sources_table.source_list_page(everything, dataset, "fr", translator("fr")))
    assert "<script" not in listed
    assert "<b>`" not in listed
    assert not any(target.startswith("javascript") for target in addresses(listed))
    assert "Aucun fait ne repose sur elle" in text(listed)


def test_a_project_is_two_links_away_from_its_source_and_back():
    project = PUBLISHED.projects["pp-traffic-control"]
    source = PUBLISHED.sources[project.source_ids[0]]
    facts = sources_table.facts_of(source, PUBLISHED)
    panel = addresses(sources_table.source_panel(source, facts, PUBLISHED, "fr", translator("fr")))
    assert f"/projets?lang=fr&project={project.project_id}" in panel
    assert source.url in panel


def test_downloads_say_what_is_left_out_and_offer_every_table():
    section = str(open_data.downloads_section(PUBLISHED, "fr", translator("fr")))
    found = addresses(section)
    for table in open_data.TABLES:
        assert f"/downloads/{table}.csv?lang=fr" in found
        assert f"/downloads/{table}.xlsx?lang=fr" in found
    assert {
        "/downloads/cities.geojson",
        "/downloads/cities.gpkg",
        "/downloads/regards-croises.zip",
    } <= set(found)
    assert re.search(r"2\s159 valeurs en citation seule exclues", text(section))
    assert len(PUBLISHED.observations) - 2159 == 6353
    assert re.search(r"exclues 6\s353 ", text(section))


def test_every_citation_only_indicator_is_named_as_such():
    section = str(open_data.licences_section(PUBLISHED, "fr", translator("fr")))
    assert section.count("Citation seule") == sum(
        item.redistribution == "cite_only" for item in PUBLISHED.indicators.values()
    )


def test_the_citation_is_that_of_the_package():
    said = text(open_data.downloads_section(PUBLISHED, "en", translator("en")))
    assert citation(PUBLISHED, "en") in said


def test_licences_are_those_the_package_states():
    said = text(open_data.licences_section(PUBLISHED, "en", translator("en")))
    assert "Values of the indicators CC BY 4.0 (opens in a new tab) , CC BY-SA 4.0" in said
    assert "unknown" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_explains_every_criterion_and_every_state(language):
    section = str(method.method_section(PUBLISHED, language, translator(language)))
    for criterion in PUBLISHED.criteria:
        assert f">{criterion}<" in section
    for state in Answer:
        assert f"rc-mark-{state.value.replace('_', '-')}" in section
    for dimension in PUBLISHED.dimensions:
        assert f'id="criteria-{dimension}"' in section


def test_the_worked_example_shows_counts_before_percentages():
    said = text(method.method_section(PUBLISHED, "fr", translator("fr")))
    assert "10 sur 23 : 43 %" in said
    assert "21 sur 23 : 91 %" in said
    assert "12 sur 23 : 52 %" in said


def test_every_entry_of_the_contents_has_its_place_on_the_page():
    t, other = translator("fr"), translator("en")
    page = "".join(
        str(part)
        for part in (
            method.method_section(PUBLISHED, "fr", t),
            open_data.licences_section(PUBLISHED, "fr", t),
            open_data.downloads_section(PUBLISHED, "fr", t),
            method.report_section(PUBLISHED, "fr", t, origin="", city_id=None),
            method.glossary_section("fr", t, other),
        )
    )
    for name in method.SECTIONS:
        assert f'id="{name}"' in page or name == sources_table.LIST_ANCHOR


def test_the_report_is_filled_with_the_city_and_the_address_of_its_page():
    section = method.report_section(
        PUBLISHED, "fr", translator("fr"), origin="https://example.org", city_id="hue"
    )
    said = text(section)
    assert "Ville : Hué" in said
    assert "https://example.org/ville?lang=fr&city=hue" in said
    assert PUBLISHED.edition in said
    assert "@" not in said


def test_the_glossary_gives_each_word_in_the_other_language():
    said = text(method.glossary_section("fr", translator("fr"), translator("en")))
    assert "couverture coverage" in said
    assert "état au as of" in said
