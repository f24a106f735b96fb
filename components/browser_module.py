"""Places a browser module (map, catalogue of projects) in the page that Streamlit draws."""

from __future__ import annotations

import streamlit as st

from components.assets import asset_url
from components.i18n import Language

# A component's script is loaded as a blob, so it imports the module by its whole address. The module is
# the same object that frame.js has painted the page with: mounting it only moves it into the page.
_SCRIPT = """
export default function (component) {
  const { data, parentElement } = component;
  const slot = parentElement.querySelector(".rc-module-slot");
  const loaded = import(new URL(data.module, location.href).href);
  loaded.then((module) => module.mount(slot, data));
  return () => { loaded.then((module) => module.unmount(slot)); };
}
"""

_module = st.components.v2.component(
    "regards_croises_module",
    html='<div class="rc-module-slot rc-atlas-slot"></div>',
    js=_SCRIPT,
    isolate_styles=False,
)


def mount_module(name: str, version: str, language: Language) -> None:
    """Mount a browser module (``atlas``, ``catalogue``) at this place of the page.

    Args:
        name: Module of ``components/static/js``.
        version: Version of the snapshot whose data the module asks for.
        language: Language of the reader.
    """
    data = {"module": asset_url(f"js/{name}.js"), "version": version, "language": language}
    _module(key=f"module_{name}", data=data)
