"""A scene as one slide, 1920 × 1080: the question, the finding, the chart, the unknown, the source."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from components.i18n import Language
from components.markup import Node
from components.pictures.marks import bar, patterns
from components.pictures.svg import (
    FONT_FAMILY,
    clean,
    element,
    fitting_size,
    line,
    lines_of_text,
    moved,
    rect,
    text,
    text_width,
)
from components.stage.draw.catalogue import draw
from components.stage.draw.coverage import STRIP_HEIGHT, draw_coverage
from components.stage.draw.letters import Block, block, label_size
from components.stage.scene import Scene
from components.theme import STAGE

WIDTH, HEIGHT = 1920, 1080
MARGIN = 88
BODY_WIDTH = WIDTH - 2 * MARGIN

TITLE_SIZES, TITLE_LEADING = (64, 60), 70
UNKNOWN, SOURCE, EDITION = 36, 32, 24
_KICKER_SIZES, _SUBTITLE_SIZES, _UNKNOWN_SIZES = (32, 30, 28), (34, 32, 30, 28), (36, 34, 32)
_SWATCH = 60
_KICKER_AT, _TITLE_AT = 66, 142
_RULE_AT, _SOURCE_AT, _EDITION_AT = 960, 1004, 1046


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideFrame:
    """What stands around the chart of a slide.

    Attributes:
        kicker: Session and guiding question, one line.
        source: Source line.
        edition: Last line: edition, whether and when it was frozen.
        label: Number of the scene, at the end of the last line.
    """

    language: Language
    kicker: str
    source: str
    edition: str
    label: str


def slide(scene: Scene, frame: SlideFrame, *, step: int | None = None) -> str:
    """The slide as SVG in the colours of the light ground.

    Args:
        step: Step of a map that is drawn; None: every step, for a page that moves from one to the next.
    """
    unknown = _unknown_lines(scene)
    top = _head_bottom(scene)
    bottom = _RULE_AT - 44 - 44.0 * len(unknown.lines)
    document = element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=HEIGHT,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        lang=frame.language,
        role="img",
        aria_label=clean(f"{scene.headline} {scene.sentence}"),
        font_family=FONT_FAMILY,
    )[
        patterns(),
        rect(0, 0, WIDTH, HEIGHT, fill=STAGE.paper),
        _head(scene, frame),
        moved(MARGIN, top, _body(scene, bottom - top, language=frame.language, step=step)),
        _unknown(unknown),
        _foot(frame),
    ]
    return str(document)


def _head_bottom(scene: Scene) -> float:
    return _TITLE_AT + TITLE_LEADING * (len(_title(scene).lines) - 1) + 52 + 36.0


def _head(scene: Scene, frame: SlideFrame) -> Node:
    title = _title(scene)
    under = _TITLE_AT + TITLE_LEADING * (len(title.lines) - 1) + 52
    return [
        _line(frame.kicker, _KICKER_AT, _KICKER_SIZES, fill=STAGE.muted),
        lines_of_text(
            list(title.lines),
            MARGIN,
            _TITLE_AT,
            size=title.size,
            leading=TITLE_LEADING,
            weight=600,
            fill=STAGE.ink,
        ),
        _line(scene.subtitle, under, _SUBTITLE_SIZES, fill=STAGE.muted),
    ]


def _title(scene: Scene) -> Block:
    size = label_size([scene.headline], BODY_WIDTH, sizes=TITLE_SIZES, weight=600)
    return block(scene.headline, BODY_WIDTH, size, weight=600)


def _body(scene: Scene, height: float, *, language: Language, step: int | None) -> Node:
    """The chart; before it, what is known and what is not where that is less than half."""
    if scene.coverage is None or not scene.coverage.is_low:
        return draw(scene.chart, BODY_WIDTH, height, language=language, step=step)
    return [
        draw_coverage(scene.coverage, BODY_WIDTH, language=language),
        moved(
            0,
            STRIP_HEIGHT,
            draw(scene.chart, BODY_WIDTH, height - STRIP_HEIGHT, language=language, step=step),
        ),
    ]


def _unknown_lines(scene: Scene) -> Block:
    room = BODY_WIDTH - _SWATCH
    size = label_size([scene.unknown], room, sizes=_UNKNOWN_SIZES, most=1)
    return block(scene.unknown, room, size)


def _unknown(held: Block) -> Node:
    """What is not known, above the line of the sources, behind the fill it has in every chart."""
    if not held.lines:
        return None
    first = _RULE_AT - 30 - 42.0 * (len(held.lines) - 1)
    return [
        bar("unknown", MARGIN, first - 25, 44, 28),
        lines_of_text(
            list(held.lines),
            MARGIN + _SWATCH,
            first,
            size=held.size,
            leading=42,
            fill=STAGE.ink,
        ),
    ]


def _line(value: str, y: float, sizes: tuple[int, ...], *, fill: str) -> Node:
    size = fitting_size(clean(value), BODY_WIDTH, *sizes)
    return text(value, MARGIN, y, size=size, fill=fill, width=BODY_WIDTH)


def _foot(frame: SlideFrame) -> Node:
    label_width = text_width(frame.label, EDITION)
    return [
        line(MARGIN, _RULE_AT, WIDTH - MARGIN, _RULE_AT),
        text(frame.source, MARGIN, _SOURCE_AT, size=SOURCE, fill=STAGE.muted, width=BODY_WIDTH),
        text(
            frame.edition,
            MARGIN,
            _EDITION_AT,
            size=EDITION,
            fill=STAGE.muted,
            width=BODY_WIDTH - label_width - 32,
        ),
        text(
            frame.label, WIDTH - MARGIN, _EDITION_AT, size=EDITION, fill=STAGE.muted, anchor="end"
        ),
    ]


_NAME_OF_COLOUR = {
    getattr(STAGE, field.name): field.name.replace("_", "-") for field in reversed(fields(STAGE))
}
_COLOUR = re.compile(r'(?<==")(#[0-9a-f]{6})(?=")')


def in_variables(svg: str) -> str:
    """The same drawing with the colours of the page it is shown in: ``var(--rc-ink)``.

    A colour of the palette that two meanings share takes the first one's name.
    """
    return _COLOUR.sub(
        lambda found: (
            f"var(--rc-{_NAME_OF_COLOUR[found[1]]})" if found[1] in _NAME_OF_COLOUR else found[1]
        ),
        svg,
    )
