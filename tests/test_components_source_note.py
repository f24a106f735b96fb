"""« Says who? »: every fact leads to its sources, with what a reader needs to judge them, and its age."""

import re
from datetime import date

import htpy as h
import pytest
from factories import make_dataset, make_source, make_tables, make_term
from shipped import shipped_dataset

from components.i18n import LANGUAGES, translator
from components.source_note import as_of_note, label, source_line, source_note, to_confirm
from data.dates import PartialDate

TODAY = date(2026, 11, 24)
HOSTILE = '<script>alert("x")</script> ${1} `tick` =HYPERLINK("x") \u202e' + "W" * 300
TERMS = [
    make_term("source_language", "fr", label_fr="français", label_en="French"),
    make_term("source_language", "en", label_fr="anglais", label_en="English"),
    make_term("source_language", "vi", label_fr="vietnamien", label_en="Vietnamese"),
]

every_language = pytest.mark.parametrize("language", LANGUAGES)


def dataset_of(*sources):
    default = make_tables()["sources"]
    return make_dataset(sources=[*default, *sources], vocabularies=TERMS)


def note(*sources, language="fr"):
    dataset, t = dataset_of(*sources), translator(language)
    ids = [source.source_id for source in sources]
    return str(h.fragment[source_note(ids, dataset, language, t)])


def line(reader="fr", /, **changes):
    source = make_source("one", **changes)
    return str(h.fragment[source_line(source, dataset_of(source), reader, translator(reader))])


def text_of(markup):
    return re.sub(r"<[^>]*>", "", markup)


@every_language
def test_a_note_counts_its_sources_and_opens_without_a_script(language):
    shown = note(make_source("one"), make_source("two"), language=language)

    assert shown.startswith('<details class="rc-sources"><summary>')
    assert f"<summary>{translator(language)('source.count', count=2)}</summary>" in shown
    assert shown.count('<li class="rc-source">') == 2
    assert "<script" not in shown
    assert " open" not in shown.split(">")[0]


def test_the_sources_are_listed_in_the_order_of_the_fact():
    shown = note(make_source("second"), make_source("first"))
    assert shown.index("Test source second") < shown.index("Test source first")


@every_language
def test_a_fact_without_a_source_says_so(language):
    assert text_of(note(language=language)) == translator(language)("source.none")


@every_language
def test_a_source_says_title_publisher_date_language_and_grade(language):
    source = make_source(
        "one",
        title="Plan Hué",
        publisher="Ville de Hué",
        published=PartialDate(2024, 3, 1),
        language="vi",
    )
    t = translator(language)
    shown = str(h.fragment[source_line(source, dataset_of(source), language, t)])

    expected = {
        "fr": ("Ville de Hué", "1er mars 2024", "vietnamien"),
        "en": ("Ville de Hué", "1 March 2024", "Vietnamese"),
    }[language]
    grade = t("source.grade", grade=source.grade.value)
    assert " · ".join((*expected, grade)) in text_of(shown)
    assert text_of(shown).startswith("Plan Hué")


@every_language
def test_a_source_without_a_date_says_that_it_is_unknown(language):
    assert translator(language)("date.unknown") in text_of(line(language, published=None))


@pytest.mark.parametrize(
    ("written_in", "reader", "attribute"),
    [("vi", "fr", ' lang="vi"'), ("fr", "fr", ""), ("fr", "en", ' lang="fr"'), ("en", "en", "")],
)
def test_a_title_in_another_language_is_read_out_in_it(written_in, reader, attribute):
    [link] = re.findall(r"<a\b[^>]*>", line(reader, language=written_in))
    assert ("lang=" in link) == bool(attribute)
    assert attribute in link


def test_a_source_on_line_is_one_click_away():
    shown = line(url="https://example.org/plan?a=1&b=2")

    assert 'href="https://example.org/plan?a=1&amp;b=2"' in shown
    assert translator("fr")("source.offline") not in shown


@every_language
def test_a_source_that_is_not_on_line_says_so_and_has_no_link(language):
    shown = line(language, url=None)

    assert "<a" not in shown
    assert text_of(shown).endswith(f" · {translator(language)('source.offline')}")


def test_hostile_text_of_a_source_is_text():
    shown = line(title=HOSTILE, publisher=HOSTILE)

    assert "<script" not in shown
    assert shown.count("<bdi>&lt;script&gt;") == 2


@every_language
@pytest.mark.parametrize(
    ("as_of", "is_old"),
    [
        (None, False),
        (PartialDate(2026, 11, 24), False),
        (PartialDate(2023, 11, 24), False),
        (PartialDate(2023, 11, 23), True),
        (PartialDate(2023, 11), False),
        (PartialDate(2023, 10), True),
        (PartialDate(2023), False),
        (PartialDate(2022), True),
    ],
    ids=str,
)
def test_a_fact_over_36_months_old_is_to_be_confirmed(as_of, is_old, language):
    t = translator(language)
    shown = str(h.fragment[as_of_note(as_of, TODAY, language, t)])

    assert (t("fact.to_confirm") in text_of(shown)) == is_old
    assert (t("date.unknown") in text_of(shown)) == (as_of is None)


@every_language
def test_the_mark_of_an_old_fact_says_why(language):
    t = translator(language)
    shown = str(h.fragment[to_confirm(t)])

    assert text_of(shown) == t("fact.to_confirm")
    assert f'title="{t("fact.to_confirm.why")}"' in shown


def test_a_code_is_named_in_the_language_of_the_reader():
    dataset = dataset_of()

    assert label(dataset, "source_language", "vi", "fr") == "vietnamien"
    assert label(dataset, "source_language", "vi", "en") == "Vietnamese"
    with pytest.raises(KeyError):
        label(dataset, "source_language", "xx", "fr")


@every_language
def test_every_published_source_can_be_shown(language):
    dataset, t = shipped_dataset(), translator(language)

    for source in dataset.sources.values():
        shown = text_of(str(h.fragment[source_line(source, dataset, language, t)]))
        assert "None" not in shown
        assert t("source.grade", grade=source.grade.value) in shown
