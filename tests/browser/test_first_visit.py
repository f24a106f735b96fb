"""The first request a server gets is a link deep inside: it runs the shell, never a page alone.

Beside a folder named ``pages/`` Streamlit runs a script of that folder without its entrance, until a
first session has declared its pages (ADR 0004). Each case has a server of its own: a first visit
happens once.
"""

import pytest
from playwright.sync_api import expect

MAIN = "[data-testid='stMain']"


@pytest.mark.parametrize(
    ("link", "title", "tab"),
    [
        ("/ville?lang=fr&city=hue", "Hué", "Hué · Regards croisés"),
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
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_name_of_a_script_as_the_very_first_request_runs_the_shell(fresh_server, new_page):
    """``/sources`` is also ``pages/sources.py``; ``/city`` is a script and no page of ours."""
    page = new_page(only=fresh_server, known=("The page that you have requested does not",))
    # Our own routes send the visitor home; behind them Streamlit itself must not give the page away.
    page.route(
        f"{fresh_server}/city*", lambda route: route.continue_(url=f"{fresh_server}/?lang=en")
    )
    page.goto(f"{fresh_server}/city?lang=en&city=hue")

    expect(page.locator(f"{MAIN} .rc-footer")).to_be_visible()
    expect(page.locator(f"{MAIN} h1")).not_to_have_text("Hue")
