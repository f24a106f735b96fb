"""Texts of the tables shortened for a hall: whole sentences, never half a word."""

from __future__ import annotations

import re

from components.i18n import Language
from components.pictures.svg import ELLIPSIS

_SENTENCE_END = re.compile(r"(?<=[.!?…])(?<!\b[^\W\d_]\.)\s+(?=[^\W_a-zà-öø-ÿ]|[«“(])")
_PAUSES = ("; ", ". ", ", ")


def shortened(text: str, most: int) -> str:
    """The first whole sentences of a text that fit in ``most`` letters.

    If even the first one is longer, its beginning up to a pause in the second half, else up to a word,
    and « … »: a word is never cut. Spaces that do not break do not separate words here.
    """
    text = text.strip()
    kept = ""
    for sentence in _SENTENCE_END.split(text):
        longer = f"{kept} {sentence}" if kept else sentence
        if len(longer) > most:
            break
        kept = longer
    if kept or not text:
        return kept
    room = text[:most]
    pause = max(room.rfind(mark) for mark in _PAUSES)
    end = pause if pause >= most // 2 else room.rfind(" ")
    return (room[:end].rstrip(" ,;:") if end > 0 else text.split(" ", 1)[0]) + ELLIPSIS


def inner_quotes(text: str, language: Language) -> str:
    """The text as it stands inside quotation marks: its own become those of the second rank."""
    if language == "fr":
        return re.sub(r"«\s*([^«»]*?)\s*»", r"“\1”", text)
    return re.sub(r"“([^“”]*)”", r"‘\1’", text)
