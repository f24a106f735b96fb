"""Signing in and out in a real browser: on the machine itself, and by a real sign-in service on loopback."""

import os
import re
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from components.i18n import LANGUAGES, translator
from components.sign_in import LINK_VARIABLE
from components.staff import COOKIE

from . import oidc_provider
from .accessibility import faults_in_both_schemes
from .conftest import ROOT, free_port, running_process, running_server

FR = translator("fr")
EN = translator("en")
STREAMLIT_COOKIE = "_streamlit_user"
MAIN = "[data-testid='stMain']"
DESK_LINK = ".rc-desk-link"
EDITOR = FR("staff.role.editor")
ADMINISTRATOR = FR("staff.role.administrator")


@pytest.fixture(scope="module")
def laptop(tmp_path_factory):
    """A dashboard without configuration: its address, its folder, its log."""
    folder = tmp_path_factory.mktemp("laptop")
    log = folder / "log"
    with running_server(log, environment={LINK_VARIABLE: "1"}) as url:
        yield url, folder / "var", log


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A dashboard with a sign-in service: addresses of both."""
    folder = tmp_path_factory.mktemp("served")
    port, service_port = free_port(), free_port()
    url, service = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{service_port}"
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f"""
        [auth]
        redirect_uri = "{url}/oauth2callback"
        cookie_secret = "a cookie secret of the tests"
        client_id = "{oidc_provider.CLIENT_ID}"
        client_secret = "{oidc_provider.CLIENT_SECRET}"
        server_metadata_url = "{service}/.well-known/openid-configuration"

        [access]
        administrators = ["root@city.example"]
        claim = "groups"

        [access.roles]
        editors = "editor"
        """,
        "utf-8",
    )
    program = [sys.executable, oidc_provider.__file__, str(service_port), f"{url}/oauth2callback"]
    ready = f"{service}/.well-known/openid-configuration"
    options = ["--secrets.files", str(secrets)]
    with (
        running_process(program, folder / "service.log", ready),
        running_server(folder / "log", port=port, options=options),
    ):
        yield url, service


def open_access(page, url):
    page.goto(f"{url}/acces?lang=fr")
    page.locator(f"{MAIN} .rc-footer").wait_for()


def link_of(text, url):
    [token] = re.findall(r"/desk/sign-in\?token=(\S+)", text)
    return f"{url}/desk/sign-in?token={token}"


def new_link(url, var):
    """What ``make sign-in`` prints."""
    program = [sys.executable, "-m", "components.sign_in", "--port", url.rsplit(":", 1)[1]]
    environment = {**os.environ, "REGARDS_VAR": str(var)}
    done = subprocess.run(
        program, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return link_of(done.stdout, url)


def status_of(link, **headers):
    request = urllib.request.Request(link, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def sign_in_as(page, url, who):
    open_access(page, url)
    page.get_by_role("button", name=FR("access.sign_in"), exact=True).click()
    page.get_by_role("link", name=who, exact=True).click()
    page.locator(f"{MAIN} .rc-footer").wait_for()


def cookie_of(page, name):
    return next((item for item in page.context.cookies() if item["name"] == name), None)


# ---- on the machine itself -----------------------------------------------------------------------


def test_the_link_of_the_terminal_signs_in_once_and_signing_out_ends_the_session(laptop, new_page):
    url, var, log = laptop
    link = link_of(log.read_text("utf-8"), url)
    assert not (var / "desk.sqlite3").exists(), "a dashboard that only readers visit keeps nothing"

    page = new_page(
        only=url, known=("Failed to load resource: the server responded with a status",)
    )
    page.goto(link)
    page.locator(f"{MAIN} .rc-footer").wait_for()
    assert "token" not in page.url
    cookie = cookie_of(page, COOKIE)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/")
    open_access(page, url)
    expect(
        page.get_by_text(FR("access.you", name=FR("staff.local"), role=ADMINISTRATOR))
    ).to_be_visible()
    expect(page.locator(DESK_LINK)).to_be_visible()

    page.goto(link)
    expect(page.get_by_role("heading", name=FR("sign_in.used.title"))).to_be_visible()
    expect(page.get_by_role("heading", name=EN("sign_in.used.title"))).to_be_visible()
    expect(page.get_by_text("make sign-in").first).to_be_visible()

    open_access(page, url)
    page.get_by_role("button", name=FR("access.sign_out")).click()
    expect(page.get_by_text(FR("access.nobody"))).to_be_visible()
    assert cookie_of(page, COOKIE) is None
    expect(page.locator(DESK_LINK)).to_have_count(0)

    page.context.add_cookies([cookie])
    open_access(page, url)
    expect(page.get_by_text(FR("access.nobody"))).to_be_visible()


def test_a_link_asked_for_in_the_terminal_signs_in_while_the_dashboard_runs(laptop, new_page):
    url, var, _ = laptop
    page = new_page(only=url)
    page.goto(new_link(url, var))
    open_access(page, url)
    expect(
        page.get_by_text(FR("access.you", name=FR("staff.local"), role=ADMINISTRATOR))
    ).to_be_visible()


def test_a_link_is_not_followed_through_a_proxy_nor_under_another_name(laptop):
    url, var, _ = laptop
    link = new_link(url, var)
    assert status_of(link, **{"X-Forwarded-For": "203.0.113.9"}) == 403
    assert status_of(link, Host="regards.example") == 403
    assert status_of(link, **{"Sec-Purpose": "prefetch"}) == 204
    assert status_of(link) == 200, "looking did not use it up"
    assert status_of(link) == 410


def test_another_site_cannot_sign_somebody_out(laptop, new_page):
    url, var, _ = laptop
    page = new_page(only=url)
    page.goto(new_link(url, var))
    secret = cookie_of(page, COOKIE)["value"]
    request = urllib.request.Request(
        f"{url}/desk/sign-out",
        method="POST",
        headers={"Cookie": f"{COOKIE}={secret}", "Origin": "https://elsewhere.example"},
    )
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)
    open_access(page, url)
    expect(page.get_by_role("button", name=FR("access.sign_out"))).to_be_visible()


def test_readers_are_sent_the_same_first_page_whether_anybody_has_signed_in_or_not(laptop):
    url, _, _ = laptop
    with urllib.request.urlopen(f"{url}/carte?lang=fr") as answer:
        plain, kept = answer.read(), answer.headers["Cache-Control"]
    request = urllib.request.Request(f"{url}/carte?lang=fr", headers={"Cookie": f"{COOKIE}=forged"})
    with urllib.request.urlopen(request) as answer:
        assert answer.read() == plain
    assert kept == "no-cache"
    assert b"rc-desk-link" not in plain.split(b"</style>")[1]


def test_an_administrator_adds_somebody_who_signs_in_with_that_role_until_sessions_are_ended(
    laptop, new_page
):
    url, var, _ = laptop
    page = new_page(only=url)
    page.goto(new_link(url, var))
    page.locator(f"{MAIN} .rc-footer").wait_for()
    page.goto(f"{url}/acces?lang=fr&person=new")
    page.get_by_label(FR("access.field.name")).fill("Bérénice <b>")
    page.get_by_label(FR("access.field.identity")).fill("B@city.example")
    page.get_by_role("radio", name=re.compile(EDITOR)).check(force=True)
    page.get_by_role("button", name=FR("access.save")).click()
    expect(page.get_by_text(FR("access.saved", name="Bérénice <b>"))).to_be_visible()
    page.get_by_role("button", name=FR("access.link")).click()
    link = page.locator("[data-testid='stCode'] code").inner_text().strip()

    other = new_page(only=url)
    other.goto(link)
    open_access(other, url)
    expect(other.get_by_text(FR("access.you", name="Bérénice <b>", role=EDITOR))).to_be_visible()
    expect(other.get_by_role("heading", name=FR("access.log"))).to_have_count(0)

    page.get_by_role("button", name=FR("access.revoke")).click()
    expect(page.get_by_text(FR("access.revoked"))).to_be_visible()
    open_access(other, url)
    expect(other.get_by_text(FR("access.nobody"))).to_be_visible()


@pytest.mark.parametrize("width", [375, 1280])
def test_the_page_of_an_administrator_is_accessible_and_fits_the_screen(laptop, new_page, width):
    url, var, _ = laptop
    page = new_page(only=url, viewport={"width": width, "height": 800})
    page.goto(new_link(url, var))
    page.locator(f"{MAIN} .rc-footer").wait_for()
    page.goto(f"{url}/acces?lang=fr&person=new")
    page.locator(f"{MAIN} .rc-footer").wait_for()
    assert faults_in_both_schemes(page) == []
    assert page.evaluate(f'document.querySelector("{MAIN}").scrollWidth') <= width
    for link in page.locator(".rc-header a:visible").all():
        box = link.bounding_box()
        is_in_row = box["x"] + box["width"] <= width
        assert is_in_row or link.evaluate("node => node.closest('nav') !== null")
    # From 1200 px up every page stands whole in the header, the desk included.
    if width > 1200:
        page.set_viewport_size({"width": 1200, "height": 800})
        for language in LANGUAGES:
            page.locator(f"[data-rc-language={language}]").click()
            expect(page.locator("html")).to_have_attribute("lang", language)
            hidden = page.locator(".rc-nav").evaluate("nav => nav.scrollWidth - nav.clientWidth")
            assert hidden <= 0


# ---- by a sign-in service ------------------------------------------------------------------------


def test_a_service_signs_in_with_the_role_of_a_group_where_one_was_and_out_again(served, new_page):
    page = new_page(only=served)
    url, _ = served
    # The desk that was refused opens after signing in, once.
    page.goto(f"{url}/bureau?lang=fr")
    page.get_by_role("link", name=FR("staff.refused.access")).click()
    page.get_by_role("button", name=FR("access.sign_in"), exact=True).click()
    page.get_by_role("link", name="ada", exact=True).click()
    expect(page.get_by_role("heading", name=FR("desk.title"), exact=True)).to_be_visible()
    assert page.url == f"{url}/bureau?lang=fr"
    page.goto(f"{url}/?lang=fr")
    expect(page.get_by_role("heading", name=FR("overview.title"), exact=True)).to_be_visible()
    expect(page.locator(DESK_LINK)).to_be_visible()
    cookie = cookie_of(page, STREAMLIT_COOKIE)
    open_access(page, url)
    expect(page.get_by_text(FR("access.you", name="ada@city.example", role=EDITOR))).to_be_visible()

    page.get_by_role("button", name=FR("access.sign_out")).click()
    page.get_by_role("button", name=FR("access.sign_out")).wait_for(state="hidden")
    open_access(page, url)
    expect(page.get_by_text(FR("access.nobody"))).to_be_visible()
    expect(page.locator(DESK_LINK)).to_have_count(0)

    # Who kept a copy of the cookie is signed out as well: the session has ended here.
    page.context.add_cookies([cookie])
    open_access(page, url)
    expect(page.get_by_text(FR("access.stranger", name="ada@city.example"))).to_be_visible()


def test_somebody_whom_nobody_put_on_the_list_stays_a_reader(served, new_page):
    page = new_page(only=served)
    url, _ = served
    sign_in_as(page, url, "eve")
    open_access(page, url)
    expect(page.get_by_text(FR("access.stranger", name="eve@city.example"))).to_be_visible()
    expect(page.locator(DESK_LINK)).to_have_count(0)


def test_an_address_that_the_service_has_not_verified_gives_no_role(served, new_page):
    page = new_page(only=served)
    url, _ = served
    sign_in_as(page, url, "mallory")
    open_access(page, url)
    expect(page.get_by_text(FR("access.stranger", name="root@city.example"))).to_be_visible()
    expect(page.get_by_role("heading", name=FR("access.people"))).to_have_count(0)


def test_a_cookie_that_was_tampered_with_is_nobody(served, new_page):
    page = new_page(only=served)
    url, _ = served
    sign_in_as(page, url, "root")
    open_access(page, url)
    expect(page.get_by_role("heading", name=FR("access.people"))).to_be_visible()
    cookie = cookie_of(page, STREAMLIT_COOKIE)
    body, _, signature = cookie["value"].rpartition(".")
    first = "A" if signature[0] != "A" else "B"
    page.context.add_cookies([{**cookie, "value": f"{body}.{first}{signature[1:]}"}])
    open_access(page, url)
    expect(page.get_by_text(FR("access.nobody"))).to_be_visible()


def test_the_list_decides_before_the_groups_of_the_service(served, new_page):
    url, _ = served
    admin = new_page(only=served)
    sign_in_as(admin, url, "root")
    admin.goto(f"{url}/acces?lang=fr&person=new")
    admin.get_by_label(FR("access.field.name")).fill("Ada")
    admin.get_by_label(FR("access.field.identity")).fill("ADA@city.example")
    admin.get_by_role("button", name=FR("access.save")).click()
    expect(admin.get_by_text(FR("access.saved", name="Ada"))).to_be_visible()

    page = new_page(only=served)
    sign_in_as(page, url, "ada")
    open_access(page, url)
    contributor = FR("staff.role.contributor")
    expect(page.get_by_text(FR("access.you", name="Ada", role=contributor))).to_be_visible()

    admin.get_by_text(FR("access.field.active"), exact=True).click()
    admin.get_by_role("button", name=FR("access.save")).click()
    expect(admin.get_by_text(FR("access.left"))).to_be_visible()
    open_access(page, url)
    expect(page.get_by_text(FR("access.stranger", name="ada@city.example"))).to_be_visible()
