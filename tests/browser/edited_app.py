"""The dashboard after a correction that everybody can see, with a short stage; for tests only."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parent))

from stage_programme import EDITED_POPULATION, short_stage

import components.session
import dashboard
from components import stage_routes
from data.load import build_dataset, load_dataset


def edited_dataset():
    """The published edition, every city with another population."""
    published = load_dataset()
    tables = dict(published.tables())
    tables["cities"] = tuple(
        replace(city, population=EDITED_POPULATION) for city in tables["cities"]
    )
    return build_dataset(
        **tables,
        programmes=published.programmes.values(),
        edition=published.edition,
        published_on=published.published_on,
    )


whole_stage_of = stage_routes.stage_of


def stage_of(programme_id):
    stage = whole_stage_of(programme_id)
    return stage and short_stage(stage)


components.session.load_dataset = edited_dataset
stage_routes.stage_of = stage_of

# Streamlit looks for a literal st.App at module level, so dashboard.app cannot simply be imported.
app = st.App(dashboard.SHELL, **dashboard.parts())
