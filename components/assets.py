"""Browser files: where they are on disk and the addresses they are served at.

Third-party files come from installed packages; none is copied into the repository but the
OFL fonts of four scripts that no package we install ships (``components/static/fonts/OFL.txt``).
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

STATIC_DIR = Path(__file__).parent / "static"
BASEMAP_FILE = Path(__file__).parent.parent / "data" / "basemap" / "land.geojson"

MEDIA_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
"""Media types of what we serve. Not left to the machine: on Windows the registry may call JavaScript
"text/plain", which nosniff would block."""


def package_dir(module: str, *below: str) -> Path:
    """Folder inside an installed package.

    Raises:
        ModuleNotFoundError: The package is not installed.
    """
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{module} is not installed: run make run", name=module)
    return Path(next(iter(spec.submodule_search_locations)), *below)


@cache
def streamlit_static_dir() -> Path:
    """Streamlit's own browser files."""
    return package_dir("streamlit", "static")


@cache
def leaflet_dir() -> Path:
    """Leaflet, from the package ``django-js-lib-leaflet``."""
    return package_dir("js_lib_leaflet", "static", "js_lib_leaflet")


@cache
def text_font_url() -> str:
    """Address of the text family, Source Sans, which Streamlit ships (Vietnamese included)."""
    [file] = streamlit_static_dir().glob("static/media/SourceSansVF-Upright*.woff2")
    return f"/static/media/{file.name}"


@cache
def build_tag() -> str:
    """Short hash of our own browser files: part of their address, so that they cache for ever."""
    digest = hashlib.sha256()
    for path in sorted(STATIC_DIR.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC_DIR).as_posix().encode())
            digest.update(path.read_bytes())
    digest.update(BASEMAP_FILE.read_bytes() if BASEMAP_FILE.exists() else b"")
    return digest.hexdigest()[:12]


def asset_url(name: str) -> str:
    """Address of one of our own browser files (``js/frame.js``)."""
    return f"/assets/{build_tag()}/{name}"
