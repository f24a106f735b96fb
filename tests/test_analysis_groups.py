"""Groups of cities: conference, speakers, networks, countries, all."""

from factories import make_city, make_country, make_dataset, make_network
from shipped import shipped_dataset

from analysis.groups import GroupKind, city_groups


def _ids(group):
    return [city.city_id for city in group.cities]


def test_the_conference_is_the_speakers_and_the_network_of_south_east_asia():
    dataset = make_dataset(
        networks=[make_network("rvase")],
        cities=[
            make_city("speaker", is_conference_speaker=True),
            make_city("member", network_ids=("rvase",)),
            make_city("neither"),
        ],
    )
    groups = city_groups(dataset)

    assert _ids(groups["conference"]) == ["speaker", "member"]
    assert _ids(groups["speakers"]) == ["speaker"]
    assert _ids(groups["rvase"]) == ["member"]
    assert _ids(groups["all"]) == ["speaker", "member", "neither"]


def test_a_group_without_a_city_is_not_offered():
    dataset = make_dataset(
        networks=[make_network("empty")],
        countries=[make_country("TST"), make_country("ELS")],
        cities=[make_city("only")],
    )
    groups = city_groups(dataset)

    assert set(groups) == {"TST", "all"}
    assert groups["TST"].kind is GroupKind.COUNTRY


def test_an_organisation_is_in_no_group():
    dataset = shipped_dataset()
    members = {city.city_id for group in city_groups(dataset).values() for city in group.cities}

    assert members == set(dataset.cities)
    assert not members & set(dataset.organisations)
