"""The conference the dashboard frames: sessions, timing, questions and talks, from TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Container, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, time
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from data.errors import DataError, Rule
from data.read import FORMATS


class SessionKind(StrEnum):
    """What happens in a session."""

    OPENING = "opening"
    FRAMING = "framing"
    ROUND_TABLE = "round_table"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An aim or expected result of the conference, in both languages."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A guiding question of a round table, in both languages."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody the programme names by office.

    Attributes:
        name: Empty: the programme names the office only.
        city_id, organisation_id: Actor the office belongs to, where it is in the tables; else None.
        is_alternate: Speaks only if the person before in the list does not.
    """

    name: str
    role_fr: str
    role_en: str
    city_id: str | None = None
    organisation_id: str | None = None
    is_alternate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A contribution to a round table, by a city or an organisation (exactly one of the two)."""

    title_fr: str
    title_en: str
    city_id: str | None = None
    organisation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One session, in the order of the day.

    Attributes:
        session_id: Unique in the programme, for example ``round_table_1``.
        minutes: Planned length, questions included.
        question_minutes: Part of ``minutes`` kept for the room; 0: none planned.
        objectives_fr, objectives_en: Empty outside round tables.
        moderator: None outside round tables.
    """

    session_id: str
    kind: SessionKind
    title_fr: str
    title_en: str
    minutes: int
    question_minutes: int = 0
    objectives_fr: str = ""
    objectives_en: str = ""
    questions: tuple[Question, ...] = ()
    moderator: Speaker | None = None
    speakers: tuple[Speaker, ...] = ()
    talks: tuple[Talk, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneDefinition:
    """One screen of the stage: which chart, for which question, how long.

    Attributes:
        scene_id: Unique in the programme, for example ``1B``.
        session: Session it belongs to.
        chart: Kind of scene, a name that ``components.stage`` knows; ``talk`` is a speaker's pack.
        seconds: Time planned on it; 0 for a reserve scene.
        reserve_of: Scene it is kept in reserve behind, one key away; None: in the running order.
        city_id, organisation_id: Speaker of a pack; at most one of the two.
        project_ids: Projects chosen by the moderator, for charts that show one or two; may be empty.
        question_fr, question_en: Guiding question it serves, short; may be empty.
        follow_up_fr, follow_up_en: Question asked after it; may be empty.
        notes_fr, notes_en: What the speaker should remember; may be empty.
    """

    scene_id: str
    session: str
    chart: str
    seconds: int = 0
    reserve_of: str | None = None
    city_id: str | None = None
    organisation_id: str | None = None
    project_ids: tuple[str, ...] = ()
    question_fr: str = ""
    question_en: str = ""
    follow_up_fr: str = ""
    follow_up_en: str = ""
    notes_fr: str = ""
    notes_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A conference as its terms of reference describe it.

    Attributes:
        programme_id: Name of the file without ``.toml``.
        held_on: Day of the conference.
        start, end: Local times.
        stated_minutes: Length the terms of reference announce.
        session_minutes_total: Sum of ``minutes`` of the sessions (checked).
        slot_minutes: Minutes from ``start`` to ``end`` (checked).
        source_id: Document the programme comes from.
        network_ids: Networks whose cities the scenes cover, beside those that speak.
        scenes: Screens of the stage, those in reserve included, in order.
    """

    programme_id: str
    title_fr: str
    title_en: str
    event_fr: str
    event_en: str
    place_fr: str
    place_en: str
    held_on: date
    start: time
    end: time
    stated_duration_fr: str
    stated_duration_en: str
    stated_minutes: int
    session_minutes_total: int
    slot_minutes: int
    source_id: str
    aims: tuple[Statement, ...]
    expected_results: tuple[Statement, ...]
    sessions: tuple[Session, ...]
    network_ids: tuple[str, ...] = ()
    scenes: tuple[SceneDefinition, ...] = ()

    @property
    def round_tables(self) -> tuple[Session, ...]:
        """The round tables, in the order of the day."""
        return tuple(item for item in self.sessions if item.kind is SessionKind.ROUND_TABLE)


_KEYS = {"programme_id": "id", "session_id": "id", "scene_id": "id", "held_on": "date"}
_EMPTY_ALLOWED = frozenset({"name"})
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_SYNTAX_LINE = re.compile(r"at line (\d+)")

_Record = TypeVar("_Record")


def read_programme(file: str, content: bytes) -> Programme:
    """Read one programme; references to other tables are left to ``check_programme``.

    Args:
        file: Name of the file: ``<programme_id>.toml``.
        content: UTF-8 TOML.

    Raises:
        DataError: Malformed file, unknown or missing key, wrong type, durations that do not add up.
            ``column`` is the path of the key (``sessions[3].talks[1].city_id``, counted from 1);
            ``line`` is where the key first has that value, None if it cannot be told.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError(Rule.ENCODING, file=file, line=line) from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_LINE.search(str(error))
        raise DataError(
            Rule.SYNTAX, file=file, line=int(found[1]) if found else None, expected=str(error)
        ) from error
    programme = _Reader(file, text).record(Programme, table, "")
    _check_inside(file, text, programme)
    return programme


def check_programme(
    programme: Programme,
    cities: Container[str],
    organisations: Container[str],
    sources: Container[str],
    *,
    networks: Container[str] = (),
    projects: Container[str] = (),
) -> None:
    """Check that the cities, organisations, networks, projects and source of a programme exist.

    Raises:
        DataError: The first unknown id, in the order of the day.
    """
    file = f"{programme.programme_id}.toml"
    if programme.source_id not in sources:
        raise DataError(
            Rule.UNKNOWN_REFERENCE,
            file=file,
            column="source_id",
            value=programme.source_id,
            expected="sources.csv",
        )
    for number, session in enumerate(programme.sessions, start=1):
        actors_by_key: dict[str, tuple[Speaker | Talk, ...]] = {
            "moderator": () if session.moderator is None else (session.moderator,),
            "speakers": session.speakers,
            "talks": session.talks,
        }
        for name, actors in actors_by_key.items():
            for position, actor in enumerate(actors, start=1):
                for key, value, known, table in (
                    ("city_id", actor.city_id, cities, "cities.csv"),
                    ("organisation_id", actor.organisation_id, organisations, "organisations.csv"),
                ):
                    if value is not None and value not in known:
                        raise DataError(
                            Rule.UNKNOWN_REFERENCE,
                            file=file,
                            column=f"sessions[{number}].{name}[{position}].{key}",
                            value=value,
                            expected=table,
                        )
    references: list[tuple[str, str, Container[str], str]] = [
        (f"network_ids[{position}]", network_id, networks, "networks.csv")
        for position, network_id in enumerate(programme.network_ids, start=1)
    ]
    for number, scene in enumerate(programme.scenes, start=1):
        path = f"scenes[{number}]"
        if scene.city_id is not None:
            references.append((f"{path}.city_id", scene.city_id, cities, "cities.csv"))
        if scene.organisation_id is not None:
            column = f"{path}.organisation_id"
            references.append((column, scene.organisation_id, organisations, "organisations.csv"))
        references += [
            (f"{path}.project_ids[{position}]", project_id, projects, "projects.csv")
            for position, project_id in enumerate(scene.project_ids, start=1)
        ]
    for column, value, known, table in references:
        if value not in known:
            raise DataError(
                Rule.UNKNOWN_REFERENCE, file=file, column=column, value=value, expected=table
            )


def _check_inside(file: str, text: str, programme: Programme) -> None:
    def fault(rule: Rule, column: str, value: object, expected: str) -> DataError:
        return DataError(
            rule,
            file=file,
            line=_line_of(text, column, str(value)),
            column=column,
            value=str(value),
            expected=expected,
        )

    if f"{programme.programme_id}.toml" != file:
        raise fault(Rule.FORMAT, "id", programme.programme_id, file.removesuffix(".toml"))
    total = sum(session.minutes for session in programme.sessions)
    if total != programme.session_minutes_total:
        raise fault(
            Rule.RANGE,
            "session_minutes_total",
            programme.session_minutes_total,
            f"{total} … {total}",
        )
    slot = _minutes(programme.end) - _minutes(programme.start)
    if slot != programme.slot_minutes:
        raise fault(Rule.RANGE, "slot_minutes", programme.slot_minutes, f"{slot} … {slot}")
    seen: set[str] = set()
    for number, session in enumerate(programme.sessions, start=1):
        if session.session_id in seen:
            raise fault(Rule.DUPLICATE, f"sessions[{number}].id", session.session_id, file)
        seen.add(session.session_id)
        if not 0 <= session.question_minutes <= session.minutes:
            raise fault(
                Rule.RANGE,
                f"sessions[{number}].question_minutes",
                session.question_minutes,
                f"0 … {session.minutes}",
            )
        for position, talk in enumerate(session.talks, start=1):
            if (talk.city_id is None) == (talk.organisation_id is None):
                raise fault(
                    Rule.ONE_OWNER,
                    f"sessions[{number}].talks[{position}].city_id",
                    talk.city_id,
                    "",
                )
    _check_scenes(programme, fault)


def _check_scenes(programme: Programme, fault: Callable[..., DataError]) -> None:
    """Scenes name sessions and scenes that exist, and fit in the time of their session.

    Raises:
        DataError: The first scene that does not.
    """
    minutes = {session.session_id: session.minutes for session in programme.sessions}
    running = {scene.scene_id: scene for scene in programme.scenes if scene.reserve_of is None}
    planned = dict.fromkeys(minutes, 0)
    seen: set[str] = set()
    for number, scene in enumerate(programme.scenes, start=1):
        path = f"scenes[{number}]"
        if scene.scene_id in seen:
            raise fault(Rule.DUPLICATE, f"{path}.id", scene.scene_id, "scenes")
        seen.add(scene.scene_id)
        if scene.session not in minutes:
            raise fault(
                Rule.UNKNOWN_REFERENCE, f"{path}.session", scene.session, ", ".join(minutes)
            )
        if scene.reserve_of is not None and scene.reserve_of not in running:
            raise fault(
                Rule.UNKNOWN_REFERENCE, f"{path}.reserve_of", scene.reserve_of, ", ".join(running)
            )
        if scene.city_id is not None and scene.organisation_id is not None:
            raise fault(Rule.ONE_OWNER, f"{path}.city_id", scene.city_id, "")
        room = minutes[scene.session] * 60 - planned[scene.session]
        if not 0 <= scene.seconds <= room:
            raise fault(Rule.RANGE, f"{path}.seconds", scene.seconds, f"0 … {room}")
        planned[scene.session] += scene.seconds


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _line_of(text: str, column: str, value: str) -> int | None:
    """First line on which the last key of ``column`` has ``value``; None if there is none."""
    key = re.escape(column.rsplit(".", 1)[-1].split("[", maxsplit=1)[0])
    pattern = re.compile(rf'\b{key}\s*=\s*"?{re.escape(value)}')
    for number, line in enumerate(text.splitlines(), start=1):
        if pattern.search(line):
            return number
    return None


class _Reader:
    """TOML tables to records, by the type of each field."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    def _fault(self, rule: Rule, column: str, value: Any = None, expected: str = "") -> DataError:
        shown = None if value is None else str(value)
        line = None if shown is None else _line_of(self.text, column, shown)
        return DataError(
            rule, file=self.file, line=line, column=column, value=shown, expected=expected
        )

    def record(self, kind: type[_Record], table: Any, path: str) -> _Record:
        if not isinstance(table, Mapping):
            raise self._fault(Rule.TYPE, path, table, "table")
        named = {_KEYS.get(field.name, field.name): field for field in fields(kind)}  # type: ignore[arg-type]
        for key in table:
            if key not in named:
                raise self._fault(
                    Rule.UNKNOWN_KEY, _join(path, key), table[key], ", ".join(sorted(named))
                )
        hints = get_type_hints(kind)
        values = {}
        for key, field in named.items():
            if key in table:
                values[field.name] = self._value(
                    hints[field.name], field.name, table[key], _join(path, key)
                )
            elif _is_required(field):
                raise self._fault(Rule.REQUIRED, _join(path, key))
        return kind(**values)

    def _value(self, hint: Any, name: str, value: Any, path: str) -> Any:
        if get_origin(hint) is UnionType:
            hint = get_args(hint)[0]
        if get_origin(hint) is tuple:
            if not isinstance(value, list):
                raise self._fault(Rule.TYPE, path, value, "list")
            item = get_args(hint)[0]
            return tuple(
                self._text("", entry, f"{path}[{number}]")
                if item is str
                else self.record(item, entry, f"{path}[{number}]")
                for number, entry in enumerate(value, start=1)
            )
        if hint is str:
            return self._text(name, value, path)
        if hint is time:
            if not isinstance(value, str) or _TIME.fullmatch(value) is None:
                raise self._fault(Rule.FORMAT, path, value, "HH:MM")
            return time.fromisoformat(value)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            if value not in set(hint):
                raise self._fault(Rule.VOCABULARY, path, value, ", ".join(hint))
            return hint(value)
        if hint in {int, bool, date}:
            if type(value) is not hint:
                raise self._fault(Rule.TYPE, path, value, hint.__name__)
            return value
        return self.record(hint, value, path)

    def _text(self, name: str, value: Any, path: str) -> str:
        if not isinstance(value, str):
            raise self._fault(Rule.TYPE, path, value, "text")
        if not value and name not in _EMPTY_ALLOWED:
            raise self._fault(Rule.REQUIRED, path)
        form = FORMATS.get(name)
        if form is not None and re.fullmatch(form, value) is None:
            raise self._fault(Rule.FORMAT, path, value, form)
        if value != value.strip():
            raise self._fault(Rule.SPACES, path, value)
        if any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in value):
            raise self._fault(Rule.CONTROL_CHARACTER, path, value)
        return value


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
