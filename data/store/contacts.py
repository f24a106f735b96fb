"""Contact details that visitors leave in a text: we do not need them, so we do not keep them."""

from __future__ import annotations

import re

MASK = "[…]"
"""What stands where a contact detail was."""

_CONTACTS = (
    re.compile(
        r"[\w.+'-]{1,64}\s?(?:@|\(at\)|\[at\]|＠)\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.I
    ),
    re.compile(r"(?<![\w@/])@[A-Za-z0-9_.]{3,40}"),
    re.compile(r"(?<![\w-])(?:\+|00)[1-9][0-9](?:[ .()/-]{0,2}[0-9]){6,12}(?![\w-])"),
    re.compile(r"(?<![\w-])0[0-9](?:[ .-]?[0-9]{2}){4}(?![\w-])"),
)
"""E-mail addresses, names on social networks, telephone numbers in international and French form."""


def without_contacts(text: str) -> str:
    """The text with every e-mail address, network name and telephone number masked.

    Years, amounts and addresses of web pages stay as they are.
    """
    for pattern in _CONTACTS:
        text = pattern.sub(MASK, text)
    return text
