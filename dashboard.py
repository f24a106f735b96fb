"""The entrance: ``streamlit run dashboard.py``. Routes, headers, health and warm start; shows nothing itself.

The script each visitor runs is ``components/shell.py``. It stands in ``components/`` on purpose: beside
a folder named ``pages/`` Streamlit would run a page without its shell on the first deep link (ADR 0004).
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from components.notices import show_error
from components.routes import routes
from components.server import (
    FirstPage,
    PackedStatic,
    SameOrigin,
    SecurityHeaders,
    startup_files,
    warm,
)
from components.sign_in import sign_in_told
from components.staff import COOKIE, holds_session
from components.stage.lan import LAN_VARIABLE, links_told
from components.stage_routes import rooms_open


def dataset_version() -> str:
    """Version of the snapshot that pages and browser data are built from."""
    from components.session import published_dataset  # noqa: PLC0415 - caches need the runtime

    return published_dataset().version


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Load the data and the libraries before the first visitor, then freeze them for the collector."""
    from components.warm import warm_start  # noqa: PLC0415 - caches need the runtime

    warm_start()
    warm(startup_files())
    # Streamlit collects garbage after runs: keep it from walking the libraries each time.
    gc.collect()
    gc.freeze()
    with rooms_open():
        tell_links()
        yield


def tell_links() -> None:
    """Print the links of the stage and of the desk where who reads them sits at this machine."""
    from components.session import (  # noqa: PLC0415 - caches need the runtime
        published_dataset,
        stage_deck,
        stage_of,
    )

    dataset = published_dataset()
    here = {
        "address": st.get_option("server.address") or "",
        "port": st.get_option("server.port"),
        "is_secure": bool(st.get_option("server.sslCertFile")),
        "is_terminal": sys.stdout.isatty(),
    }
    if told := sign_in_told(**here):
        print(f"\n{told}", flush=True)
    if not dataset.programmes:
        return
    programme_id = dataset.programme.programme_id
    if told := links_told(programme_id, **here):
        print(told, flush=True)
    if os.environ.get(LAN_VARIABLE):
        # The hall is waiting: the first visitor finds every scene drawn. Nobody waits for it at a stop.
        Thread(target=stage_deck, args=(stage_of(programme_id),), daemon=True).start()


SHELL = Path(__file__).parent / "components" / "shell.py"


def parts() -> dict[str, Any]:
    """What the application is made of, for ``st.App(SHELL, **parts())``; outermost middleware first."""
    return {
        "lifespan": lifespan,
        "on_script_error": show_error,
        "routes": routes(),
        "middleware": [
            Middleware(SecurityHeaders),
            Middleware(SameOrigin),
            Middleware(PackedStatic),
            Middleware(
                FirstPage,
                dataset_version=dataset_version,
                session_cookie=COOKIE,
                is_staff=holds_session,
            ),
        ],
    }


app = st.App(SHELL, **parts())

if __name__ == "__main__":
    app.run()
