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
from components.stage.charts import Matrix, Opening
from components.stage.draw.canvas import Canvas
from components.stage.draw.catalogue import draw
from components.stage.draw.coverage import FLAT_HEIGHT, STRIP_HEIGHT, draw_coverage
from components.stage.draw.letters import Block, block, label_size
from components.stage.scene import Scene
from components.theme import STAGE

WIDTH, HEIGHT = 1920, 1080
MARGIN = 88
BODY_WIDTH = WIDTH - 2 * MARGIN

TITLE_SIZES, OPENING_SIZES = (64, 60), (72, 68, 64, 60)
UNKNOWN, SOURCE, EDITION = 36, 32, 24
_KICKER_SIZES, _SUBTITLE_SIZES, _UNKNOWN_SIZES = (32, 30, 28), (34, 32, 30, 28), (36, 34, 32)
_SWATCH = 60
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
    head = _Head.of(scene)
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
        head.drawn(scene, frame),
        moved(
            MARGIN,
            head.bottom,
            _body(scene, bottom - head.bottom, language=frame.language, step=step),
        ),
        _unknown(unknown),
        _foot(frame),
    ]
    return str(document)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The words above the chart; a slide of words has larger ones, lower, with a mark under them.

    Attributes:
        title_at: Baseline of the first line of the title.
    """

    title: Block
    kicker_at: float
    title_at: float
    title_leading: float
    is_opening: bool

    @classmethod
    def of(cls, scene: Scene) -> _Head:
        """The head of a scene."""
        is_opening = isinstance(scene.chart, Opening)
        sizes = OPENING_SIZES if is_opening else TITLE_SIZES
        width = BODY_WIDTH * (0.86 if is_opening else 1)
        most = 3 if is_opening else 2
        size = label_size([scene.headline], width, sizes=sizes, weight=600, most=most)
        return cls(
            title=block(scene.headline, width, size, weight=600, most=most),
            kicker_at=118 if is_opening else 66,
            title_at=230 if is_opening else 142,
            title_leading=80 if is_opening else 70,
            is_opening=is_opening,
        )

    @property
    def subtitle_at(self) -> float:
        """Baseline of the subtitle."""
        under = 66 if self.is_opening else 52
        return self.title_at + self.title_leading * (len(self.title.lines) - 1) + under

    @property
    def bottom(self) -> float:
        """Where the chart begins."""
        return self.subtitle_at + (120 if self.is_opening else 36)

    def drawn(self, scene: Scene, frame: SlideFrame) -> Node:
        """Kicker, title and subtitle."""
        return [
            _line(frame.kicker, self.kicker_at, _KICKER_SIZES),
            lines_of_text(
                list(self.title.lines),
                MARGIN,
                self.title_at,
                size=self.title.size,
                leading=self.title_leading,
                weight=600,
                fill=STAGE.ink,
            ),
            _line(scene.subtitle, self.subtitle_at, _SUBTITLE_SIZES),
            rect(MARGIN, self.subtitle_at + 44, 120, 8, fill=STAGE.accent)
            if self.is_opening
            else None,
        ]


def _body(scene: Scene, height: float, *, language: Language, step: int | None) -> Node:
    """The chart; before it, what is known and what is not where that is less than half."""
    is_low = scene.coverage is not None and scene.coverage.is_low
    # A table of names needs all the height there is.
    is_flat = isinstance(scene.chart, Matrix)
    strip = (FLAT_HEIGHT if is_flat else STRIP_HEIGHT) if is_low else 0.0
    canvas = Canvas(width=BODY_WIDTH, height=height - strip, language=language, step=step)
    return [
        draw_coverage(scene.coverage, BODY_WIDTH, language=language, is_flat=is_flat)
        if scene.coverage is not None and is_low
        else None,
        moved(0, strip, draw(scene.chart, canvas)),
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


def _line(value: str, y: float, sizes: tuple[int, ...]) -> Node:
    size = fitting_size(clean(value), BODY_WIDTH, *sizes)
    return text(value, MARGIN, y, size=size, fill=STAGE.muted, width=BODY_WIDTH)


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
