"""The page of maturity: what is drawn is what is counted, silence is shown, nothing ranks."""

import re
from datetime import date

import pytest
from factories import make_answer, make_city, make_dataset, make_source
from shipped import shipped_dataset

from analysis.maturity import PUBLISHED_RULES, Rules, score_city
from components.address import AddressReader
from components.evidence import evidence_card, evidence_mark
from components.i18n import LANGUAGES, sort_key, translator
from components.maturity import (
    city_scores,
    criteria_section,
    footprints_section,
    interval_bar,
    intervals_section,
    label_words,
    ladder_section,
    questions_section,
)
from components.scope import page_link, read_scope, scope_choice
from components.view import View
from components.what_if import read_rules, rule_parameters, what_if_panel
from data.dates import PartialDate
from data.schema import Answer, Dimension

TODAY = date(2026, 11, 25)
REAL = shipped_dataset()
HOSTILE = '<script>alert("1")</script>${x}`'
every_language = pytest.mark.parametrize("language", LANGUAGES)


def made(**tables):
    """A made dataset with the real words for its codes."""
    return make_dataset(vocabularies=list(REAL.terms.values()), **tables)


def view_of(dataset=REAL, language="fr"):
    return View(dataset=dataset, today=TODAY, language=language, t=translator(language))


def scope_of(dataset=REAL, language="fr", **parameters):
    return read_scope(AddressReader.of(parameters), dataset, language)


def text_of(node):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(node)))


# ---- cities concerned


def test_the_cities_of_an_address_are_those_that_exist_in_the_order_of_the_alphabet():
    reader = AddressReader.of({"cities": "namur,hue,nowhere"})
    scope = read_scope(reader, REAL, "fr")

    assert scope.city_ids == ("hue", "namur")
    assert scope.group is None
    assert reader.ignored == ["cities=nowhere"]


@every_language
@pytest.mark.parametrize("group", ["conference", "rvase", "all", "KHM"])
def test_a_group_is_in_the_order_of_the_alphabet_never_of_a_score(group, language):
    scope = scope_of(language=language, group=group)
    names = [getattr(city, f"name_{language}") for city in scope.cities]

    assert names == sorted(names, key=sort_key)


def test_a_group_too_large_for_a_page_is_refused_and_named():
    reader = AddressReader.of({"group": "all"})
    scope = read_scope(reader, REAL, "fr", default="speakers", largest=12)

    assert scope.group.group_id == "speakers"
    assert reader.ignored == ["group=all"]


def test_the_group_that_is_shown_is_marked_and_the_others_keep_the_rest_of_the_address():
    link = page_link("maturity", "fr", {"group": "rvase", "dimension": "DAT"})
    markup = str(scope_choice(scope_of(group="rvase"), view_of(), link))
    [current] = re.findall(r'<a[^>]*aria-current="true"[^>]*>', markup)

    assert "group=rvase" in current
    assert markup.count("dimension=DAT") == markup.count("<a ")


# ---- by criterion


@every_language
def test_every_criterion_has_a_row_whose_figures_add_up_to_the_cities(language):
    scope = scope_of(language=language)
    markup = str(criteria_section(scope, view_of(language=language)))
    rows = re.findall(r"<tr>(?:(?!</tr>).)*scope=\"row\"(?:(?!</tr>).)*</tr>", markup)

    assert len(rows) == len(REAL.criteria)
    for row in rows:
        figures = re.findall(r'<td class="rc-figure[^"]*">(\d+)</td>', row)
        assert sum(map(int, figures)) == len(scope.cities)


@every_language
def test_the_finding_says_how_many_answers_are_unknown(language):
    scope = scope_of(language=language)
    markup = str(criteria_section(scope, view_of(language=language)))
    unknown = sum(
        criterion.is_scored and criterion.criterion_id not in REAL.answers_of_city(city.city_id)
        for city in scope.cities
        for criterion in REAL.criteria.values()
    )
    [finding] = re.findall(r"<h2>(.*?)</h2>", markup)

    assert str(unknown) in finding


# ---- marks and their evidence


def test_every_mark_of_a_footprint_leads_to_its_evidence():
    scope = scope_of(group="speakers")
    markup = str(footprints_section(scope, view_of()))
    asked = re.findall(r'data-rc-evidence="([^"]+)"', markup)

    assert sorted(asked) == sorted(
        f"{city.city_id}.{name}" for city in scope.cities for name in REAL.criteria
    )


def test_a_mark_says_city_criterion_and_state_and_that_an_old_fact_is_to_confirm():
    dataset = made(
        criteria=[
            make_answer("DAT1", "partial", as_of=PartialDate(2020)),
            make_answer("DAT2", "yes", as_of=PartialDate(2026)),
        ]
    )
    [city] = dataset.cities.values()
    view = view_of(dataset)
    old, new, silent = (
        text_of(evidence_mark(city, dataset.criteria[name], view))
        for name in ("DAT1", "DAT2", "DAT3")
    )

    assert "confirmer" in old
    assert "confirmer" not in new
    assert "inconnu" in silent.lower() or "unknown" in silent.lower()


