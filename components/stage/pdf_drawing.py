"""A drawing of ours inside a PDF document: other scripts are set by the document itself.

Typst draws the text of a picture letter by letter. What is shaped (Arabic, Khmer) then has marks without
a letter of their own, which PDF/UA refuses: such words are taken out and set as text of the page.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"
_MOVED = re.compile(r"translate\(([-\d.]+)[ ,]([-\d.]+)\)")


def drawing(svg: str) -> dict[str, Any]:
    """The drawing and the words taken out of it.

    Args:
        svg: A drawing of ``components.pictures.svg``: nothing in it is turned or scaled.

    Returns:
        ``svg``; ``words``: text, family, x, y (of the baseline, in pixels), size, weight, fill and
        anchor of each.
    """
    if 'font-family="Noto' not in svg:
        return {"svg": svg, "words": []}
    ElementTree.register_namespace("", _SVG)
    # Made by our own elements, which escape every text: no entity of anybody else is in it.
    root = ElementTree.fromstring(svg)  # noqa: S314
    words: list[dict[str, Any]] = []
    _take(root, 0.0, 0.0, words)
    return {"svg": ElementTree.tostring(root, encoding="unicode"), "words": words}


def _take(parent: ElementTree.Element, x: float, y: float, words: list[dict[str, Any]]) -> None:
    moved = _MOVED.fullmatch(parent.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    for child in list(parent):
        family = child.get("font-family")
        if child.tag != f"{{{_SVG}}}text" or family is None:
            _take(child, x, y, words)
            continue
        words.append(
            {
                "text": child.text or "",
                "family": family,
                "x": x + float(child.get("x", "0")),
                "y": y + float(child.get("y", "0")),
                "size": float(child.get("font-size", "0")),
                "weight": int(child.get("font-weight", "400")),
                "fill": child.get("fill", ""),
                "anchor": child.get("text-anchor", "start"),
            }
        )
        parent.remove(child)
