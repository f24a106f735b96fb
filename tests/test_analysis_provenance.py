"""What rests on each source, and the search among sources."""

from dataclasses import replace

from shipped import shipped_dataset

from analysis.provenance import (
    FactKind,
    Licence,
    SourceChoice,
    cite_only,
    facet_counts,
    facts_by_source,
    resource_licences,
    select_sources,
    source_facet_options,
)
from data.dates import PartialDate
from data.load import build_dataset
from data.schema import Redistribution, SourceKind

PUBLISHED = shipped_dataset()
INDEX = facts_by_source(PUBLISHED)


def with_sources(*sources):
    """A dataset of sources only."""
    return build_dataset(sources=sources)


def source(source_id, **changes):
    model = next(iter(PUBLISHED.sources.values()))
    defaults = {
        "source_id": source_id,
        "title": source_id,
        "publisher": "",
        "published": None,
        "language": "fr",
        "kind": SourceKind.PRESS,
    }
    return replace(model, **(defaults | changes))


def ids(sources):
    return [found.source_id for found in sources]


def test_every_citation_of_every_table_is_found_again_under_its_source():
    cited = sum(
        len(set(record.source_ids))
        for records in (
            PUBLISHED.projects.values(),
            PUBLISHED.strategies.values(),
            PUBLISHED.answers,
            PUBLISHED.factors.values(),
            PUBLISHED.cities.values(),
            PUBLISHED.organisations.values(),
            PUBLISHED.country_notes.values(),
        )
        for record in records
    )
    cited += len(PUBLISHED.indicators) + len(PUBLISHED.observations) + len(PUBLISHED.programmes)
    assert sum(facts.total for facts in INDEX.values()) == cited


def test_a_project_is_found_under_each_of_its_sources():
    project = next(item for item in PUBLISHED.projects.values() if len(item.source_ids) > 1)
    assert all(project in INDEX[source_id].projects for source_id in project.source_ids)


def test_a_source_nothing_cites_is_not_in_the_index():
    assert facts_by_source(with_sources(source("alone"))) == {}


def test_kinds_with_nothing_are_left_out_of_the_counts():
    facts = next(item for item in INDEX.values() if item.projects and not item.observations)
    assert FactKind.PROJECT in facts.counts()
    assert FactKind.OBSERVATION not in facts.counts()


def test_cities_concerned_are_named_once():
    for facts in INDEX.values():
        assert len(facts.city_ids()) == len(set(facts.city_ids()))


def test_search_goes_without_accents_through_title_and_publisher():
    dataset = with_sources(
        source("a", title="Huế chuyển mình"), source("b", publisher="Ville de Hué"), source("c")
    )
    assert sorted(ids(select_sources(dataset, SourceChoice(query="HUE")))) == ["a", "b"]
    assert ids(select_sources(dataset, SourceChoice(query="hue ville"))) == ["b"]


def test_latest_first_and_undated_last():
    dataset = with_sources(
        source("undated"),
        source("old", published=PartialDate(2015)),
        source("new", published=PartialDate(2024, 5)),
    )
    assert ids(select_sources(dataset, SourceChoice())) == ["new", "old", "undated"]


def test_filters_are_alternatives_inside_and_conditions_between():
    dataset = with_sources(
        source("a", kind=SourceKind.OFFICIAL, language="vi"),
        source("b", kind=SourceKind.PRESS, language="vi"),
        source("c", kind=SourceKind.COMPANY, language="fr"),
    )
    both = SourceChoice(grade=frozenset({"A", "C"}))
    assert ids(select_sources(dataset, both)) == ["a", "c"]
    narrowed = SourceChoice(grade=frozenset({"A", "C"}), written=frozenset({"vi"}))
    assert ids(select_sources(dataset, narrowed)) == ["a"]


def test_counts_of_a_filter_ignore_its_own_choice_but_not_the_others():
    dataset = with_sources(
        source("a", kind=SourceKind.OFFICIAL, language="vi"),
        source("b", kind=SourceKind.PRESS, language="vi"),
        source("c", kind=SourceKind.PRESS, language="fr"),
    )
    counts = facet_counts(dataset, SourceChoice(grade=frozenset({"A"})))
    assert counts["grade"] == {"A": 1, "B": 2}
    assert counts["written"] == {"vi": 1}


def test_a_count_is_what_the_filter_then_shows():
    choice = SourceChoice(query="smart", dated=frozenset({"undated"}))
    counts = facet_counts(PUBLISHED, choice)
    for facet, values in source_facet_options(PUBLISHED).items():
        for value in values:
            narrowed = replace(choice, **{facet: frozenset({value})})
            assert len(select_sources(PUBLISHED, narrowed)) == counts[facet][value]


def test_cite_only_counts_the_values_the_downloads_leave_out():
    kept_back = cite_only(PUBLISHED)
    assert kept_back.indicators
    assert all(item.redistribution is Redistribution.CITE_ONLY for item in kept_back.indicators)
    names = {item.indicator_id for item in kept_back.indicators}
    assert kept_back.values == sum(value.indicator_id in names for value in PUBLISHED.observations)


def test_a_resource_without_a_licence_has_that_of_the_package():
    licences = resource_licences(
        {
            "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://cc"}],
            "resources": [
                {"name": "cities"},
                {"name": "observations", "licenses": [{"name": "various"}]},
            ],
        }
    )
    assert [(item.name, item.licences) for item in licences] == [
        ("cities", (Licence(name="CC-BY-4.0", address="https://cc"),)),
        ("observations", (Licence(name="various", address=None),)),
    ]
    assert resource_licences({}) == ()
