"""What the app remembers. The only module that touches session state and caches."""

from __future__ import annotations

import gzip
import json
import logging
import os
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from components.address import EMPTY_CHOICE, AddressReader
from components.atlas import atlas_bytes, catalogue_bytes
from components.i18n import Language, Translate, preferred_language, translator
from components.stage.control import control_address, control_link_allowed, is_loopback
from components.stage.stage import Stage
from data.errors import DataError
from data.frozen import FrozenEdition, freeze, frozen_edition, load_frozen, thaw, var_dir
from data.load import Dataset, load_dataset
from data.raw import ParsedRows, read_release
from data.store import PublishedSnapshot, Store, open_store, store_location

log = logging.getLogger(__name__)

_CLIENT_KEY = os.urandom(32)


@st.cache_resource(show_spinner=False)
def released_dataset() -> Dataset:
    """The edition alone, without anything of the desk."""
    return load_dataset()


def published_dataset() -> Dataset:
    """The published snapshot, shared by every visitor: frozen records, so safe to share.

    Where nobody has signed in yet there is no store, and none is made: the edition is all there is.
    """
    return published().current() if has_store() else released_dataset()


def has_store() -> bool:
    """Whether there is anything of the desk to read: a file is there, or a server is named."""
    where = store_location()
    return isinstance(where, str) or where.exists()


def published() -> PublishedSnapshot:
    """The snapshot of this process: ``renew()`` after publishing, ``conflicts``, ``problem``.

    Made at the first use: asking for it makes the store.
    """
    return _published(str(store_location()))


def store() -> Store:
    """The store of the desk, one for the process; created at the first use.

    Raises:
        StoreError: It cannot be opened. ``components.staff`` says so in words.
    """
    return _store(str(store_location()))


@st.cache_resource(show_spinner=False, max_entries=8)
def _published(location: str) -> PublishedSnapshot:
    return PublishedSnapshot(read_release(), lambda: _store(location))


@st.cache_resource(show_spinner=False, max_entries=8, on_release=Store.close)
def _store(location: str) -> Store:
    # The key only tells stores apart, in tests: a process has one, and where is asked of the environment.
    del location
    return open_store(store_location(), read_release(), now)


@st.cache_resource(show_spinner=False)
def checked_records() -> ParsedRows:
    """Records that checking a change has made, kept for the next check; rows decide what is still good."""
    return {}


BROWSER_DATA = {"atlas": atlas_bytes, "catalogue": catalogue_bytes}


@st.cache_resource(show_spinner=False, max_entries=16)
def browser_data(name: str, version: str, language: Language) -> tuple[bytes, bytes]:
    """Data of a browser module, plain and gzipped; ``version`` is the key that a new edition changes.

    Raises:
        KeyError: No module has this name.
    """
    body = BROWSER_DATA[name](published_dataset(), language)
    return body, gzip.compress(body, compresslevel=6, mtime=0)


def stage_of(programme_id: str) -> Stage | None:
    """What the stage of a conference is made from: the frozen edition if there is one, else today's.

    A frozen edition that cannot be read is left aside, and the stage says that nothing is frozen.

    Returns:
        None: there is no such conference.
    """
    try:
        frozen = frozen_edition(programme_id, frozen_dir())
        if frozen is not None:
            dataset = _frozen_dataset(frozen)
            return Stage(
                dataset=dataset,
                programme=dataset.programmes[programme_id],
                today=frozen.frozen_on,
                frozen_on=frozen.frozen_on,
            )
    except (DataError, KeyError, OSError):
        log.exception("the frozen edition of %s cannot be read", programme_id)
    dataset = published_dataset()
    programme = dataset.programmes.get(programme_id)
    if programme is None:
        return None
    return Stage(dataset=dataset, programme=programme, today=today())


def control_link(programme_id: str, language: Language) -> str | None:
    """Address that moves the stage, for who sits at the machine that serves it; None for others."""
    if not is_at_the_machine():
        return None
    return control_address(programme_id, language)


def freeze_stage(programme_id: str) -> None:
    """Freeze the published edition for a conference, if this visitor may; else nothing happens."""
    language = current_language()
    if control_link(programme_id, language) is None:
        return
    try:
        freeze(published_dataset(), programme_id, today(), frozen_dir())
    except (OSError, DataError, KeyError) as error:
        log.exception("the edition could not be frozen")
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        st.session_state["freeze_failed"] = reason


def thaw_stage(programme_id: str) -> None:
    """Let the stage follow the published edition again, if this visitor may."""
    if control_link(programme_id, current_language()) is not None:
        thaw(programme_id, frozen_dir())


def freeze_failure() -> str | None:
    """Why the last freezing failed, told once; None: it did not."""
    reason: str | None = st.session_state.pop("freeze_failed", None)
    return reason


def frozen_dir() -> Path:
    """Where frozen editions are kept."""
    return var_dir() / "stage" / "frozen"


@st.cache_resource(show_spinner=False, max_entries=4)
def _frozen_dataset(frozen: FrozenEdition) -> Dataset:
    return load_frozen(frozen)


@st.cache_resource(show_spinner=False, max_entries=4)
def _deck_bytes(_stage: Stage, key: tuple[str, str, str, str]) -> tuple[bytes, bytes]:
    from components.stage.deck import deck  # noqa: PLC0415

    body = json.dumps(deck(_stage), ensure_ascii=False, separators=(",", ":")).encode()
    return body, gzip.compress(body, compresslevel=6, mtime=0)


def stage_deck(stage: Stage) -> tuple[bytes, bytes]:
    """The deck of a stage as JSON, plain and gzipped; made once for an edition, a day and a conference."""
    return _deck_bytes(stage, _stage_key(stage))


