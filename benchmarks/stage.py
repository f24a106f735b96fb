"""``python -m benchmarks.stage``: a key to the next scene, and what a deck costs, beside a reveal.js deck.

Our deck is the one file that is taken away; the reveal.js deck holds the same scenes as static pictures
(PNG, 1920 × 1080) in one file too. Both are opened from the disk and walked by the same keys in turn.
reveal.js comes from a package of PyPI, fetched once to ``build/``; without it its columns stay empty.
"""

from __future__ import annotations

import argparse
import base64
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium
from benchmarks.figures import NOTHING, Measure, as_markdown, median_range, ratio
from components.pictures.frame import png
from components.stage.charts import WorldMap
from components.stage.deck import frame_of, slots_of, stage_scene
from components.stage.document import one_file
from components.stage.powerpoint.deck import powerpoint
from components.stage.slide import slide
from components.stage.slides_pdf import slides_pdf
from components.stage.stage import Stage
from data.load import load_dataset

TITLE = "The stage: from a key to the next scene"
COSTS_TITLE = "What a deck costs"
ROOT = Path(__file__).parent.parent
REVEAL = "sphinx-revealjs==3.2.1"
KEYS = 40
RUNS = 3

Values = Mapping[str, Sequence[float]]

MEASURES = (
    Measure(name="key", label="key → next scene painted"),
    Measure(name="open", label="file opened → first scene painted"),
    Measure(name="size", label="size of the file", unit="kB"),
)

