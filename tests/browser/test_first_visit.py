"""The first request a server gets is a link to a page deep inside: it runs the shell, not the page alone.

Streamlit would run a script of a folder named ``pages/`` without its entrance until a first session
has declared its pages (ADR 0004). Each case has a server of its own: the first visit happens once.
"""

import pytest
from playwright.sync_api import expect

MAIN = "[data-testid='stMain']"


@pytest.mark.parametrize(
    ("link", "title", "tab"),
    [
        ("/ville?lang=fr&city=hue", "Hué", "Villes · Regards croisés"),
        ("/projets?lang=en", "Pilot projects", "Projects · Regards croisés"),
    ],
)
def test_a_deep_link_as_the_very_first_request_runs_the_shell(
    fresh_server, new_page, link, title, tab
):
    page = new_page(only=fresh_server)
    page.goto(f"{fresh_server}{link}")

    expect(page.locator(f"{MAIN} h1")).to_have_text([title])
    expect(page.locator(f"{MAIN} .rc-footer")).to_be_visible()
    expect(page.locator("#rc-header")).to_be_visible()
    expect(page).to_have_title(tab)
    expect(page.get_by_test_id("stSidebar")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
