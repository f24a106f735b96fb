"""« Emporter la carte »: the map of the moment as one HTML file, made with folium, that needs no network.

The live map and this file show the same cities, the same card for each (``city_card``), the same
legend and the same disclaimer; only the library that draws them is packed into the file.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import folium
import htpy as h
from branca.element import MacroElement
from jinja2 import Template
from markupsafe import Markup

from analysis.selection import Selection
from components.assets import BASEMAP_FILE, STATIC_DIR, leaflet_dir
from components.city_card import city_card
from components.filters import MapView, filters_in_words
from components.i18n import Language, day, sort_key, translator
from components.markup import Element, isolated, leaflet_markup, leaflet_text, style
from components.theme import LIGHT, Palette, css_variables
from data.load import Dataset
from data.schema import City

MARKER_RADIUS = 7
MAX_ZOOM = 9
POPUP_WIDTH = 360
FIT_ZOOM = 7
NAMED_MARKERS = 24
FIT_PADDING = (40, 40)
WORLD = ((-42.0, -105.0), (62.0, 172.0))

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:"
)

# folium builds popups with one call of jQuery: this is all of jQuery that it uses.
_DOLLAR = (
    "function $(markup) { const box = document.createElement('template'); "
    "box.innerHTML = markup.trim(); return [box.content.firstChild]; }"
)

_OPEN_FROM_LIST = """
for (const button of document.querySelectorAll("[data-city]")) {
  button.addEventListener("click", () => {
    const marker = window[markersOfCities[button.dataset.city]];
    MAP.panTo(marker.getLatLng(), { animate: false });
    marker.openPopup();
  });
}
// Names that would lie on another one wait for a closer view.
function placeNames() {
  const kept = [];
  for (const name of document.querySelectorAll(".rc-take-name")) {
    const box = name.getBoundingClientRect();
    const isFree = kept.every((other) => box.right < other.left || box.left > other.right
      || box.bottom < other.top || box.top > other.bottom);
    name.style.visibility = isFree ? "" : "hidden";
    if (isFree) kept.push(box);
  }
}
MAP.on("zoomend moveend resize", placeNames);
requestAnimationFrame(placeNames);
if (CHOSEN) window[markersOfCities[CHOSEN]].openPopup();
"""


class _Packed(MacroElement):
    """Markup and scripts of ours, placed in the file as they are.

    branca compiles what an element has rendered once more as a template: code of ours is marked raw,
    and markup made from data has no brace left (``leaflet_markup``).
    """

    _template = Template(
        "{% macro header(this, kwargs) %}{{ this.head }}{% endmacro %}"
        "{% macro html(this, kwargs) %}{{ this.body }}{% endmacro %}"
        "{% macro script(this, kwargs) %}{{ this.code }}{% endmacro %}"
    )

    def __init__(self, *, head: str = "", body: str = "", code: str = "") -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Packed"
        self.head, self.body, self.code = _raw(head), body, _raw(code)


def _raw(code: str) -> str:
    return f"{{% raw %}}{code}{{% endraw %}}"


class _OfflineMap(folium.Map):
    """A folium map that names no outside file."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - as folium declares it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


def takeaway_map(
    cities: Sequence[City],
    dataset: Dataset,
    today: date,
    language: Language,
    *,
    selection: Selection,
    view: MapView | None = None,
    chosen: City | None = None,
) -> str:
    """The map as one HTML document.

    Args:
        cities: Cities to show; may be empty.
        today: Day written on the map, and against which facts are aged.
        selection: Filters, written above the map in words.
        view: Centre and zoom; None fits the cities.
        chosen: City whose card is open; None opens none.

    Returns:
        A document of 0.4 to 1.5 MB that opens by double click and asks for nothing.
    """
    t = translator(language)
    shown = sorted(cities, key=lambda city: sort_key(getattr(city, f"name_{language}")))
    document = _OfflineMap(
        tiles=None,
        zoom_control="topright",
        location=(view.latitude, view.longitude) if view else (15.0, 40.0),
        zoom_start=view.zoom if view else 2,  # type: ignore[arg-type]
        min_zoom=1,
        max_zoom=MAX_ZOOM,
        zoom_snap=0.25,
        attribution_control=False,
        prefer_canvas=True,
        world_copy_jump=True,
    )
    _land(LIGHT).add_to(document)
    group = folium.FeatureGroup(name=t("map.list")).add_to(document)
    names: dict[str, str] = {}
    for city in shown:
        marker = _marker(
            city,
            dataset,
            today,
            language,
            is_named=len(shown) <= NAMED_MARKERS,
            is_chosen=city == chosen,
        )
        marker.add_to(group)
        names[city.city_id] = marker.get_name()
    if view is None:
        bounds = [(city.latitude, city.longitude) for city in shown]
        is_whole = selection.is_empty or not shown
        document.fit_bounds(
            list(WORLD) if is_whole else bounds, padding=FIT_PADDING, max_zoom=FIT_ZOOM
        )
    opened = chosen.city_id if chosen in shown and chosen else ""
    script = _OPEN_FROM_LIST.replace("MAP", document.get_name()).replace(
        "CHOSEN", json.dumps(opened)
    )
    code = f"const markersOfCities = {json.dumps(names)};{script}"
    _frame(
        shown,
        code,
        selection=selection,
        dataset=dataset,
        today=today,
        language=language,
        has_chosen=bool(opened),
    ).add_to(document)
    figure: Any = document.get_root()
    figure.title = f"{t('map.title')} · {t('app.name')}"
    page: str = figure.render()
    # folium's own head says no language and forbids to enlarge.
    page = page.replace("<html>", f'<html lang="{language}">', 1)
    return re.sub(r",\s*maximum-scale=1.0, user-scalable=no", "", page, count=1)


