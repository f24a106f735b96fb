"""What stands above and under every page: notices about the address, and the footer."""

from __future__ import annotations

import logging

import htpy as h

from components.address import PAGE_PATHS, AddressReader, address
from components.i18n import Language, Translate, content, day, translator
from components.markup import Element, internal_link, isolated, show
from components.session import current_language, has_sign_in_service
from data.load import Dataset

log = logging.getLogger(__name__)


def page_title(
    title: str, path: str, reader: AddressReader, dataset: Dataset, language: Language
) -> str:
    """What the tab of the browser says: the name of the city on its page, else that of the page."""
    city = dataset.cities.get(reader.parameters.get("city", ""))
    if path == PAGE_PATHS["city"] and city is not None:
        return content(city, "name", language).text
    return title


def show_notices(reader: AddressReader, t: Translate) -> None:
    """Say that the page of the address does not exist, if that is why the visitor is here."""
    if missing := reader.text("missing"):
        show(notice(t("address.page", page=missing[:80])))


def show_ignored(reader: AddressReader, t: Translate) -> None:
    """Name the values of the address that were refused; called once a page has read them all."""
    if reader.ignored:
        show(notice(t("address.ignored", values=", ".join(reader.ignored))))


def show_error(error: Exception) -> bool:
    """Tell the visitor, in their language, that the page failed; the trace goes to the log only.

    Returns:
        True: Streamlit shows nothing of its own.
    """
    log.error("a page failed", exc_info=error)
    t = translator(current_language())
    show(h.section(".rc-notice", role="alert")[h.h2[t("error.title")], h.p[t("error.text")]])
    return True


def notice(text: str) -> Element:
    """One line set apart, read out by a screen reader when it appears."""
    return h.p(".rc-notice", role="status")[isolated(text)]


def show_footer(
    dataset: Dataset, language: Language, t: Translate, *, is_staff: bool = False
) -> None:
    """Edition, licence, the way to say that a fact is wrong, the way in for staff.

    Args:
        is_staff: The reader has signed in: ``frame.js`` then shows the desk in the header.
    """
    has_way_in = is_staff or has_sign_in_service()
    show(
        h.footer(".rc-footer", data_rc_staff="1" if is_staff else None)[
            h.span[
                t(
                    "footer.edition",
                    edition=dataset.edition,
                    date=day(dataset.published_on, language),
                )
            ],
            h.span[t("footer.licence")],
            internal_link(t("footer.report"), address("sources", language) + "#report"),
            has_way_in and internal_link(t("nav.access"), address("access", language)),
        ]
    )
