"""The grid: many rows of one table of one city at once, sent together with one reason."""

from __future__ import annotations

from components.desk.asked import Asked
from components.desk.sitting import Sitting


def show_grid(asked: Asked, sitting: Sitting) -> None:
    """Draw the grid."""
