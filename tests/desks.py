"""A desk of one test, and signing in to it without a browser; for tests of pages and routes."""

from dataclasses import dataclass

import pytest

from components import session
from components.sign_in import HERE
from components.staff import COOKIE
from data.store import Actor, Role, Store


@dataclass
class Desk:
    """The store of a test, as the product opens it, and who sits at it."""

    monkeypatch: pytest.MonkeyPatch

    @property
    def store(self) -> Store:
        return session.store()

    def add(self, role: Role, *, staff_id: str = "", name: str = "", **changes) -> Actor:
        """Put somebody on the list of staff."""
        staff_id = staff_id or f"the-{role}"
        known = {"identity": f"{staff_id}@city.example", "name": name or f"The {role}"} | changes
        return self.store.set_staff(HERE, staff_id=staff_id, role=role, **known).actor

    def session_of(self, actor: Actor) -> str:
        """Secret of a new session of somebody: the value of their cookie."""
        token = self.store.create_sign_in(HERE, staff_id=actor.staff_id, role=actor.role)
        secret = self.store.redeem(token)
        assert secret is not None
        return secret

    def sign_in(self, role: Role, **who) -> Actor:
        """Pages run from now on as somebody with this role; a reader has not signed in."""
        if role is Role.READER:
            self.leave()
            return Actor(staff_id="", role=role)
        actor = self.add(role, **who)
        self.hold({COOKIE: self.session_of(actor)})
        return actor

    def leave(self) -> None:
        """Pages run from now on for a visitor."""
        self.hold({})

    def hold(self, cookies: dict[str, str]) -> None:
        """Pages run from now on with these cookies."""
        self.monkeypatch.setattr(session, "cookies", lambda: cookies)


@pytest.fixture
def desk(tmp_path, monkeypatch) -> Desk:
    """A desk that nobody has used, in a folder of its own."""
    monkeypatch.setenv("REGARDS_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return Desk(monkeypatch)