# The frame is painted when the task after its animation callbacks runs.
_PRESS = """async ({ key, code, isDone }) => {
  const start = performance.now();
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent("keydown", { key, keyCode: code, which: code, bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
_OURS_READY = "document.querySelector('.rc-slides svg') !== null"
_REVEAL_READY = "window.Reveal?.isReady() === true"


def walk(page: Page, url: str, ready: str, key: tuple[str, int]) -> dict[str, list[float]]:
    """Open a deck and press a key again and again: milliseconds of each, and of opening."""
    started = time.perf_counter()
    page.goto(url)
    page.wait_for_function(f"() => {ready}")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    opened = (time.perf_counter() - started) * 1000
    asked = {"key": key[0], "code": key[1]}
    times = [float(page.evaluate(_PRESS, asked)) for _ in range(KEYS)]
    return {"open": [opened], "key": times}


def reveal_files(folder: Path) -> dict[str, str] | None:
    """Script and styles of reveal.js; None: the package cannot be had here."""
    folder.mkdir(parents=True, exist_ok=True)
    wheels = list(folder.glob("sphinx_revealjs-*.whl"))
    if not wheels:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d"]
        if subprocess.run([*command, str(folder), REVEAL], check=False).returncode:
            return None
        wheels = list(folder.glob("sphinx_revealjs-*.whl"))
    base = "sphinx_revealjs/_static/revealjs/dist/"
    with zipfile.ZipFile(wheels[0]) as wheel:
        return {
            name: wheel.read(base + name).decode()
            for name in ("reveal.js", "reveal.css", "theme/white.css")
        }


def reveal_deck(files: Mapping[str, str], pictures: Sequence[bytes], transition: str) -> str:
    """The same scenes as pictures in a reveal.js deck of one file."""
    slides = "".join(
        "<section><img alt='' style='width:100%;margin:0' "
        f"src='data:image/png;base64,{base64.b64encode(body).decode()}'></section>"
        for body in pictures
    )
    return (
        f"<!DOCTYPE html><meta charset='utf-8'><style>{files['reveal.css']}{files['theme/white.css']}"
        f"</style><div class='reveal'><div class='slides'>{slides}</div></div>"
        f"<script>{files['reveal.js']}</script><script>Reveal.initialize({{width:1920,height:1080,"
        f"margin:0,transition:'{transition}',hash:false}});</script>"
    )


def pictures_of(stage: Stage) -> list[bytes]:
    """Every scene as a picture of the size of a slide, in French."""
    drawn = []
    for slot in slots_of(stage):
        scene, asked = stage_scene(stage, slot, "fr")
        step = scene.chart.still if isinstance(scene.chart, WorldMap) else None
        drawn.append(png(slide(scene, frame_of(stage, scene, asked, slot), step=step)))
    return drawn


def costs(stage: Stage) -> dict[str, tuple[float, float]]:
    """Seconds to build each kind of file, warm, and its size in kB."""
    kinds: dict[str, Callable[[], bytes]] = {
        "one HTML file, both languages": lambda: one_file(stage, "fr").encode(),
        "PowerPoint, French": lambda: powerpoint(stage, "fr"),
        "PDF of the screens, French": lambda: slides_pdf(stage, "fr"),
    }
    found = {}
    for name, build in kinds.items():
        build()
        started = time.perf_counter()
        body = build()
        found[name] = (time.perf_counter() - started, len(body) / 1000)
    return found


def measure(browser: Browser, stage: Stage, runs: int = RUNS) -> dict[str, dict[str, list[float]]]:
    """Values by deck, the decks opened in turn."""
    decks = {"ours": (one_file(stage, "fr"), _OURS_READY, ("PageDown", 34))}
    files = reveal_files(ROOT / "build" / "reveal")
    if files is not None:
        pictures = pictures_of(stage)
        for name, transition in (("reveal", "none"), ("reveal_slide", "slide")):
            decks[name] = (
                reveal_deck(files, pictures, transition),
                _REVEAL_READY,
                ("PageDown", 34),
            )
    values: dict[str, dict[str, list[float]]] = {name: {} for name in decks}
    with tempfile.TemporaryDirectory() as folder:
        for name, (text, _, _) in decks.items():
            Path(folder, f"{name}.html").write_text(text, encoding="utf-8")
            values[name]["size"] = [len(text.encode()) / 1000]
        for _ in range(runs):
            for name, (_, ready, key) in decks.items():
                context = browser.new_context(viewport={"width": 1920, "height": 1080})
                found = walk(context.new_page(), Path(folder, f"{name}.html").as_uri(), ready, key)
                context.close()
                for measured, times in found.items():
                    values[name].setdefault(measured, []).extend(times)
    return values


def stage_table(values: Mapping[str, Values]) -> list[list[str]]:
    """One row a measure; after each reveal.js column the ratio of ours to it."""
    rows = [
        [
            "measure",
            "one HTML file of ours",
            "reveal.js, pictures, no transition",
            "ratio",
            "reveal.js, pictures, its default transition",
            "ratio",
        ]
    ]
    for each in MEASURES:
        ours = values.get("ours", {}).get(each.name)
        row = [f"{each.label}, {each.unit}", median_range(ours)]
        for name in ("reveal", "reveal_slide"):
            theirs = values.get(name, {}).get(each.name)
            row += [median_range(theirs), ratio(ours, theirs)]
        rows.append(row)
    return rows


def costs_table(found: Mapping[str, tuple[float, float]]) -> list[list[str]]:
    """One row a file."""
    rows = [["file", "built in, s", "size, kB"]]
    rows += [[name, f"{spent:.1f}", f"{size:.0f}"] for name, (spent, size) in found.items()]
    return rows if len(rows) > 1 else [*rows, [NOTHING, NOTHING, NOTHING]]


def stage_report(
    walked: Mapping[str, Values],
    built: Mapping[str, tuple[float, float]],
    write: Callable[[Sequence[Sequence[str]]], str],
    heading: str,
) -> str:
    """Both tables, with ``heading`` before each title."""
    parts = [f"{heading}{TITLE}", write(stage_table(walked))]
    parts += [f"{heading}{COSTS_TITLE}", write(costs_table(built))]
    return "\n\n".join(parts)


def published_stage() -> Stage:
    """The latest conference on the published edition."""
    dataset = load_dataset()
    return Stage(dataset=dataset, programme=dataset.programme, today=date.today())


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print Markdown tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stage", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help="times each deck is walked")
    chosen = parser.parse_args(arguments)
    stage = published_stage()
    with chromium() as browser:
        walked = measure(browser, stage, chosen.runs)
    print(stage_report(walked, costs(stage), as_markdown, "### "))


if __name__ == "__main__":
    main()
