"""Addresses of the journal and of proposals, for links from anywhere. Pure."""

from __future__ import annotations

from components.address import address
from components.desk.changes_words import key_in_address
from components.i18n import Language
from data.raw import Key


def journal_of_row(table: str, key: Key, language: Language) -> str:
    """The history of one row."""
    return address("desk", language, view="journal", table=table, row=key_in_address(key))


def journal_of_city(city_id: str, language: Language) -> str:
    """Every change of the rows of a city."""
    return address("desk", language, view="journal", city=city_id)


def proposal_address(proposal_id: int, language: Language) -> str:
    """One proposal."""
    return address("desk", language, proposal=str(proposal_id))
