"""Colours that can be read and told apart on both grounds; sizes and colours that style sheets may use."""

import math
import re
import tomllib
from dataclasses import asdict, fields
from itertools import combinations
from pathlib import Path

import pytest

from components.assets import STATIC_DIR
from components.theme import (
    AXIS_COLOUR_NAMES,
    DARK,
    LIGHT,
    PALETTES,
    TYPE_SCALE,
    Palette,
    contrast,
    css_variables,
)

ROOT = Path(__file__).parent.parent
STYLE_SHEETS = sorted(
    [*STATIC_DIR.glob("css/*.css"), *STATIC_DIR.glob("stage/*.css"), STATIC_DIR / "takeaway.css"]
)
TEXT, MARK, APART = 4.5, 3.0, 15.0
AXES = tuple(AXIS_COLOUR_NAMES.values())

TEXT_PAIRS = [
    (text, ground)
    for text in ("ink", "muted", "accent", "confirm", *AXES)
    for ground in ("paper", "surface")
] + [
    ("on_accent", "accent"),
    *((text, "accent_pale") for text in ("ink", "muted", "accent")),
    *(("ink", ground) for ground in ("land", "sea", "unknown")),
]
MARK_PAIRS = [
    *((mark, ground) for mark in ("line", "documented") for ground in ("paper", "surface")),
    *(("marker", ground) for ground in ("land", "sea", "paper")),
    ("marker", "marker_edge"),
    ("documented", "unknown"),
    ("accent", "accent_pale"),
]

# Machado, Oliveira & Fernandes 2009, severity 1.0; for linear RGB.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
RGB_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = (0.95047, 1.0, 1.08883)

both_grounds = pytest.mark.parametrize("palette", list(PALETTES.values()), ids=list(PALETTES))


def linear(colour):
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(colour, deficiency="none"):
    """CIELAB (D65) of a colour as somebody with this deficiency sees it."""
    seen = [min(max(c, 0), 1) for c in times(DEFICIENCIES[deficiency], linear(colour))]
    x, y, z = (
        t ** (1 / 3) if t > (6 / 29) ** 3 else t / (3 * (6 / 29) ** 2) + 4 / 29
        for t in (
            value / white for value, white in zip(times(RGB_TO_XYZ, seen), WHITE, strict=True)
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


# ---- the measures themselves, against published values


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#777777") == 1


def test_distance_is_that_of_cielab():
    assert lab("#ffffff") == pytest.approx((100, 0, 0), abs=0.02)
    assert lab("#ff0000") == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert math.dist(lab("#c00000", "protan"), lab("#4f4a00", "protan")) < math.dist(
        lab("#c00000"), lab("#4f4a00")
    )


# ---- colours


@both_grounds
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(palette, text, ground):
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= TEXT


@both_grounds
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_can_be_seen(palette, mark, ground):
    assert contrast(getattr(palette, mark), getattr(palette, ground)) >= MARK


@both_grounds
@pytest.mark.parametrize("deficiency", list(DEFICIENCIES))
@pytest.mark.parametrize(("first", "second"), list(combinations(AXES, 2)))
def test_the_three_axes_stay_apart_for_every_eye(palette, first, second, deficiency):
    colours = [lab(getattr(palette, name), deficiency) for name in (first, second)]
    assert math.dist(*colours) >= APART


@both_grounds
def test_unknown_is_never_red(palette):
    _, a, b = lab(palette.unknown)
    assert math.hypot(a, b) < 15, "unknown is a grey"
    assert math.dist(lab(palette.unknown), lab(palette.possible)) >= APART


@both_grounds
def test_every_colour_is_written_in_six_digits(palette):
    for name, colour in asdict(palette).items():
        assert re.fullmatch("#[0-9a-f]{6}", colour), name


def test_streamlit_is_given_the_same_colours():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))[
        "theme"
    ]
    for ground, palette in PALETTES.items():
        assert theme[ground] == {
            "primaryColor": palette.accent,
            "backgroundColor": palette.paper,
            "secondaryBackgroundColor": palette.surface,
            "textColor": palette.ink,
            "linkColor": palette.accent,
            "borderColor": palette.line,
        }
    assert theme["baseFontSize"] in TYPE_SCALE


# ---- style sheets


def rules(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def declared_names():
    """Variables that a style sheet or a browser module sets."""
    scripts = [path.read_text(encoding="utf-8") for path in STATIC_DIR.glob("js/*.js")]
    texts = [rules(path) for path in STYLE_SHEETS] + scripts
    return {name for text in texts for name in re.findall(r'--rc-([a-z-]+)(?::|",)', text)}


def colour_names():
    return {field.name.replace("_", "-") for field in fields(Palette)}


def test_every_colour_is_a_variable_of_the_page():
    assert set(re.findall(r"--rc-([a-z-]+):", css_variables(LIGHT))) == colour_names()
    for palette in (LIGHT, DARK):
        assert re.findall(r": (#\w+);", css_variables(palette)) == list(asdict(palette).values())


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_uses_variables_that_exist(path):
    used = set(re.findall(r"var\(--rc-([a-z-]+)", rules(path)))
    assert used
    assert used <= colour_names() | declared_names()


def test_browser_modules_ask_for_colours_that_exist():
    scripts = "".join(path.read_text(encoding="utf-8") for path in STATIC_DIR.glob("js/*.js"))
    asked = set(re.findall(r'cssColour\("([a-z-]+)"\)', scripts))
    assert {"land", "marker"} <= asked <= colour_names()


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_writes_no_colour_of_its_own(path):
    """Shadows are black in both palettes; every other colour changes with the ground."""
    declarations = re.findall(r"([a-z-]+):\s*([^;{}]+)", rules(path))
    own = [
        (name, value)
        for name, value in declarations
        if re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|\b(?:white|black|red)\b", value)
        and name != "box-shadow"
        and not (name == "background" and value.startswith("rgb(0 0 0 /"))
    ]
    assert own == []


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_uses_the_type_scale_only(path):
    sizes = re.findall(r"\bfont-size:\s*([^;}]+)", rules(path))
    sizes += [
        re.search(r"\S+(?=/)|\S*\d(?:px|r?em|%)", value)[0]
        for value in re.findall(r"[\s;{]font:\s*([^;}]+)", rules(path))
        if value.strip() != "inherit"
    ]
    allowed = {f"{size}px" for size in TYPE_SCALE}
    assert sizes
    assert {size.strip() for size in sizes} <= allowed | {"inherit"}


def test_streamlit_writes_in_the_family_of_the_page():
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))[
        "theme"
    ]
    [declared] = re.findall(r"--rc-font: ([^;]+);", rules(STATIC_DIR / "css" / "page.css"))
    assert theme["font"] == declared.replace('"', "")
