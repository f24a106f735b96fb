"""The small browser script of the forms: long texts are kept while they are typed, faults tied to boxes."""

from __future__ import annotations

import streamlit as st

from components.assets import asset_url

_SCRIPT = """
export default function (component) {
  const loaded = import(new URL(component.data.module, location.href).href);
  loaded.then((module) => module.start());
  return () => { loaded.then((module) => module.stop()); };
}
"""

_keeper = st.components.v2.component(
    "regards_croises_desk", html="<span hidden></span>", js=_SCRIPT, isolate_styles=False
)


def start_keeper() -> None:
    """Start the script on this page; it stops when the page is left."""
    _keeper(key="desk_keeper", data={"module": asset_url("js/desk.js")})
