"""The page of a city, run inside the shell and, part by part, for every city."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.i18n import LANGUAGES, Language, translator

SHELL = Path(__file__).parent.parent / "components" / "shell.py"


def open_city_page(**parameters: str) -> AppTest:
    app = AppTest.from_file(str(SHELL), default_timeout=60).run()
    app.switch_page("../pages/city.py")
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_city_the_page_offers_all_of_them(language: Language) -> None:
    app = open_city_page(lang=language)
    t = translator(language)
    assert [title.value for title in app.title] == [t("city.title")]
    body = markup(app)
    assert body.index(t("city.index.network")) < body.index(t("city.index.countries"))
    assert f"/ville?lang={language}&amp;city=kep" in body
    assert app.selectbox[0].value is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("city_id", ["hue", "namur", "kep", "la-possession"])
def test_the_page_of_a_city_opens_under_its_name(city_id: str, language: Language) -> None:
    app = open_city_page(lang=language, city=city_id)
    names = {"hue": {"fr": "Hué", "en": "Hue"}, "namur": {}, "kep": {}, "la-possession": {}}
    expected = names[city_id].get(language, city_id.replace("-", " ").title())
    assert [title.value for title in app.title] == [expected]
    body = markup(app)
    for anchor in ("strategies", "projets", "criteres", "contexte", "voisines", "sources"):
        assert body.count(f'id="{anchor}"') == 1


def test_a_city_that_does_not_exist_is_ignored_with_a_message() -> None:
    app = open_city_page(lang="fr", city="<script>alert(1)</script>")
    assert [title.value for title in app.title] == [translator("fr")("city.title")]
    body = markup(app)
    assert 'role="status"' in body
    assert "&lt;script&gt;" in body
    assert "<script" not in body


def test_choosing_a_city_writes_it_in_the_address_and_shows_it() -> None:
    app = open_city_page(lang="fr")
    app.selectbox[0].set_value("tunis").run()
    assert not app.exception
    assert [title.value for title in app.title] == ["Tunis"]
    assert "tunis" in app.query_params["city"]


def test_clearing_the_choice_comes_back_to_all_cities() -> None:
    app = open_city_page(lang="fr", city="tunis")
    app.selectbox[0].set_value(None).run()
    assert [title.value for title in app.title] == [translator("fr")("city.title")]
    assert "city" not in app.query_params


def test_cities_are_sorted_as_a_french_reader_expects() -> None:
    options = list(open_city_page(lang="fr").selectbox[0].options)
    assert options.index("Erevan (Arménie)") < options.index("Fès (Maroc)")
    assert options.index("Fès (Maroc)") < options.index("Genève (Suisse)")
    assert options.index("Québec (Canada)") < options.index("Rabat (Maroc)")
