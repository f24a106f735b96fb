"""From what is typed in the form of a city to what is sent, and why it cannot be; no screen here."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from components.i18n import Language, content, translator
from components.markup import safe_url
from data.errors import DataError
from data.load import Dataset
from data.schema import Answer
from data.store import NotAllowedError, Reply, TooManyError

log = logging.getLogger(__name__)

Typed = Mapping[str, str]
"""Field (answer, note, source, office) to text."""

_SENT = {answer.value for answer in Answer if answer is not Answer.UNKNOWN}


def replies_of(
    typed: Mapping[str, Typed], office: str, dataset: Dataset, language: Language
) -> tuple[tuple[Reply, ...], str]:
    """What to send, and why it cannot be sent: empty when it can.

    Args:
        typed: By criterion; an answer that is none of ours says nothing.
        office: Who answers; required.
    """
    t = translator(language)
    replies, alone, wrong = [], [], []
    for criterion_id, fields in typed.items():
        name = content(dataset.criteria[criterion_id], "label", language).text
        note, source = fields.get("note", "").strip(), fields.get("source", "").strip()
        if fields.get("answer", "") not in _SENT:
            if note or source:
                alone.append(name)
            continue
        if source and safe_url(source) is None:
            wrong.append(name)
        answer = Answer(fields["answer"])
        replies.append(Reply(criterion_id=criterion_id, answer=answer, note=note, source=source))
    if alone:
        return (), t("reply.fault.alone", names="; ".join(alone))
    if wrong:
        return (), t("reply.fault.addresses", names="; ".join(wrong))
    if not replies:
        return (), t("reply.fault.empty")
    if not office:
        return (), t("reply.fault.office")
    return tuple(replies), ""


def told_of(error: Exception, language: Language) -> str:
    """Why something was not kept or sent, for somebody who is not of the staff."""
    t = translator(language)
    match error:
        case NotAllowedError():
            return t("reply.fault.closed")
        case TooManyError():
            return t("reply.fault.many")
        case DataError():
            return error.message(language)
    log.error("what a city typed was not kept: %s", error)
    return t("reply.fault.store")
