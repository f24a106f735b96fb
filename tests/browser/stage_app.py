"""The dashboard with a stage of a few scenes, which are drawn in a second; for tests only."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parent))

from stage_programme import short_stage

import dashboard
from components import stage_routes

whole_stage_of = stage_routes.stage_of


def stage_of(programme_id):
    stage = whole_stage_of(programme_id)
    return stage and short_stage(stage)


stage_routes.stage_of = stage_of

# Streamlit looks for a literal st.App at module level, so dashboard.app cannot simply be imported.
app = st.App(dashboard.SHELL, **dashboard.parts())