def _land(palette: Palette) -> folium.GeoJson:
    paint = {
        "fillColor": palette.land,
        "fillOpacity": 1,
        "color": palette.coast,
        "weight": 0.8,
        "interactive": False,
    }
    return folium.GeoJson(
        _basemap(), style_function=lambda _: paint, control=False, smooth_factor=0.6
    )


@cache
def _basemap() -> Mapping[str, object]:
    shape: Mapping[str, object] = json.loads(BASEMAP_FILE.read_text(encoding="utf-8"))
    return shape


def _marker(
    city: City,
    dataset: Dataset,
    today: date,
    language: Language,
    *,
    is_named: bool,
    is_chosen: bool,
) -> folium.CircleMarker:
    card = city_card(city, dataset, today, language, translator(language), standalone=True)
    name = leaflet_text(getattr(city, f"name_{language}"))
    return folium.CircleMarker(
        location=(city.latitude, city.longitude),
        radius=MARKER_RADIUS,
        color=LIGHT.ink if is_chosen else LIGHT.marker_edge,
        weight=3 if is_chosen else 1.5,
        fill_color=LIGHT.marker,
        fill_opacity=0.92,
        # With few cities their names stand on the map; with many they come under the pointer.
        tooltip=folium.Tooltip(
            name, permanent=is_named, direction="right", offset=(8, 0), class_name="rc-take-name"
        )
        if is_named
        else folium.Tooltip(name),
        popup=folium.Popup(leaflet_markup(card), max_width=POPUP_WIDTH),
    )


def _frame(
    shown: Sequence[City],
    code: str,
    *,
    selection: Selection,
    dataset: Dataset,
    today: date,
    language: Language,
    has_chosen: bool,
) -> _Packed:
    """Everything around the map: styles, Leaflet itself, title, legend, list, disclaimer."""
    t = translator(language)
    head = h.fragment[
        h.meta(http_equiv="Content-Security-Policy", content=_CONTENT_SECURITY_POLICY),
        style(_style_sheet()),
        # Leaflet's own files, from the installed package.
        h.script[Markup(_read(str(leaflet_dir() / "leaflet.js")))],  # noqa: S704
        h.script[Markup(_DOLLAR)],  # noqa: S704
    ]
    count = t("map.cities", count=len(shown)) if shown else t("map.none")
    edition = t("map.exported", date=day(today, language), edition=dataset.edition)
    body = h.fragment[
        h.header(".rc-take-head")[
            h.h1[t("map.title")],
            h.p[count, " · ", isolated(filters_in_words(selection, dataset, language))],
        ],
        h.aside(".rc-take-side")[h.details[h.summary[t("map.list")], _city_list(shown, language)],],
        h.footer(".rc-take-foot")[
            h.ul(".rc-legend")[
                h.li[h.span(".rc-dot"), t("map.legend.city")],
                h.li[h.span(".rc-dot.rc-dot-selected"), t("map.legend.selected")]
                if has_chosen
                else None,
            ],
            h.p[t("map.disclaimer"), " ", t("map.note")],
            h.p[t("app.name"), " · ", edition, " ", t("footer.licence")],
        ],
    ]
    return _Packed(head=str(head), body=leaflet_markup(body), code=code)


def _city_list(shown: Sequence[City], language: Language) -> Element:
    return h.ul(".rc-city-list")[
        (
            h.li[
                h.button(type="button", data_city=city.city_id)[
                    isolated(getattr(city, f"name_{language}"))
                ]
            ]
            for city in shown
        )
    ]


@cache
def _read(file: str) -> str:
    with open(file, encoding="utf-8") as opened:
        return opened.read()


@cache
def _style_sheet() -> str:
    """Leaflet's rules, our palette and cards, and the two scripts a borrowed computer may lack."""
    faces = "".join(
        f'@font-face {{ font-family: "Noto Sans {script.title()}"; '
        f"src: url(data:font/woff2;base64,{_font(script)}) format('woff2'); }}"
        for script in ("khmer", "lao")
    )
    css = (STATIC_DIR / "css").glob("*.css")
    ours = {path.name: path.read_text(encoding="utf-8") for path in css}
    return "\n".join(
        [
            _read(str(leaflet_dir() / "leaflet.css")),
            faces,
            f":root {{ {css_variables(LIGHT)} }}",
            *(ours[name] for name in ("page.css", "city.css", "map.css") if name in ours),
            _read(str(STATIC_DIR / "takeaway.css")),
        ]
    )


def _font(script: str) -> str:
    file = STATIC_DIR / "fonts" / f"noto-sans-{script}-{script}-400-normal.woff2"
    return base64.b64encode(file.read_bytes()).decode()
