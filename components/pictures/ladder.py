"""How far the vision of each city got: its name on a step, or in a box apart when nothing is known."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.criteria_counts import LadderPlaces, ladder_places
from components.i18n import content, number
from components.markup import Node
from components.pictures.chart import Body, Chart, ChartRequest
from components.pictures.criteria import NOTHING
from components.pictures.frame import BODY_WIDTH, body_height
from components.pictures.svg import (
    fitting_size,
    moved,
    rect,
    text,
    wrapped,
)
from components.pictures.words import subtitle
from components.theme import STAGE
from data.export import Table
from data.schema import Dimension

MOST_NAMES = 12
"""Names written on one step; above, their number and the first of them."""

FIRST_NAMES = 5

_GAP = 56
_BOX = 300
_MOST_RISE = 84
_FOOT = 104
_LARGE, _SMALL = 32, 28
_LONG_LIST = 7
"""Names on a step above which all names are a little smaller."""


def vision_ladder(asked: ChartRequest) -> Chart:
    """Five steps from « no step yet » to « followed up », with the cities on each, and a box apart."""
    t, language = asked.t, asked.language
    places = ladder_places(asked.dataset, asked.city_ids)
    steps = [(step_name(asked, step), held) for step, held in places.steps]
    unknown = len(places.undocumented)
    adopted = sum(len(held) for step, held in places.steps[2:] if step)
    title = t("pictures.ladder.title", count=adopted, total=len(asked.cities), unknown=unknown)
    measure = subtitle(asked, t("pictures.ladder.measure"))
    told = t("pictures.ladder.joint").join(
        t("pictures.ladder.step", step=name, count=len(held)) for name, held in steps
    )
    rows = [(held, name) for name, held in steps]
    rows.append((places.undocumented, t("pictures.ladder.undocumented")))
    step_of = {city_id: name for held, name in rows for city_id in held}
    vision = [
        source_id
        for city_id in asked.city_ids
        for answer in asked.dataset.answers_of_city(city_id).values()
        if answer.dimension is Dimension.VISION
        for source_id in answer.source_ids
    ]
    return Chart(
        name="ladder",
        title=title,
        subtitle=measure,
        takeaway=t("pictures.ladder.takeaway", steps=told, count=unknown, total=len(asked.cities)),
        body=_body(asked, places, body_height(title, measure, ())),
        legend=(),
        source_ids=tuple(dict.fromkeys(vision)),
        table=Table(
            name=t("pictures.ladder.sheet"),
            columns=tuple(t(f"pictures.column.{name}") for name in ("city_id", "city", "step")),
            rows=tuple(
                (city.city_id, asked.city_name(city), step_of[city.city_id])
                for city in asked.cities
            ),
        ),
        language=language,
    )


def step_name(asked: ChartRequest, step: str | None) -> str:
    """Name of a step: the label of its criterion, or « no step yet »."""
    if step is None:
        return asked.t("pictures.ladder.no_step")
    return content(asked.dataset.criteria[step], "label", asked.language).text


def _body(asked: ChartRequest, places: LadderPlaces, room: float) -> Body:
    step_width = (BODY_WIDTH - _BOX - _GAP) / len(places.steps)
    longest = max((len(held) for _, held in places.steps if len(held) <= MOST_NAMES), default=0)
    size = _LARGE if longest <= _LONG_LIST else _SMALL
    lists = [_names(asked, held) for _, held in places.steps]
    heights = [len(names) * (size + 8) + 100 for names in lists]
    rise = min(
        [
            _MOST_RISE,
            *((room - _FOOT - high) / place for place, high in enumerate(heights) if place),
        ]
    )
    drawn: list[Node] = [
        _box(asked, places.undocumented, room, size),
        *(
            moved(
                _BOX + _GAP + place * step_width,
                room - _FOOT - rise * place,
                _riser(rise, is_first=step is None) if place else None,
                _step(asked, step, held, names=names, width=step_width, size=size),
            )
            for place, ((step, held), names) in enumerate(zip(places.steps, lists, strict=True))
        ),
    ]
    return Body(content=drawn, width=BODY_WIDTH, height=room)


def _box(asked: ChartRequest, held: Sequence[str], room: float, size: int) -> Node:
    """Cities about which nothing is known: not a step, so it stands apart and has another ground."""
    head = wrapped(asked.t("pictures.ladder.undocumented"), _BOX - 56, 28, 600)
    first = 148 + 36 * len(head)
    return [
        rect(
            1.5,
            1.5,
            _BOX - 3,
            room - 3,
            fill=STAGE.unknown,
            rx=6,
            stroke=STAGE.line,
            stroke_width=3,
            stroke_dasharray="2 9",
            stroke_linecap="round",
        ),
        [text(value, 28, 56 + 36 * place, size=28, weight=600) for place, value in enumerate(head)],
        text(number(len(held), asked.language), 28, 84 + 36 * len(head), size=60, weight=600),
        [
            text(
                value,
                28,
                first + (size + 8) * place,
                size=fitting_size(value, _BOX - 56, size, 28, 24, 22),
                width=_BOX - 56,
            )
            for place, value in enumerate(_names(asked, held))
        ],
    ]


def _step(
    asked: ChartRequest,
    step: str | None,
    held: Sequence[str],
    *,
    names: Sequence[str],
    width: float,
    size: int,
) -> Node:
    """One step, its tread at 0: names stand on it, its label hangs under it."""
    leading = size + 8
    first = -24 - leading * (len(names) - 1)
    return [
        rect(0, 0, width, 8, fill=STAGE.documented if step else STAGE.line),
        [
            text(value, 8, 46 + 32 * row, size=26, weight=600)
            for row, value in enumerate(wrapped(step_name(asked, step), width - 16, 26, 600))
        ],
        text(number(len(held), asked.language), 8, first - leading - 6, size=44, weight=600)
        if held
        else text(NOTHING, 8, -22, size=32, fill=STAGE.muted),
        [
            text(
                value,
                8,
                first + leading * row,
                size=fitting_size(value, width - 20, size, 28, 24, 22),
                width=width - 20,
            )
            for row, value in enumerate(names)
        ],
    ]


def _riser(rise: float, *, is_first: bool) -> Node:
    return rect(0, 0, 4, rise + 8, fill=STAGE.line if is_first else STAGE.documented)


def _names(asked: ChartRequest, held: Sequence[str]) -> list[str]:
    """Every name if there are at most twelve, else the first ones and how many more."""
    cities = [asked.city_name(asked.dataset.cities[city_id]) for city_id in held]
    shown = cities if len(cities) <= MOST_NAMES else cities[:FIRST_NAMES]
    lines = list(shown)
    if len(shown) < len(cities):
        lines.append(asked.t("pictures.ladder.more", count=len(cities) - len(shown)))
    return lines
