"""The link of the terminal: for whom, how often, how long; the addresses that follow it."""

import asyncio
import re

import httpx
import pytest
from starlette.applications import Starlette

from components import session, sign_in
from components.desk_routes import desk_routes
from components.i18n import translator
from components.sign_in import LINK_VARIABLE, StartLink, main, sign_in_told
from components.staff import COOKIE
from data.store import Role
from data.store.access import LINK_LIFETIME

HERE = "http://localhost:8501"


@pytest.fixture
def browser(desk):
    """A browser on the machine itself."""
    return Browser()


class Browser:
    """Calls the addresses of the desk without a server, and keeps the cookies it is given."""

    def __init__(self, client=("127.0.0.1", 50000), base_url=HERE):
        self.base_url = base_url
        self.transport = httpx.ASGITransport(Starlette(routes=desk_routes()), client=client)
        self.jar = httpx.Cookies()

    def ask(self, method, path, **options):
        async def ask():
            client = httpx.AsyncClient(
                transport=self.transport, base_url=self.base_url, cookies=self.jar
            )
            async with client:
                answer = await client.request(method, path, **options)
                self.jar = client.cookies
                return answer

        return asyncio.run(ask())

    @property
    def session(self):
        """Value of the cookie; None: there is none."""
        return self.jar.get(COOKIE)


@pytest.fixture
def start_link(monkeypatch):
    made = StartLink()
    monkeypatch.setattr(sign_in, "START_LINK", made)
    return made


def follow(browser, token, **options):
    return browser.ask("GET", "/desk/sign-in", params={"token": token, "lang": "en"}, **options)


def test_the_link_of_the_start_is_good_once_and_not_for_long():
    clock = [0.0]
    link = StartLink(lambda: clock[0])
    assert not link.use_up("")
    token = link.make()
    assert not link.use_up(token + "x")
    assert link.use_up(token)
    assert not link.use_up(token)
    token = link.make()
    clock[0] = LINK_LIFETIME.total_seconds()
    assert not link.use_up(token)


def test_a_new_link_makes_the_one_before_useless():
    link = StartLink()
    first, second = link.make(), link.make()
    assert not link.use_up(first)
    assert link.use_up(second)


def test_only_who_reads_the_terminal_of_the_machine_is_told_the_link(monkeypatch):
    monkeypatch.delenv(LINK_VARIABLE, raising=False)
    assert sign_in_told(address="localhost", port=8501, is_terminal=False) == ""
    assert sign_in_told(address="0.0.0.0", port=8501, is_terminal=True) == ""
    told = sign_in_told(address="localhost", port=8501, is_terminal=True)
    assert f"{HERE}/desk/sign-in?token=" in told
    monkeypatch.setenv(LINK_VARIABLE, "0")
    assert sign_in_told(address="localhost", port=8501, is_terminal=True) == ""


def test_following_the_link_opens_a_session_and_the_address_no_longer_has_the_secret(
    browser, start_link
):
    answer = follow(browser, start_link.make())
    assert answer.status_code == 303
    assert "token" not in answer.headers["location"]
    assert answer.headers["location"].endswith("lang=en")
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"):
        assert word in cookie
    assert "Secure" not in cookie
    actor = session.store().session_actor(browser.session)
    assert actor.role is Role.ADMINISTRATOR


def test_over_https_the_cookie_stays_on_https(desk, start_link):
    answer = follow(Browser(base_url="https://localhost:8501"), start_link.make())
    assert "Secure" in answer.headers["set-cookie"]


def test_a_used_link_gets_a_page_in_both_languages_that_says_what_to_do(browser, start_link):
    token = start_link.make()
    follow(browser, token)
    answer = follow(browser, token)
    assert answer.status_code == 410
    for language in ("fr", "en"):
        assert translator(language)("sign_in.used.title") in answer.text
    assert answer.text.count("make sign-in") == 2
    assert token not in answer.text


def test_a_link_that_nobody_gave_out_makes_no_store(browser):
    assert follow(browser, "guess").status_code == 410
    assert not session.has_store()


@pytest.mark.parametrize(
    ("client", "base_url", "headers"),
    [
        (("192.0.2.7", 1), HERE, {}),
        (("127.0.0.1", 1), "http://regards.example", {}),
        (("127.0.0.1", 1), HERE, {"X-Forwarded-For": "192.0.2.7"}),
        (("127.0.0.1", 1), HERE, {"Forwarded": "for=192.0.2.7"}),
        (("127.0.0.1", 1), HERE, {"Via": "1.1 proxy"}),
    ],
)
def test_a_link_is_good_on_the_machine_only(desk, start_link, client, base_url, headers):
    token = start_link.make()
    answer = follow(Browser(client, base_url), token, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert start_link.use_up(token), "the refusal did not use it up"


def test_looking_at_a_link_does_not_use_it_up(browser, start_link):
    token = start_link.make()
    assert browser.ask("HEAD", "/desk/sign-in", params={"token": token}).status_code == 204
    prefetched = follow(browser, token, headers={"Sec-Purpose": "prefetch;prerender"})
    assert prefetched.status_code == 204
    assert follow(browser, token).status_code == 303


def test_signing_out_ends_the_session_and_forgets_the_cookie(browser, start_link):
    follow(browser, start_link.make())
    secret = browser.session
    answer = browser.ask("POST", "/desk/sign-out", headers={"Origin": HERE})
    assert answer.status_code == 303
    assert browser.session is None
    assert session.store().session_actor(secret) is None


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_sign_somebody_out(browser, start_link, headers):
    follow(browser, start_link.make())
    assert browser.ask("POST", "/desk/sign-out", headers=headers).status_code == 403
    assert session.store().session_actor(browser.session) is not None


def test_nobody_is_signed_out_by_a_link(browser, start_link):
    follow(browser, start_link.make())
    assert browser.ask("GET", "/desk/sign-out").status_code in {404, 405}
    assert session.store().session_actor(browser.session) is not None


def test_a_visitor_who_signs_out_makes_no_store(browser):
    assert browser.ask("POST", "/desk/sign-out").status_code == 303
    assert not session.has_store()


def test_a_store_that_cannot_be_opened_says_why_and_opens_nothing(browser, start_link, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "desk.sqlite3").write_bytes(b"not a database of ours" * 10)
    answer = follow(browser, start_link.make())
    assert answer.status_code == 503
    assert "[foreign]" in answer.text
    assert "set-cookie" not in answer.headers


def test_an_address_below_the_desk_that_is_none_is_not_found(browser):
    assert browser.ask("GET", "/desk/else").status_code == 404


def test_make_sign_in_prints_a_link_that_the_running_dashboard_knows(browser, capsys):
    assert main(["--port", "8501"]) == 0
    [token] = re.findall(r"localhost:8501/desk/sign-in\?token=(\S+)", capsys.readouterr().out)
    assert follow(browser, token).status_code == 303


def test_make_sign_in_signs_in_as_somebody_of_the_list_and_as_nobody_else(browser, desk, capsys):
    desk.add(Role.CONTRIBUTOR, staff_id="ada")
    desk.add(Role.EDITOR, staff_id="gone", is_active=False)
    assert main(["--staff", "ada"]) == 0
    [token] = re.findall(r"token=(\S+)", capsys.readouterr().out)
    follow(browser, token)
    assert session.store().session_actor(browser.session).staff_id == "ada"
    for nobody in ("eve", "gone"):
        assert main(["--staff", nobody]) == 1
        assert translator("fr")("sign_in.nobody") in capsys.readouterr().err
