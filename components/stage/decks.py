"""What is taken away from a stage: ``python -m components.stage.decks`` writes ``build/decks/``.

One HTML file, PowerPoint and PDF of the whole programme, a sheet of paper for each round table, in both
languages. An edition that is frozen for the stage is used; else facts are aged against the day of the
edition, so that an edition always gives the same bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from components.i18n import LANGUAGES, Language
from components.stage.deck import slots_of
from components.stage.document import one_file
from components.stage.handout import handout
from components.stage.powerpoint.deck import powerpoint
from components.stage.slides_pdf import slides_pdf
from components.stage.stage import Stage
from data.export import safe_file_name
from data.package import BUILD_DIR

KINDS = ("html", "pptx", "pdf", "handout")
"""Files of a stage: the whole programme three times, and the sheet of one round table."""


def deck_file(stage: Stage, kind: str, language: Language, *, session: str | None = None) -> bytes:
    """One file of a stage.

    Args:
        session: Only the scenes of this session (``pptx``, ``pdf``), or the round table of a handout;
            the HTML file always has all.

    Raises:
        LookupError: No such kind of file, no such session, or no scene in it.
    """
    if not slots_of(stage):
        raise LookupError(stage.programme.programme_id)
    if kind == "html":
        return one_file(stage, language).encode()
    if kind == "pptx":
        return powerpoint(stage, language, session=session)
    if kind == "pdf":
        return slides_pdf(stage, language, session=session)
    if kind == "handout":
        return handout(stage, language, session or "")
    raise LookupError(kind)


def deck_name(
    programme_id: str, kind: str, language: Language, *, session: str | None = None
) -> str:
    """``hue-2025-fr.pptx``, ``hue-2025-round-table-1-handout-fr.pdf``."""
    parts = [programme_id, *filter(None, (session, "handout" if kind == "handout" else None))]
    suffix = "pdf" if kind == "handout" else kind
    return f"{safe_file_name(*parts, language)}.{suffix}"


def write_decks(
    stage: Stage, folder: Path, languages: Sequence[Language] = LANGUAGES
) -> Iterator[Path]:
    """Write every file of a stage; a file is complete or is not there.

    Args:
        folder: Created if it is missing.

    Yields:
        Each file once it is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    programme = stage.programme
    tables = [session.session_id for session in programme.round_tables]
    asked: list[tuple[str, str | None]] = [(kind, None) for kind in KINDS if kind != "handout"]
    asked += [("handout", session_id) for session_id in tables]
    for language in languages:
        for kind, session in asked:
            try:
                body = deck_file(stage, kind, language, session=session)
            except LookupError:
                # A programme without scenes, or a round table without any: nothing to take away.
                continue
            name = deck_name(programme.programme_id, kind, language, session=session)
            path = folder / name
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(body)
            unfinished.replace(path)
            yield path


def main() -> None:
    """Write every deck of every programme; say the name and the size of each, and how long it took."""
    # The module of what the app remembers imports this one.
    from components.session import published_dataset, stage_of  # noqa: PLC0415

    start = perf_counter()
    folder = BUILD_DIR / "decks"
    for programme_id in published_dataset().programmes:
        stage = stage_of(programme_id)
        if stage is None:
            continue
        if stage.frozen_on is None:
            stage = replace(stage, today=stage.dataset.published_on)
        for path in write_decks(stage, folder):
            size = path.stat().st_size / 1_000_000
            sys.stdout.write(f"{size:7.2f} MB  {path.name}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{folder}: {perf_counter() - start:.1f} s\n")


if __name__ == "__main__":
    main()
