"""The page of the stage: open it, freeze it, take it away, rehearse it sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import htpy as h

from components.address import AddressReader, address
from components.i18n import Language, Translate, content, day, number, typography
from components.markup import Element, Node, isolated
from components.source_note import source_note
from components.stage.deck import session_name, slots_of, stage_scene
from components.stage.running_order import Slot
from components.stage.scene import EXTENTS, Extent, Scene
from components.stage.stage import Stage
from components.stage_slides import slide_address
from data.export import Cell
from data.load import Dataset
from data.programme import Programme, Session, SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """What the page is drawn with.

    Attributes:
        control: Address that moves the stage, only for who may hold it; None for everybody else.
    """

    stage: Stage
    language: Language
    t: Translate
    extent: Extent = "programme"
    control: str | None = None

    @property
    def programme(self) -> Programme:
        """The conference."""
        return self.stage.programme

    def text(self, record: object, field: str) -> str:
        """``record.<field>`` in the language of the reader."""
        return content(record, field, self.language).text


def read_programme(reader: AddressReader, dataset: Dataset) -> Programme:
    """Conference of an address; the latest one if it names none.

    Raises:
        LookupError: There is no conference at all.
    """
    asked = reader.one("programme", dataset.programmes)
    return dataset.programmes[asked] if asked else dataset.programme


def read_extent(reader: AddressReader) -> Extent:
    """Whose cities the scenes cover: those of the conference, unless the address says all."""
    return "all" if reader.one("extent", EXTENTS) == "all" else "programme"


def head(view: StageView, dataset: Dataset) -> Element:
    """The conference, the ways onto the stage, and the other conferences."""
    programme, t = view.programme, view.t
    others = [other for other in dataset.programmes.values() if other != programme]
    live = f"/stage/{programme.programme_id}"
    stage = view.control or f"{live}?lang={view.language}"
    return h.section(".rc-stage-head")[
        h.p(".rc-lead")[view.text(programme, "title")],
        h.p(".rc-muted")[
            " · ".join(
                (
                    view.text(programme, "event"),
                    view.text(programme, "place"),
                    day(programme.held_on, view.language),
                )
            )
        ],
        h.p(".rc-stage-ways")[
            _way(t("stage.open"), stage, is_first=True),
            _way(t("stage.open.speaker"), stage.replace(live, f"{live}/speaker", 1)),
            None
            if view.control
            else _way(t("stage.follow"), f"{live}?follow=1&lang={view.language}"),
        ],
        # The stage is drawn while the page is read, so that it opens at once.
        h.link(rel="prefetch", href=f"{live}/deck.json", as_="fetch", crossorigin=True),
        h.p(".rc-small.rc-muted")[t("stage.open.how" if view.control else "stage.open.readers")],
        [
            h.p(".rc-small")[
                h.a(
                    href=address("stage", view.language, programme=other.programme_id),
                    data_rc_nav=True,
                )[view.text(other, "title")]
            ]
            for other in others
        ],
    ]


def frozen_state(view: StageView) -> Element:
    """Whether the figures can still move, in one sentence."""
    stage, t = view.stage, view.t
    if stage.frozen_on is None:
        return h.p(".rc-stage-frozen")[
            t(
                "stage.frozen.no",
                edition=stage.dataset.edition,
                date=day(stage.dataset.published_on, view.language),
            )
        ]
    return h.p(".rc-stage-frozen")[
        t(
            "stage.frozen.yes",
            edition=stage.dataset.edition,
            date=day(stage.frozen_on, view.language),
            hash=stage.dataset.version[:8],
        )
    ]


def downloads(view: StageView) -> Element:
    """The same scenes as one HTML file, PowerPoint, PDF, and a page of paper for each round table."""
    t, base = view.t, f"/downloads/stage/{view.programme.programme_id}"
    query = f"?lang={view.language}"
    return h.section(".rc-stage-files", aria_label=t("stage.take"))[
        h.h2[t("stage.take")],
        h.p(".rc-measure.rc-muted")[t("stage.take.lead")],
        h.ul(".rc-picks")[
            (
                h.li[
                    h.a(".rc-pick", href=f"{base}.{kind}{query}", download=True)[
                        t(f"stage.take.{kind}")
                    ]
                ]
                for kind in ("html", "pptx", "pdf")
            ),
            (
                h.li[
                    h.a(
                        ".rc-pick",
                        href=f"{base}/handout-{session.session_id}.pdf{query}",
                        download=True,
                    )[t("stage.take.handout", number=position)]
                ]
                for position, session in enumerate(view.programme.round_tables, start=1)
            ),
        ],
    ]


def extent_choice(view: StageView) -> Element:
    """The cities of the conference, or all of them."""
    programme_id = view.programme.programme_id
    return h.nav(aria_label=view.t("stage.extent"))[
        h.ul(".rc-picks")[
            (
                h.li[
                    h.a(
                        ".rc-pick",
                        href=address(
                            "stage",
                            view.language,
                            programme=programme_id,
                            extent=extent if extent == "all" else None,
                        ),
                        data_rc_nav=True,
                        aria_current="true" if extent == view.extent else None,
                    )[view.t(f"stage.extent.{extent}")]
                ]
                for extent in EXTENTS
            )
        ]
    ]


def rehearsal(view: StageView) -> Element:
    """Every session with its scenes, those in reserve folded."""
    slots = slots_of(view.stage)
    return h.section(".rc-stage-list", id="scenes")[
        h.h2[view.t("stage.scenes")],
        h.p(".rc-measure.rc-muted")[view.t("stage.scenes.lead")],
        extent_choice(view),
        (
            _session(
                view,
                session,
                [slot for slot in slots if slot.definition.session == session.session_id],
            )
            for session in view.programme.sessions
        ),
    ]


def _session(view: StageView, session: Session, slots: Sequence[Slot]) -> Node:
    main = [slot for slot in slots if not slot.reserve]
    if not main:
        return None
    t = view.t
    minutes = t("stage.minutes", count=session.minutes)
    if session.question_minutes:
        minutes = t("stage.minutes.questions", minutes=minutes, questions=session.question_minutes)
    title = view.text(session, "title")
    if session.kind is SessionKind.ROUND_TABLE:
        title = f"{session_name(view.stage, main[0], view.language)}{t('separator')}{title}"
    return h.section(".rc-stage-session", id=session.session_id)[
        h.h3[title],
        h.p(".rc-small.rc-muted")[minutes],
        h.ol(".rc-stage-scenes")[
            (
                h.li[
                    _scene(view, slot),
                    _reserve(view, [other for other in slots if _is_behind(other, slot)]),
                ]
                for slot in main
            )
        ],
    ]


def _is_behind(other: Slot, slot: Slot) -> bool:
    return bool(other.reserve) and other.number == slot.number


def _reserve(view: StageView, slots: Sequence[Slot]) -> Node:
    if not slots:
        return None
    return h.details(".rc-stage-reserve")[
        h.summary[view.t("stage.reserve", count=len(slots))],
        (_scene(view, slot) for slot in slots),
    ]


def _scene(view: StageView, slot: Slot) -> Element:
    """Picture, finding, sentence, question, notes; figures and sources folded."""
    t, language = view.t, view.language
    scene, _ = stage_scene(view.stage, slot, language, view.extent)
    definition = slot.definition
    notes = typography(getattr(definition, f"notes_{language}"), language)
    seconds = _duration(definition.seconds, t) if definition.seconds else ""
    return h.article(".rc-stage-scene", id=f"scene-{definition.scene_id}")[
        h.a(
            ".rc-stage-picture",
            href=f"/stage/{view.programme.programme_id}?lang={language}#{definition.scene_id}",
            target="_blank",
            tabindex="-1",
            aria_hidden="true",
        )[
            h.img(
                src=slide_address(view.stage, definition.scene_id, language, view.extent),
                width="960",
                height="540",
                loading="lazy",
                alt="",
            )
        ],
        h.div[
            h.p(".rc-small.rc-muted")[" · ".join(filter(None, (slot.label, seconds)))],
            h.h4[isolated(scene.headline)],
            h.p[isolated(scene.sentence)],
            h.p(".rc-stage-follow")[isolated(scene.follow_up)] if scene.follow_up else None,
            h.p(".rc-small.rc-muted")[notes] if notes else None,
            _figures(scene, view),
            source_note(scene.source_ids, view.stage.dataset, language, t)
            if scene.source_ids
            else None,
        ],
    ]


def _duration(seconds: int, t: Translate) -> str:
    """« 90 s » is « 1 min 30 »: as a clock on the wall is read."""
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return t("stage.seconds", count=rest)
    whole = t("stage.minutes", count=minutes)
    return t("stage.minutes.seconds", minutes=minutes, seconds=f"{rest:02d}") if rest else whole


def _figures(scene: Scene, view: StageView) -> Node:
    table = scene.table()
    if not table.rows:
        return None
    return h.details(".rc-sources")[
        h.summary[view.t("stage.table")],
        h.div(".rc-table-scroll", tabindex="0", role="region", aria_label=table.name)[
            h.table(".rc-table")[
                h.thead[h.tr[(h.th(scope="col")[name] for name in table.columns)]],
                h.tbody[(h.tr[(h.td[_shown(cell, view)] for cell in row)] for row in table.rows)],
            ]
        ],
    ]


def _shown(cell: Cell, view: StageView) -> Node:
    if cell is None:
        return "–"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return number(cell, view.language)
    return isolated(str(cell))


def _way(label: str, target: str, *, is_first: bool = False) -> Element:
    return h.a(
        ".rc-stage-way.rc-stage-first" if is_first else ".rc-stage-way",
        href=target,
        target="_blank",
        rel="noopener",
    )[label]
