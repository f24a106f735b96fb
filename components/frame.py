"""What stands around every page and is there before Streamlit: head, header, navigation, footer.

The first HTML the browser receives already has the header, the links and, on the map, the map itself
(``components/static/js``); Streamlit then fills the page. Links are real addresses: they work in a new
tab, and are followed without a reload when ``frame.js`` is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import htpy as h
from markupsafe import Markup

from components.address import DESK_PAGES, HEADER_PAGES, PAGE_PATHS, STAFF_PAGE, address
from components.assets import STATIC_DIR, asset_url, streamlit_static_dir, text_font_url
from components.i18n import LANGUAGES, Language, translator
from components.markup import Element, Node, style
from components.theme import DARK, LIGHT, css_variables

CATALOGUE_PAGES = {"map": "atlas", "projects": "catalogue"}
"""Pages that a browser module fills at once, and the name of the module's data."""


CHROME = {
    "Open": "open",
    "Clear value": "clear",
    "Clear all": "clear_all",
    "Selected values": "selected",
    "Choose an option": "choose",
    "Choose options": "choose",
    "No results": "no_results",
    "Remove ": "remove",
    "Help for ": "help",
    "Upload": "upload",
    "Drag and drop a file here": "drop",
    "File must be 20.0MB or smaller.": "too_large",
    "Add files": "other_file",
    "Error: ": "error",
}
"""What Streamlit calls parts of its boxes, in English only, and our message for each; with a space at the
end, what a name follows."""

SIZE_UNITS = ("B", "KB", "MB")
SIZE_PLACE = "#"
"""Units that Streamlit writes right behind the size of a file, and where ours has its number."""


def _page_first(path: Path) -> tuple[bool, str]:
    """Order of the style sheets: ``page.css``, then the screens by name."""
    return path.name != "page.css", path.name


def font_faces() -> str:
    """CSS that declares the text family and the scripts it lacks; all served by us."""
    faces: list[tuple[str, str, str, str | None]] = [
        ("Source Sans", "200 900", text_font_url(), None)
    ]
    for script, name, scope in (
        ("khmer", "Noto Sans Khmer", "U+1780-17FF, U+19E0-19FF"),
        ("lao", "Noto Sans Lao", "U+0E80-0EFF"),
        ("arabic", "Noto Sans Arabic", "U+0600-06FF, U+0750-077F, U+FB50-FDFF, U+FE70-FEFC"),
        ("armenian", "Noto Sans Armenian", "U+0530-058F, U+FB13-FB17"),
    ):
        for weight in ("400", "600"):
            file = f"fonts/noto-sans-{script}-{script}-{weight}-normal.woff2"
            faces.append((name, weight, asset_url(file), scope))
    return "\n".join(
        f'@font-face {{ font-family: "{name}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{url}") format("woff2");{f" unicode-range: {scope};" if scope else ""} }}'
        for name, weight, url, scope in faces
    )


@cache
def style_sheet() -> str:
    """The one style sheet of the product: palettes, type scale, frame, cards."""
    return "\n".join(
        [
            font_faces(),
            f":root {{ color-scheme: light dark; {css_variables(LIGHT)} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {css_variables(DARK)} }} }}",
            # Paper does not glow: a page printed from a dark screen is printed light.
            f"@media print {{ :root {{ {css_variables(LIGHT)} }} }}",
            *(
                path.read_text(encoding="utf-8")
                for path in sorted((STATIC_DIR / "css").glob("*.css"), key=_page_first)
            ),
        ]
    )


def header(page: str, language: Language, *, is_staff: bool = False) -> Element:
    """Name of the product, the pages, the other language. ``page`` is marked as the current one.

    Args:
        is_staff: One more page, the desk, for who has signed in.
    """
    t = translator(language)
    return h.header(".rc-header", id="rc-header")[
        h.a(".rc-skip", href="#root")[t("nav.skip")],
        h.a(".rc-brand", href=address("overview", language), data_rc_nav="overview")[
            h.span(".rc-brand-name")[t("app.name")]
        ],
        h.nav(".rc-nav", aria_label=t("nav.label"))[
            (
                h.a(
                    href=address(name, language),
                    data_rc_nav=name,
                    aria_current="page" if name == page else None,
                )[header_label(name, language)]
                for name in HEADER_PAGES
            )
        ],
        is_staff
        and h.a(
            ".rc-desk-link",
            href=address(STAFF_PAGE, language),
            data_rc_nav=STAFF_PAGE,
            aria_current=_desk_mark(page),
        )[header_label(STAFF_PAGE, language)],
        h.search(".rc-finder")[
            h.input(
                type="text",
                role="combobox",
                aria_expanded="false",
                aria_autocomplete="list",
                aria_label=t("nav.find"),
                placeholder=t("nav.find"),
                autocomplete="off",
                spellcheck="false",
                maxlength="80",
            )
        ],
        h.div(".rc-languages", role="group", aria_label=t("nav.language"))[
            (
                h.a(
                    href=address(page, code),
                    hreflang=code,
                    lang=code,
                    data_rc_language=code,
                    aria_current="true" if code == language else None,
                    aria_label={"fr": "Français", "en": "English"}[code],
                )[code.upper()]
                for code in LANGUAGES
            )
        ],
    ]


def header_label(page: str, language: Language) -> str:
    """What the header calls a page: its title, or a shorter name where the title is long."""
    t = translator(language)
    return t("nav.sources.short") if page == "sources" else t(f"nav.{page}")


