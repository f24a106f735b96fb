"""The way from any public fact to the form that says it is wrong."""

from __future__ import annotations

from components.address import address
from components.i18n import Language, Translate
from components.markup import Element, internal_link


def report_link(language: Language, t: Translate, **fact: str) -> Element:
    """« Signaler une erreur » on a fact.

    Args:
        fact: What the address names: ``city``, ``project``, ``strategy``, ``factor``, ``source``,
            ``city`` and ``criterion``, or ``indicator`` and ``place`` (a city or a country).
    """
    return internal_link(t("report.link"), address("reply", language, **fact), "rc-report-link")