@every_language
def test_the_evidence_of_an_answer_has_its_note_date_grade_and_sources(language):
    answer = REAL.answers_of_city("hue")["DAT1"]
    markup = str(
        evidence_card(REAL.cities["hue"], REAL.criteria["DAT1"], view_of(language=language))
    )

    assert str(answer.as_of.year) in markup
    assert translator(language)("source.count", count=len(answer.source_ids)) in markup
    for source_id in answer.source_ids:
        assert REAL.sources[source_id].url.replace("&", "&amp;") in markup


def test_the_evidence_of_an_unknown_answer_says_so_and_is_no_no():
    dataset = made()
    [city] = dataset.cities.values()
    markup = str(evidence_card(city, dataset.criteria["DAT1"], view_of(dataset)))

    assert "rc-mark-unknown" in markup
    assert translator("fr")("city.criteria.unknown") in markup


def test_hostile_text_stays_text_in_marks_and_evidence():
    dataset = made(
        cities=[make_city(name_fr=HOSTILE, name_en=HOSTILE)],
        sources=[make_source(title=HOSTILE)],
        criteria=[make_answer("DAT1", "yes", note_fr=HOSTILE)],
    )
    [city] = dataset.cities.values()
    view = view_of(dataset)
    drawn = str(evidence_card(city, dataset.criteria["DAT1"], view)) + str(
        footprints_section(scope_of(dataset, group="all"), view)
    )

    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


# ---- documented to possible


def test_the_parts_of_a_bar_are_the_points_of_the_score():
    answers = {
        row.criterion_id: row
        for row in (
            make_answer("VIS1", "yes", as_of=PartialDate(2026)),
            make_answer("VIS2", "yes", as_of=PartialDate(2018)),
            make_answer("VIS3", "no", as_of=PartialDate(2026)),
        )
    }
    criteria = [item for item in made().criteria.values() if item.dimension_id == "VIS"]
    score = score_city("testville", answers, criteria, TODAY).dimensions[Dimension.VISION]
    parts = re.findall(r'rc-part-(\w+)" style="flex-grow: ([\d.]+)"', str(interval_bar(score)))

    assert parts == [("documented", "1"), ("old", "1"), ("possible", "1"), ("missed", "1")]


@every_language
def test_a_city_of_which_nothing_is_known_goes_from_nothing_to_everything_without_a_word(language):
    dataset = made()
    view = view_of(dataset, language)
    scope = scope_of(dataset, language, group="all")
    [score] = [item.whole for item in city_scores(scope, view, PUBLISHED_RULES).values()]

    assert (score.documented, score.possible) == (0, 1)
    assert translator(language)("maturity.label.none") in str(label_words(score, view))


@every_language
def test_the_intervals_say_which_pairs_cannot_be_told_apart_and_never_a_place(language):
    view = view_of(language=language)
    said = text_of(
        intervals_section(scope_of(language=language), view, PUBLISHED_RULES, None, None)
    ).lower()

    assert translator(language)("maturity.pairs.open", count=7).lower() in said
    for banned in ("meilleur", "classement :", "rang ", "best", "rank ", "1er", "top "):
        assert banned not in said


# ---- ladder and questions


def test_a_city_without_a_word_on_its_vision_stands_in_the_box_apart_and_on_no_step():
    dataset = made(
        cities=[make_city("silent"), make_city("known")],
        criteria=[make_answer("VIS1", "yes", city_id="known")],
    )
    markup = str(ladder_section(scope_of(dataset, group="all"), view_of(dataset)))
    steps, apart = markup.split('<section class="rc-ladder-unknown">')

    assert "Silent" in apart
    assert "Silent" not in steps
    assert "Known" in steps


def test_a_question_to_ask_names_who_practises_it():
    scope = scope_of(cities="siem-reap")
    markup = str(questions_section(scope, view_of()))

    assert 'data-rc-evidence="siem-reap.' in markup
    assert re.search(r'data-rc-evidence="(?!siem-reap)', markup)


# ---- what if


def test_rules_of_an_address_are_read_and_written_back():
    reader = AddressReader.of({"partial": "0.25", "old": "unknown"})
    rules = read_rules(reader)

    assert rules == Rules(partial=0.25, stale_is_unknown=True)
    assert rule_parameters(rules) == {"partial": "0.25", "old": "unknown"}
    assert set(rule_parameters(PUBLISHED_RULES).values()) == {None}


def test_a_rule_that_does_not_exist_is_refused_and_named():
    reader = AddressReader.of({"partial": "3", "old": "yes"})

    assert read_rules(reader) == PUBLISHED_RULES
    assert reader.ignored == ["partial=3", "old=yes"]


@every_language
def test_what_if_says_how_many_statements_change(language):
    link = page_link("maturity", language, {})
    view, scope = view_of(language=language), scope_of(language=language)
    usual = text_of(what_if_panel(scope, view, PUBLISHED_RULES, link))
    changed = text_of(what_if_panel(scope, view, Rules(stale_is_unknown=True), link))

    assert translator(language)("whatif.published") in usual
    assert translator(language)("whatif.published") not in changed
    assert str(7 * len(scope.cities)) in changed


def test_every_state_has_a_count_in_words_in_both_languages():
    for language in LANGUAGES:
        for state in Answer:
            for count in (0, 1, 2):
                assert translator(language)(f"maturity.count.{state.value}", count=count)
