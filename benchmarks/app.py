"""The dashboard, as ``dashboard.py`` starts it, on a dataset grown in memory to RC_BENCH_CITIES cities.

The product knows nothing of measures: this file replaces the loader before anything is loaded.
"""

from __future__ import annotations

import os
from functools import partial

import streamlit as st
from starlette.middleware import Middleware

import components.session
import dashboard
from benchmarks.synthetic import ROOT, synthetic_dataset
from components.notices import show_error
from components.routes import routes
from components.server import FirstPage, PackedStatic, SecurityHeaders

_load = partial(synthetic_dataset, int(os.environ["RC_BENCH_CITIES"]))
setattr(components.session, "load_dataset", _load)  # noqa: B010 - not exported, replaced on purpose

# Streamlit looks for a literal st.App at module level, so dashboard.app cannot simply be imported.
app = st.App(
    ROOT / "components" / "shell.py",
    lifespan=dashboard.lifespan,
    on_script_error=show_error,
    routes=routes(),
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(PackedStatic),
        Middleware(FirstPage, dataset_version=dashboard.dataset_version),
    ],
)
