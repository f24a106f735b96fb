"""What a sign-in service says of somebody gives no more than the list and the settings allow."""

from datetime import UTC, datetime, timedelta

import pytest

from components.desk.identity import (
    SERVICE,
    AccessSettings,
    actor_of_person,
    person_of,
    session_secret,
)
from data.store import Actor, Role, Staff
from data.store.access import SESSION_LIFETIME

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
CLAIMS = {
    "iss": "https://service.example",
    "sub": "17",
    "email": " Ada@City.example",
    "groups": ["choir", "editors"],
    "iat": int(NOW.timestamp()) - 60,
    "nonce": "n",
}
SETTINGS = AccessSettings.of(
    {
        "administrators": ["root@city.example"],
        "claim": "groups",
        "roles": {"editors": "editor", "writers": "contributor", "all": "reader"},
    }
)


def person(**changes):
    return person_of({**CLAIMS, **changes}, SETTINGS, NOW)


def role_of(members=(), **changes):
    found = person(**changes)
    actor = found and actor_of_person(found, SETTINGS, members)
    return actor.role if actor else None


def listed(**changes):
    member = {
        "staff_id": "ada",
        "identity": "ada@city.example",
        "name": "Ada",
        "role": Role.CONTRIBUTOR,
        "is_active": True,
    }
    return Staff(**(member | changes))


def test_a_person_is_named_in_lower_case_without_spaces_and_for_twelve_hours():
    found = person()
    assert found.identity == "ada@city.example"
    assert found.until == NOW - timedelta(minutes=1) + SESSION_LIFETIME


@pytest.mark.parametrize(
    "changes",
    [
        {"email": ""},
        {"email": None},
        {"email": ["ada@city.example"]},
        {"email_verified": False},
        {"email_verified": "false"},
        {"sub": ""},
        {"iss": None},
        {"iat": None},
        {"iat": True},
        {"iat": "1795600000"},
        {"iat": float("nan")},
        {"iat": 1e300},
        {"iat": int(NOW.timestamp()) - int(SESSION_LIFETIME.total_seconds())},
        {"iat": int(NOW.timestamp()) + 3600},
    ],
    ids=str,
)
def test_claims_that_do_not_say_who_and_when_name_nobody(changes):
    assert person(**changes) is None


def test_a_group_gives_its_role_and_the_highest_of_several_holds():
    assert role_of() is Role.EDITOR
    assert role_of(groups=["writers"]) is Role.CONTRIBUTOR
    assert role_of(groups=["writers", "editors"]) is Role.EDITOR
    assert role_of(groups="writers") is Role.CONTRIBUTOR
    assert role_of(email="root@city.example") is Role.ADMINISTRATOR


@pytest.mark.parametrize(
    "groups", [None, [], ["choir"], ["all"], [1, None], {"editors": 1}, "Editors"]
)
def test_whom_neither_list_nor_settings_name_is_a_reader(groups):
    assert role_of(groups=groups) is None


def test_the_list_decides_alone_even_downwards():
    assert role_of([listed()]) is Role.CONTRIBUTOR
    assert role_of([listed(is_active=False)]) is None
    root = listed(identity="root@city.example", is_active=False)
    assert role_of([root], email="root@city.example") is None


def test_who_is_known_by_the_service_only_never_has_the_id_of_a_member():
    found = actor_of_person(person(email="local"), SETTINGS, [])
    assert found == Actor(staff_id=f"{SERVICE}local", role=Role.EDITOR)


def test_another_claim_may_name_people_and_then_no_address_need_be_verified():
    settings = AccessSettings.of({"identity": "preferred_username"})
    found = person_of(
        {**CLAIMS, "preferred_username": "ada", "email_verified": False}, settings, NOW
    )
    assert found.identity == "ada"


def test_settings_that_name_no_role_give_none(caplog):
    settings = AccessSettings.of({"claim": "groups", "roles": {"editors": "chief"}})
    assert settings.roles == {}
    assert "chief" in caplog.text
    assert AccessSettings.of({"roles": "editors"}).roles == {}


def test_the_secret_of_a_session_is_one_sign_in_of_one_person_under_one_key():
    secret = session_secret(CLAIMS, "key", "ada")
    assert secret == session_secret({**CLAIMS, "tokens": {"id": "x"}}, "key", "ada")
    others = [
        session_secret({**CLAIMS, "nonce": "m"}, "key", "ada"),
        session_secret(CLAIMS, "other key", "ada"),
        session_secret(CLAIMS, "key", "eve"),
    ]
    assert secret not in others
    assert len(set(others)) == 3
    with pytest.raises(ValueError, match="cookie_secret"):
        session_secret(CLAIMS, "", "ada")
