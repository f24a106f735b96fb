"""What is done once, before the first visitor: load the data, import what pages import."""

from __future__ import annotations

from components.i18n import LANGUAGES
from components.session import BROWSER_DATA, browser_data, published_dataset


def warm_start() -> None:
    """Fill the caches that the first visitor would otherwise wait for."""
    import geopandas  # noqa: F401, PLC0415

    dataset = published_dataset()
    for language in LANGUAGES:
        for name in BROWSER_DATA:
            browser_data(name, dataset.version, language)
