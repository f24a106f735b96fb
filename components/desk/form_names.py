"""Names of forms: what the draft of a form is kept under, and where the form is opened. Pure."""

from __future__ import annotations

from components.address import address
from components.desk.fields import EDITABLE
from components.i18n import Language
from data.raw import Key


def form_key(table: str, key: Key, owner: str = "") -> str:
    """Name of the form of one row, or of a new row of an owner (a city); also that of its draft."""
    return f"row/{table}/{'/'.join(key)}" if key else f"new/{table}/{owner}"


def grid_key(table: str, city_id: str) -> str:
    """Name of the grid of one table of one city."""
    return f"grid/{table}/{city_id}"


def address_of_form(form: str, language: Language) -> str | None:
    """Where a form is opened; None: it is not one of ours."""
    kind, table, name = parts_of_form(form)
    if table not in EDITABLE:
        return None
    if kind == "row":
        return address("edit", language, table=table, id=name)
    if kind == "new":
        return address("edit", language, table=table, new="1", city=name)
    if kind == "grid":
        return address("edit", language, table=table, city=name, view="grid")
    return None


def parts_of_form(form: str) -> tuple[str, str, str]:
    """Kind (``row``, ``new``, ``grid``), table, and key joined by ``/`` or city of a form's name."""
    kind, _, rest = form.partition("/")
    table, _, name = rest.partition("/")
    return kind, table, name
