"""The grid in the session and in the store: what was loaded, what was typed, the lot it is sent as."""

from __future__ import annotations

from components.desk.asked import Asked
from components.desk.draft_panel import show_draft
from components.desk.drafts import (
    KEY,
    discard,
    entry_in_hand,
    keep_draft,
    saved_entry,
    start_anew,
    take,
    widget_key,
)
from components.desk.entry import Entry
from components.desk.grid_rows import (
    Grid,
    edited,
    fresh_grid,
    grid_json,
    grid_of_json,
    read_grid,
    refreshed,
)
from components.desk.sitting import Sitting
from components.session import current_language, set_widget_value, store, widget_value


def grid_in_hand(form: str) -> Grid | None:
    """The grid that this visitor has open; None: it is not open yet."""
    held = widget_value(f"{KEY}{form}")
    return held if isinstance(held, Grid) else None


def lot_form(form: str) -> str:
    """Name of the lot of a grid: its sources and its reason, kept as an entry of their own."""
    return f"lot/{form}"


def lot_of(form: str, sitting: Sitting) -> Entry:
    """Sources and reason of the lot; as they were left, where a draft has them."""
    own = lot_form(form)
    lot = entry_in_hand(own)
    if lot is None:
        saved = saved_entry(own, sitting.actor)
        # A factor has sources and no date of its own, as a lot.
        lot = saved[0] if saved else Entry(table="factors", key=(), base=0, loaded={})
        take(own, lot)
    return lot


def open_grid(form: str, asked: Asked, sitting: Sitting) -> Grid | None:
    """The grid as it opens: as published, or from a draft once its author has said so."""
    base = sitting.state.revision
    draft = store().draft(form, sitting.actor)
    kept = None if draft is None else grid_of_json(draft.content, sitting.raw, base)
    if draft is None or kept is None or not kept.typed:
        grid = fresh_grid(asked.table, asked.city_id, sitting.raw, base)
        take_grid(form, grid)
        return grid
    lot = Entry(table="factors", key=(), base=0, loaded={})
    today = sitting.view.today
    changes = read_grid(kept, lot, sitting.raw, sitting.language, today).changes
    show_draft(form, draft.updated, changes, sitting, resume=take_grid, kept=kept)
    return None


def take_grid(form: str, grid: Grid) -> None:
    """Open a grid: the table on the screen starts anew from it."""
    start_anew(form)
    set_widget_value(f"{KEY}{form}", grid)
    set_widget_value(f"{KEY}{form}:seed", grid)


def table_key(form: str) -> str:
    """Key of the table on the screen."""
    return widget_key(form, "table")


def seed_of(form: str, grid: Grid, sitting: Sitting) -> Grid:
    """What the table on the screen started from, with rows nobody typed in as they are now."""
    held = widget_value(f"{KEY}{form}:seed")
    seed = held if isinstance(held, Grid) else grid
    loaded = refreshed(grid, sitting.raw, sitting.state.revision)
    if loaded is not grid:
        set_widget_value(f"{KEY}{form}", loaded)
        seed = Grid(
            table=seed.table,
            city_id=seed.city_id,
            base=loaded.base,
            loaded=loaded.loaded,
            typed=seed.typed,
        )
        set_widget_value(f"{KEY}{form}:seed", seed)
    return seed


def note_grid(form: str) -> None:
    """Keep what was just typed in the table; for ``on_change``."""
    seed = widget_value(f"{KEY}{form}:seed")
    state = widget_value(table_key(form))
    if not isinstance(seed, Grid) or not isinstance(state, dict):
        return
    keep_grid(form, edited(seed, state.get("edited_rows", {}), current_language()))


def keep_grid(form: str, grid: Grid) -> None:
    """Keep a grid in the session, and in the store as a draft."""
    set_widget_value(f"{KEY}{form}", grid)
    keep_draft(form, grid_json(grid) if grid.typed else None)


def discard_grid(form: str) -> None:
    """Close a grid and forget its draft and its lot; for a button."""
    discard(f"source/{lot_form(form)}")
    discard(lot_form(form))
    discard(form)
