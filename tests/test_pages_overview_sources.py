"""The overview and the page of sources, run inside the shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.i18n import LANGUAGES, Language, translator

SHELL = Path(__file__).parent.parent / "components" / "shell.py"


def open_page(page: str, **parameters: str) -> AppTest:
    app = AppTest.from_file(str(SHELL), default_timeout=60).run()
    if page != "overview":
        app.switch_page(f"../pages/{page}.py")
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_is_the_first_page(language: Language) -> None:
    app = open_page("overview", lang=language)
    assert [title.value for title in app.title] == [translator(language)("overview.title")]
    body = markup(app)
    for anchor in ("overview-lines", "overview-coverage", "overview-recency"):
        assert body.count(f'id="{anchor}"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_sources_opens_with_its_five_parts(language: Language) -> None:
    app = open_page("sources", lang=language)
    assert [title.value for title in app.title] == [translator(language)("sources.title")]
    body = markup(app)
    for anchor in ("the-method", "all-sources", "licences", "downloads", "report", "glossary"):
        assert body.count(f'id="{anchor}"') == 1


def test_a_source_in_the_address_opens_alone() -> None:
    app = open_page("sources", lang="fr", source="geonames")
    body = markup(app)
    assert "rc-source-panel" in body
    assert 'id="the-method"' not in body


def test_the_search_of_the_address_fills_the_list() -> None:
    app = open_page("sources", lang="fr", q="geonames")
    assert app.text_input(key="q").value == "geonames"
    assert "source=geonames" in markup(app)


def test_nonsense_in_the_address_is_named_and_ignored() -> None:
    app = open_page("sources", lang="fr", source="<script>", p="-3", grade="E")
    body = markup(app)
    assert "source=&lt;script&gt;, grade=E, p=-3" in body
    assert "<script" not in body