def _desk_mark(page: str) -> str | None:
    """How the header marks the desk: it is the page that is open, or the page is one of its own."""
    if page == STAFF_PAGE:
        return "page"
    return "true" if page in DESK_PAGES else None


def frame_settings(dataset_version: str) -> dict[str, object]:
    """What ``frame.js`` needs to know: paths, labels of the header in both languages, versions."""
    return {
        "version": dataset_version,
        "paths": PAGE_PATHS,
        "staffPage": STAFF_PAGE,
        "deskPages": DESK_PAGES,
        "modules": {page: asset_url(f"js/{name}.js") for page, name in CATALOGUE_PAGES.items()},
        "finder": asset_url("js/finder.js"),
        "evidence": asset_url("js/evidence.js"),
        "basemap": asset_url("land.geojson"),
        # frame.js starts Streamlit once the header and the map are on screen.
        "streamlit": {kind: streamlit_files()[kind] for kind in ("scripts", "preloads")},
        "languages": {
            code: {
                "titles": {name: translator(code)(f"nav.{name}") for name in PAGE_PATHS},
                "labels": {name: header_label(name, code) for name in (*HEADER_PAGES, STAFF_PAGE)},
                "app": translator(code)("app.name"),
                "skip": translator(code)("nav.skip"),
                "find": translator(code)("nav.find"),
                "offline": translator(code)("nav.offline"),
                "close": translator(code)("nav.close"),
                "chrome": {
                    label: translator(code)(f"chrome.{key}") for label, key in CHROME.items()
                },
                "sizes": {
                    unit: translator(code)(f"chrome.size.{unit.lower()}", size=SIZE_PLACE)
                    for unit in SIZE_UNITS
                },
                "pages": translator(code)("nav.label"),
                "language": translator(code)("nav.language"),
            }
            for code in LANGUAGES
        },
    }


@cache
def streamlit_files() -> dict[str, list[str]]:
    """Addresses that Streamlit's own first page loads: ``scripts``, ``preloads``, ``styles``."""
    text = (streamlit_static_dir() / "index.html").read_text(encoding="utf-8")
    return {
        kind: [f"/{address}" for address in re.findall(pattern, text)]
        for kind, pattern in (
            ("scripts", r"<script type=\"module\"[^>]*src=\"\./([^\"]+)\""),
            ("preloads", r"<link rel=\"modulepreload\"[^>]*href=\"\./([^\"]+)\""),
            ("styles", r"<link rel=\"stylesheet\"[^>]*href=\"\./([^\"]+)\""),
        )
    }


def first_page(
    page: str, language: Language, dataset_version: str, *, is_staff: bool = False
) -> str:
    """The whole HTML document sent for a page of the dashboard, in one language.

    Args:
        is_staff: The reader has signed in; the document of all others is the same for everybody.
    """
    t = translator(language)
    settings = json.dumps(frame_settings(dataset_version), ensure_ascii=False)
    settings = settings.replace("<", "\\u003c")
    module = CATALOGUE_PAGES.get(page)
    preloads = [
        h.link(rel="modulepreload", href=asset_url(f"js/{name}.js"))
        for name in ([module, "facets"] if module else [])
    ]
    if page == "map":
        preloads += [
            h.link(rel="modulepreload", href=asset_url("leaflet/leaflet-src.esm.js")),
            h.link(rel="preload", href=asset_url("land.geojson"), as_="fetch", crossorigin=True),
        ]
    if module:
        data_url = f"/data/{dataset_version}/{module}.{language}.json"
        preloads.append(h.link(rel="preload", href=data_url, as_="fetch", crossorigin=True))
    document = h.html(lang=language)[
        h.head[
            h.meta(charset="utf-8"),
            h.title[f"{t(f'nav.{page}')} · {t('app.name')}"],
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="description", content=t("app.tagline")),
            h.link(rel="icon", href=asset_url("icon.svg"), type="image/svg+xml"),
            h.link(rel="stylesheet", href=asset_url("leaflet/leaflet.css")),
            style(style_sheet()),
            h.script(id="rc-settings", type="application/json")[
                Markup(settings)  # noqa: S704 - JSON of ours, "<" escaped
            ],
            h.script(type="module", src=asset_url("js/frame.js")),
            preloads,
            (h.link(rel="stylesheet", href=address) for address in streamlit_files()["styles"]),
        ],
        h.body(class_=f"rc-page-{page}")[
            h.noscript[t("nav.noscript")],
            header(page, language, is_staff=is_staff),
            h.div(".rc-offline", id="rc-offline", role="status", hidden=True),
            h.div(id="root"),
        ],
    ]
    return f"<!DOCTYPE html>\n{document}"


def plain_page(title: str, parts: Mapping[Language, Node]) -> str:
    """A document without scripts, one part in each language: what is said before Streamlit is there."""
    document = h.html(lang=next(iter(parts)))[
        h.head[
            h.meta(charset="utf-8"),
            h.title[title],
            h.meta(name="viewport", content="width=device-width, initial-scale=1"),
            h.meta(name="robots", content="noindex"),
            h.link(rel="icon", href=asset_url("icon.svg"), type="image/svg+xml"),
            style(style_sheet()),
        ],
        h.body(".rc-plain")[
            h.main[(h.section(lang=language)[part] for language, part in parts.items()),],
        ],
    ]
    return f"<!DOCTYPE html>\n{document}"
