"""What axe finds on a page that is open, in the light and in the dark."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SCHEMES = ("light", "dark")
WORST = frozenset({"serious", "critical"})


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """Serious and critical findings: rule, and the first elements that break it."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (finding["id"], [node["html"][:160] for node in finding["nodes"]][:4])
        for finding in found
        if finding["impact"] in WORST
    ]


def faults_in_both_schemes(page: Page) -> list[tuple[str, str, list[str]]]:
    """The same page, first light, then dark, as for a visitor whose system changes in the evening."""
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        expect(page.locator(".stApp")).to_have_css("color-scheme", scheme)
        found += [(scheme, *fault) for fault in faults(page)]
    return found
