"""The room a chart is drawn in."""

from __future__ import annotations

from dataclasses import dataclass

from components.i18n import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """Width and height in pixels, and who looks.

    Attributes:
        step: Step of a map that is drawn, for paper and slides; None: everything, for a page that
            moves from one step to the next and takes votes.
    """

    width: float
    height: float
    language: Language
    step: int | None = None

    @property
    def is_live(self) -> bool:
        """Whether a page moves the drawing and fills it in."""
        return self.step is None