@st.cache_resource(show_spinner=False, max_entries=16)
def _stage_file(_stage: Stage, key: tuple[str, ...], kind: str, language: Language) -> bytes:
    from components.stage.decks import deck_file  # noqa: PLC0415

    return deck_file(_stage, kind, language, session=key[-1] or None)


def stage_file(stage: Stage, kind: str, language: Language, *, session: str | None = None) -> bytes:
    """A deck or a handout to take away; made once for an edition, a day and a conference.

    Raises:
        LookupError: No such kind of file, or nothing to put in it.
    """
    return _stage_file(stage, (*_stage_key(stage), session or ""), kind, language)


def _stage_key(stage: Stage) -> tuple[str, str, str, str]:
    """What makes another deck: conference, edition, day facts are aged against, day of freezing."""
    frozen = stage.frozen_on.isoformat() if stage.frozen_on else ""
    today_ = stage.today.isoformat()
    return stage.programme.programme_id, stage.dataset.version, today_, frozen


def clock() -> int:
    """Milliseconds since 1970: the clock of the stage, read here and passed down."""
    return int(time.time() * 1000)


def now() -> datetime:
    """The moment of now, with its time zone."""
    return datetime.now(UTC)


def today() -> date:
    """The day facts are aged against; the clock is read here and passed down."""
    return date.today()


def signed_in_claims() -> dict[str, Any]:
    """What the sign-in service says of this visitor; empty: nobody signed in there, or there is none.

    Streamlit has checked the signature of its cookie; when it was made is for the reader to judge.
    """
    if not has_sign_in_service():
        return {}
    claims = st.user.to_dict()
    return claims if claims.get("is_logged_in") is True else {}


def has_sign_in_service() -> bool:
    """Whether a sign-in service is configured (``[auth]`` in ``secrets.toml``)."""
    return bool(secrets("auth"))


def sign_in_services() -> tuple[str, ...]:
    """Names of the configured sign-in services; an empty name: the one that needs none."""
    section = secrets("auth")
    named = tuple(name for name, value in section.items() if isinstance(value, Mapping))
    return named if named and "client_id" not in section else ("",) * bool(section)


@st.cache_resource(show_spinner=False)
def secrets(section: str) -> Mapping[str, Any]:
    """One section of ``.streamlit/secrets.toml``; empty: no such section, or no such file.

    Read once for the process: who changes the file starts the dashboard again.
    """
    if not st.secrets.load_if_toml_exists():
        return {}
    found = st.secrets.get(section, {})
    return dict(found) if isinstance(found, Mapping) else {}


def cookies() -> Mapping[str, str]:
    """Cookies that the browser sent when this page was opened; empty outside a page."""
    return st.context.cookies.to_dict()


def address_reader() -> AddressReader:
    """The address of this run, ready to be read and checked."""
    return AddressReader.of({name: st.query_params[name] for name in st.query_params})


def current_language() -> Language:
    """Language of this visitor: the address, else the last choice, else the browser, else French."""
    chosen = AddressReader.of(st.query_params.to_dict()).language()
    if chosen is None:
        remembered = st.session_state.get("language")
        chosen = remembered or preferred_language(st.context.headers.get("Accept-Language"))
    st.session_state["language"] = chosen
    return chosen


def site_address() -> str:
    """Scheme and host under which this visitor reads the dashboard; empty outside a page."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def visit() -> tuple[Language, Translate, Dataset, AddressReader]:
    """What nearly every page starts with: language, translator, snapshot and address."""
    language = current_language()
    return language, translator(language), published_dataset(), address_reader()


def widget_value(key: str) -> object:
    """Current value of a widget, before it is drawn; None on the first run."""
    return st.session_state.get(key)


def client_mark() -> str:
    """Something that tells visitors apart for an hour, from which nobody can find their address.

    Behind our own proxy the address is the last one that it added; what a visitor wrote before it says
    nothing.
    """
    host = st.context.ip_address or "127.0.0.1"
    if is_loopback(host):
        headers = {name.lower(): value for name, value in st.context.headers.to_dict().items()}
        sent = headers.get("x-forwarded-for", "")
        host = sent.rpartition(",")[2].strip() or host
    return blake2b(host.encode(), key=_CLIENT_KEY, digest_size=16).hexdigest()


def is_at_the_machine() -> bool:
    """Whether the visitor sits at the machine that serves, asked for by its own name."""
    headers = st.context.headers.to_dict()
    host = headers.get("Host", headers.get("host", ""))
    return control_link_allowed(st.context.ip_address or "127.0.0.1", host, headers)


def go_to(**parameters: str) -> None:
    """Stay on the page with another address; for callbacks. The language stays."""
    st.query_params.from_dict({"lang": current_language(), **parameters})


def visitor_zone() -> tzinfo:
    """Time zone of the visitor's browser; UTC where it is not known."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def set_widget_value(key: str, value: object) -> None:
    """Set a widget before it is drawn (for example from the address)."""
    st.session_state[key] = value


def forget(prefix: str) -> None:
    """Forget what is remembered under keys that begin so: boxes are drawn anew."""
    for key in [str(key) for key in st.session_state]:
        if key.startswith(prefix):
            del st.session_state[key]


def keep_in_address(name: str, key: str) -> None:
    """Write the value of a widget into the address, as parameter ``name``; for ``on_change``.

    Several values are joined by commas; an emptied choice is written as such, not left out.
    """
    value = st.session_state.get(key)
    if value is None:
        st.query_params.pop(name, None)
    elif isinstance(value, list):
        st.query_params[name] = ",".join(map(str, value)) or EMPTY_CHOICE
    else:
        st.query_params[name] = str(value)
