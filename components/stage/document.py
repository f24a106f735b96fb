"""The HTML of the stage: served as two short pages (stage, speaker view), or whole as one file.

The same scripts, style and deck feed all of them (``components/static/stage``).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import htpy as h
from markupsafe import Markup

from components.assets import STATIC_DIR, asset_url, streamlit_static_dir, text_font_url
from components.atlas import strings
from components.i18n import LANGUAGES, Language, translator, typography
from components.markup import Element, Node, style
from components.stage.deck import deck
from components.stage.draw.land import land_symbol
from components.stage.stage import Stage
from components.theme import STAGE, STAGE_DARK, Ground, css_variables

View = Literal["stage", "speaker"]

SCRIPTS = (
    "base",
    "order",
    "talk",
    "room",
    "wire",
    "pair",
    "slide",
    "acts",
    "keys",
    "panels",
    "sources",
    "screen",
    "speaker",
    "start",
)
"""Scripts in the order they are run; each adds to one shared object."""

STAGE_DIR = STATIC_DIR / "stage"
TEXT_FAMILIES = ("Source Sans Pro", "Source Sans")
"""Names under which drawings and pages ask for the text family."""

NOTO = {
    "khmer": ("Noto Sans Khmer", "U+1780-17FF, U+19E0-19FF", "\u1780-\u17ff\u19e0-\u19ff"),
    "lao": ("Noto Sans Lao", "U+0E80-0EFF", "\u0e80-\u0eff"),
    "arabic": (
        "Noto Sans Arabic",
        "U+0600-06FF, U+0750-077F, U+FB50-FDFF, U+FE70-FEFC",
        "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    ),
    "armenian": ("Noto Sans Armenian", "U+0530-058F, U+FB13-FB17", "\u0530-\u058f\ufb13-\ufb17"),
}
"""Family, ranges for CSS and ranges for a search, of each script that the text family lacks."""


def live_page(
    programme_id: str,
    title: str,
    view: View,
    *,
    language: Language,
    ground: Ground,
    settings: Mapping[str, Any],
) -> str:
    """The page of the stage or of the speaker view, as a server sends it.

    Args:
        settings: What only the server knows: ``state`` and ``now`` of the room, ``asked`` (parameters the
            address names), ``follow``.
    """
    told = _settings(programme_id, language, ground) | {
        "mode": "live",
        "view": view,
        "deck": f"/stage/{programme_id}/deck.json",
        "home": {code: f"/scene?lang={code}" for code in LANGUAGES},
        **settings,
    }
    document = _document(
        title,
        language=language,
        ground=ground,
        view=view,
        head=[
            h.link(rel="icon", href=asset_url("icon.svg"), type="image/svg+xml"),
            h.link(
                rel="preload",
                href=f"/stage/{programme_id}/deck.json",
                as_="fetch",
                crossorigin=True,
            ),
            style(_palettes() + _served_fonts()),
            h.link(rel="stylesheet", href=asset_url("stage/stage.css")),
            _data("rc-stage-settings", json.dumps(told, ensure_ascii=False)),
            (h.script(src=asset_url(f"stage/{name}.js"), defer=True) for name in SCRIPTS),
        ],
        body=[h.p(".rc-waiting")[translator(language)("stage.live.waiting")], land_symbol()],
    )
    return f"<!DOCTYPE html>\n{document}"


def one_file(stage: Stage, language: Language) -> str:
    """The whole stage as one HTML document that opens from a disk, without a network.

    Both languages are in it; ``language`` is the one it opens in. It asks for nothing: the policy in its
    head names its own scripts by their hash and allows no other source.
    """
    programme = stage.programme
    settings = _settings(programme.programme_id, language, "light") | {
        "mode": "file",
        "view": "stage",
        "asked": [],
        "follow": False,
        "state": None,
        "now": None,
    }
    drawn = json.dumps(deck(stage), ensure_ascii=False, separators=(",", ":"))
    sources = [_script(name) for name in SCRIPTS]
    hashes = " ".join(f"'sha256-{_digest(source)}'" for source in sources)
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )
    title = typography(getattr(programme, f"title_{language}"), language)
    document = _document(
        title,
        language=language,
        ground="light",
        view="stage",
        head=[
            h.meta(http_equiv="Content-Security-Policy", content=policy),
            style(_palettes() + _packed_fonts(drawn) + _style_sheet()),
        ],
        # The data first: a script runs as soon as it is read.
        body=[
            land_symbol(),
            _data("rc-stage-settings", json.dumps(settings, ensure_ascii=False)),
            _data("rc-deck", drawn),
            (_inline(source) for source in sources),
        ],
    )
    return f"<!DOCTYPE html>\n{document}"


def _document(
    title: str, *, language: Language, ground: Ground, view: View, head: Node, body: Node
) -> Element:
    return h.html(lang=language, data_ground=ground, data_view=view)[
        h.head[
            h.meta(charset="utf-8"),
            h.title[title],
            h.meta(
                name="viewport", content="width=device-width, initial-scale=1, viewport-fit=cover"
            ),
            head,
        ],
        h.body[h.noscript[translator(language)("stage.live.noscript")], body],
    ]


def _settings(programme_id: str, language: Language, ground: Ground) -> dict[str, Any]:
    return {
        "programme": programme_id,
        "language": language,
        "ground": ground,
        "words": {code: strings(code, ("stage.live.",)) for code in LANGUAGES},
    }


_DARK_COLOURS = f"color-scheme: dark; {css_variables(STAGE_DARK)}"


def _palettes() -> str:
    """Colours of both grounds, for the page and for each box that has a ground of its own."""
    return (
        f':root, [data-ground="light"] {{ color-scheme: light; {css_variables(STAGE)} }}\n'
        f'[data-ground="dark"] {{ {_DARK_COLOURS} }}\n'
        "@media (prefers-color-scheme: dark) "
        f"{{ :root:not([data-ground]) {{ {_DARK_COLOURS} }} }}\n"
    )


def _served_fonts() -> str:
    faces = [_face(family, "200 900", text_font_url()) for family in TEXT_FAMILIES]
    for script, (family, ranges, _) in NOTO.items():
        faces += [
            _face(family, weight, asset_url(f"fonts/{_noto_file(script, weight)}"), ranges)
            for weight in ("400", "600")
        ]
    return "".join(faces)


def _packed_fonts(text: str) -> str:
    """The fonts a text needs, inside the style sheet."""
    upright = streamlit_static_dir() / text_font_url().lstrip("/")
    faces = [_face(family, "200 900", _packed(upright)) for family in TEXT_FAMILIES[:1]]
    for script, (family, ranges, letters) in NOTO.items():
        if re.search(f"[{letters}]", text):
            faces += [
                _face(
                    family,
                    weight,
                    _packed(STATIC_DIR / "fonts" / _noto_file(script, weight)),
                    ranges,
                )
                for weight in ("400", "600")
            ]
    return "".join(faces)


def _noto_file(script: str, weight: str) -> str:
    return f"noto-sans-{script}-{script}-{weight}-normal.woff2"


def _face(family: str, weight: str, url: str, ranges: str | None = None) -> str:
    scope = f" unicode-range: {ranges};" if ranges else ""
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-display: swap; '
        f'src: url("{url}") format("woff2");{scope} }}\n'
    )


@cache
def _packed(file: Path) -> str:
    return f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}"


@cache
def _style_sheet() -> str:
    return (STAGE_DIR / "stage.css").read_text(encoding="utf-8")


@cache
def _script(name: str) -> str:
    """A script of ours, in a form that cannot end the element it stands in."""
    source = (STAGE_DIR / f"{name}.js").read_text(encoding="utf-8")
    return re.sub(r"<(?=/script|!--)", r"\\x3c", source, flags=re.IGNORECASE)


def _digest(source: str) -> str:
    return base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def _inline(source: str) -> Element:
    return h.script[Markup(source)]  # noqa: S704 - a file of ours


def _data(name: str, told: str) -> Element:
    """Data for the scripts; no text in it can end the element or open a comment."""
    neutral = told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return h.script(id=name, type="application/json")[
        Markup(neutral)  # noqa: S704 - JSON without "<"
    ]
