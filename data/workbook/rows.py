"""The rows of all sheets, one after the other, understood and compared with the tables."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from data.errors import DataError, Rule
from data.raw import Key, RawTables, Row, canonical_cell
from data.workbook.cells import CellRefusedError, check_text, plain_of, text_of, tidy, understood
from data.workbook.drafts import Draft, compare
from data.workbook.fields import Field, Kind, shape_of
from data.workbook.guard import LONGEST_CELL
from data.workbook.identity import MADE_FROM, NAMES, Identities, slug
from data.workbook.layout import Layout
from data.workbook.origin import Origin
from data.workbook.problems import NOTHING, Severity, both, joined
from data.workbook.rules import BookRule
from data.workbook.values import Computed, Value, shown
from data.workbook.words import Lexicon, fold, is_unknown_word


class DraftReader:
    """Makes drafts; tables must be read so that a row comes after those it names."""

    def __init__(
        self,
        raw: RawTables,
        origin: Origin | None,
        language: str,
        withdrawn: Container[tuple[str, Key]] = (),
    ) -> None:
        self._raw, self._origin, self._language = raw, origin, language
        self._withdrawn = withdrawn
        self._lexicon = Lexicon(raw)
        self._identities = Identities(raw, withdrawn)

    def drafts(
        self, sheet: str, layout: Layout, rows: Iterable[tuple[int, Mapping[int, Value]]]
    ) -> Iterator[Draft | None]:
        """A draft of each row; None: the row says nothing."""
        places = {code: number for number, code in layout.columns.items()}
        for number, cells in rows:
            values = {
                code: cells[column]
                for column, code in layout.columns.items()
                if column in cells and _says(cells[column])
            }
            for column, code in layout.beside.items():
                if code not in values and column in cells and _says(cells[column]):
                    values[code] = cells[column]
            draft = Draft(
                table=layout.table,
                sheet=sheet,
                row=number,
                places=places,
                headings=layout.headings,
                language=self._language,
            )
            yield draft if values and self._fill(draft, values) else None

    def _fill(self, draft: Draft, values: Mapping[str, Value]) -> bool:
        """Whether the row says anything."""
        shape = shape_of(draft.table)
        key = tuple(tidy(shown(values.get(code))) for code in shape.keys)
        known = self._row_before(draft.table, key)
        texts: dict[str, str] = {}
        for code, value in values.items():
            if shape.fields[code].kind is not Kind.OWN_ID:
                text = self._text(draft, shape.fields[code], value, known)
                if text is not None:
                    texts[code] = text
        if draft.table == "criteria" and not set(texts) - set(shape.keys) and not draft.is_refused:
            return False  # a criterion of the template that nobody has answered
        if not known:
            self._assume_city(draft, texts)
        draft.key = self._key(draft, values, texts)
        if draft.key is None:
            return bool(draft.problems)
        base = None if self._origin is None else self._origin.rows.get((draft.table, draft.key))
        compare(draft, texts, self._raw, base, has_origin=self._origin is not None)
        if draft.is_new:
            self._add(draft.table, draft.key, texts)
            if (draft.table, draft.key) in self._withdrawn:
                draft.tell(Rule.ID_REUSED, shape.keys[0], value=draft.key[0])
        return True

    def _row_before(self, table: str, key: Key) -> Row:
        """The row the template was filled with, else the row of now; empty if there is none."""
        if self._origin is not None and (table, key) in self._origin.rows:
            return self._origin.rows[table, key]
        return self._raw.get(table, {}).get(key, {})

    def _text(self, draft: Draft, column: Field, value: Value, known: Row) -> str | None:
        """Text of a cell; None: it is empty, or a fault was told."""
        before = known.get(column.code, "")
        if before and isinstance(value, str) and value == before[:LONGEST_CELL]:
            return before
        text: str | None = None
        try:
            text = understood(draft.table, column, value, self._lexicon, self._language)
        except CellRefusedError as error:
            draft.tell(error.rule, column.code, value=shown(value), expected=error.expected)
        except DataError as error:
            draft.tell(error.rule, column.code, value=shown(value), expected=both(error.expected))
        if isinstance(value, Computed) and text is not None:
            draft.tell(
                BookRule.FORMULA_VALUE, column.code, value=shown(value), severity=Severity.NOTE
            )
        return text

    def _assume_city(self, draft: Draft, texts: dict[str, str]) -> None:
        """A new row of the workbook of one city is of that city, if it does not say."""
        city_id = None if self._origin is None else self._origin.city_id
        if city_id is None or draft.table == "cities" or draft.has_fault("city_id"):
            return
        has_owner = texts.get("city_id") or texts.get("organisation_id")
        if "city_id" in shape_of(draft.table).fields and not has_owner:
            texts["city_id"] = city_id
            draft.tell(
                BookRule.CITY_ASSUMED, "city_id", expected=both(city_id), severity=Severity.NOTE
            )

    def _key(self, draft: Draft, values: Mapping[str, Value], texts: dict[str, str]) -> Key | None:
        """Key of the row; None: it has none, which was told."""
        shape = shape_of(draft.table)
        if shape.fields[shape.keys[0]].kind is Kind.OWN_ID:
            row_id = self._own_id(draft, values.get(shape.keys[0]), texts)
            return None if row_id is None else (row_id,)
        key = tuple(texts.get(code, "") for code in shape.keys)
        if all(key):
            return key
        missing = [code for code in shape.keys if not texts.get(code)]
        for code in missing:
            if not draft.has_fault(code):
                draft.tell(BookRule.NO_KEY, code, expected=shape.fields[code].titles)
        return None

    def _own_id(self, draft: Draft, value: Value | None, texts: dict[str, str]) -> str | None:
        column = shape_of(draft.table).keys[0]
        try:
            written = "" if value is None else tidy(text_of(plain_of(value)))
            if written and not is_unknown_word(written):
                check_text(written)
        except CellRefusedError as error:
            draft.tell(error.rule, column, value=shown(value), expected=error.expected)
            return None
        if not written or is_unknown_word(written):
            return self._id_by_name(draft, column, texts)
        found = self._known_id(draft.table, written)
        if found is not None:
            return found
        names = self._lexicon.rows_of(draft.table).named(written)
        if len(names) == 1 and (draft.table == "focus_areas" or slug(written) != written.lower()):
            self._note(draft, BookRule.FOUND_BY_NAME, column, names[0])
            return names[0]
        row_id = written if draft.table == "focus_areas" else written.lower()
        return self._new_id(draft, column, written, row_id)

    def _known_id(self, table: str, written: str) -> str | None:
        """The id that is written, in capitals or with spaces perhaps; None: no row has it."""
        for candidate in (written, written.lower(), slug(written)):
            if self._identities.is_known(table, candidate):
                return candidate
        return None

    def _new_id(self, draft: Draft, column: str, written: str, row_id: str) -> str | None:
        try:
            canonical_cell(draft.table, column, row_id)
        except DataError:
            proposed = slug(written)
            expected = (f" : {proposed}", f": {proposed}") if proposed else NOTHING
            draft.tell(BookRule.ID_FORM, column, value=written, expected=expected)
            return None
        if row_id != written:
            self._note(draft, BookRule.ID_MADE, column, row_id)
        return row_id

    def _id_by_name(self, draft: Draft, column: str, texts: dict[str, str]) -> str | None:
        found = self._identities.named(draft.table, texts)
        if len(found) == 1:
            self._note(draft, BookRule.FOUND_BY_NAME, column, found[0])
            before = self._row_before(draft.table, (found[0],))
            for name in NAMES.get(draft.table, ()):
                if name in texts and fold(texts[name]) == fold(before.get(name, "")):
                    texts[name] = before[name]  # it names the row and does not rename it
            return found[0]
        if found:
            draft.tell(BookRule.SEVERAL, column, expected=joined(both(name) for name in found[:5]))
            return None
        made = self._identities.made(draft.table, texts)
        if made is None:
            fields = shape_of(draft.table).fields
            needed = joined(fields[code].titles for code in MADE_FROM.get(draft.table, (column,)))
            draft.tell(BookRule.NO_KEY, column, expected=needed)
            return None
        self._note(draft, BookRule.ID_MADE, column, made)
        return made

    def _note(self, draft: Draft, rule: BookRule, column: str, text: str) -> None:
        draft.tell(rule, column, expected=both(text), severity=Severity.NOTE)

    def _add(self, table: str, key: Key, texts: Mapping[str, str]) -> None:
        """Make a new row known, a refused one too: what names it is told why it cannot be imported."""
        if len(key) == 1:
            self._lexicon.add_row(table, key[0], texts)
            self._identities.add(table, key[0], texts)


def _says(value: Value) -> bool:
    return not isinstance(value, str) or bool(tidy(value))
