"""A scene as one slide, 1920 × 1080: the question, the finding, the chart, the unknown, the source."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from components.i18n import Language
from components.markup import Node
from components.pictures.marks import patterns
from components.pictures.svg import (
    FONT_FAMILY,
    clean,
    element,
    line,
    lines_of_text,
    moved,
    rect,
    text,
    text_width,
    wrapped,
)
from components.stage.draw.catalogue import draw
from components.stage.scene import Scene
from components.theme import STAGE

WIDTH, HEIGHT = 1920, 1080
MARGIN = 88
BODY_WIDTH = WIDTH - 2 * MARGIN

KICKER, TITLE, TITLE_LEADING, SUBTITLE = 32, 64, 72, 36
UNKNOWN, SOURCE, EDITION = 36, 32, 24
_BODY_BOTTOM = 868


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
    titles = wrapped(scene.headline, BODY_WIDTH, TITLE, 600)
    top = 136.0 + TITLE_LEADING * (len(titles) - 1)
    body_top = top + 92
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
        text(frame.kicker, MARGIN, 64, size=KICKER, fill=STAGE.muted, width=BODY_WIDTH),
        lines_of_text(
            titles,
            MARGIN,
            136,
            size=TITLE,
            leading=TITLE_LEADING,
            weight=600,
            fill=STAGE.ink,
        ),
        text(scene.subtitle, MARGIN, top + 56, size=SUBTITLE, fill=STAGE.muted, width=BODY_WIDTH),
        moved(
            MARGIN,
            body_top,
            draw(
                scene.chart, BODY_WIDTH, _BODY_BOTTOM - body_top, language=frame.language, step=step
            ),
        ),
        _foot(scene, frame),
    ]
    return str(document)


def _foot(scene: Scene, frame: SlideFrame) -> Node:
    label_width = text_width(frame.label, EDITION)
    return [
        text(scene.unknown, MARGIN, 924, size=UNKNOWN, fill=STAGE.ink, width=BODY_WIDTH),
        line(MARGIN, 956, WIDTH - MARGIN, 956),
        text(frame.source, MARGIN, 1000, size=SOURCE, fill=STAGE.muted, width=BODY_WIDTH),
        text(
            frame.edition,
            MARGIN,
            1044,
            size=EDITION,
            fill=STAGE.muted,
            width=BODY_WIDTH - label_width - 32,
        ),
        text(frame.label, WIDTH - MARGIN, 1044, size=EDITION, fill=STAGE.muted, anchor="end"),
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
