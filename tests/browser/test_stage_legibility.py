"""Every slide read in Chromium at 1920 × 1080: sizes, contrast, room, in both languages and both grounds.

The rules, in pixels of the slide:

- nothing is under 22, the caution of a map 24, smaller words (``rc-minor``) 28, labels (``rc-label``) 32;
- labels are 44 wherever names of ordinary length have room: of those of the running order, six out of ten;
- the title is 60 to 72, the source line 32;
- every text has a contrast of 7:1 against what lies under it, on the light and on the dark ground;
- no text leaves the margins, no two texts touch;
- a chart holds at most 12 labelled marks and 60 squares.
"""

import base64
from collections import defaultdict
from datetime import date

import pytest
from shipped import shipped_dataset
from stage_charts import CHARTS, EDGES, FRAME, HEADLINES, scene_of

from components.assets import STATIC_DIR, streamlit_static_dir
from components.i18n import LANGUAGES
from components.stage.charts import (
    MOST_NAMES,
    MOST_SQUARES,
    Bars,
    Cards,
    Diverging,
    Facts,
    Links,
    Lists,
    Matrix,
    NameColumns,
    Opening,
    Stacks,
    Timeline,
    Units,
    WorldMap,
)
from components.stage.deck import frame_of, slots_of, stage_scene
from components.stage.draw.land import land_symbol
from components.stage.scene import EXTENTS
from components.stage.slide import in_variables, slide
from components.stage.stage import Stage
from components.theme import STAGE, STAGE_DARK, contrast, css_variables
from tests.browser.conftest import guarded_pages

WIDTH, HEIGHT = 1920, 1080
SMALLEST, MINOR, CAUTION, LABEL, WANTED = 22, 28, 24, 32, 44
SHARE_AS_WANTED = 0.6
MARGIN = 60
CONTRAST = 7
GROUNDS = {"light": STAGE, "dark": STAGE_DARK}

MEASURE = """
([markup, votes]) => {
  const box = document.querySelector("#slide");
  box.innerHTML = markup;
  const svg = box.querySelector("svg");
  if (votes) {
    svg.classList.add("rc-has-votes");
    for (const vote of svg.querySelectorAll(".rc-vote")) {
      vote.querySelector(".rc-vote-bar").setAttribute("width", vote.dataset.width);
      vote.querySelector(".rc-vote-figure").textContent = "88";
    }
  }
  const paint = (node) => {
    const fill = getComputedStyle(node).fill;
    if (fill.startsWith("url")) return "pattern";
    const [red, green, blue] = fill.match(/[0-9.]+/g).map(Number);
    return "#" + [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
  };
  const isPainted = (node) => {
    const style = getComputedStyle(node);
    return style.fill !== "none" && style.visibility === "visible" && Number(style.fillOpacity) > 0.5;
  };
  const shapes = new Set(["rect", "circle", "path", "use"]);
  const groundsOf = (spots) => {
    const found = spots.map(([x, y]) =>
      document.elementsFromPoint(x, y).find((node) => shapes.has(node.localName) && isPainted(node)));
    return [...new Set(found)];
  };
  const lines = new Set(); // A line in two scripts is drawn as several texts.
  const lineOf = (node) =>
    node.hasAttribute("xml:space") ? [...lines.add(node.parentNode)].indexOf(node.parentNode) : -1;
  const read = () => {
    const texts = [];
    for (const node of svg.querySelectorAll("text")) {
      const letters = [...node.childNodes].filter((part) => part.nodeType === 3);
      const said = letters.map((part) => part.data).join("");
      if (!said.trim() || getComputedStyle(node).visibility !== "visible") continue;
      const matrix = node.getScreenCTM();
      const size = parseFloat(getComputedStyle(node).fontSize) * matrix.d;
      const bounds = node.getBBox();
      const left = matrix.a * bounds.x + matrix.e, right = left + matrix.a * bounds.width;
      const base = matrix.d * Number(node.getAttribute("y")) + matrix.f;
      const middle = base - size * 0.25;
      const under = groundsOf([[left + 3, middle], [(left + right) / 2, middle], [right - 3, middle]]);
      texts.push({
        said, size, left, right, top: base - size * 0.72, bottom: base + size * 0.2,
        line: lineOf(node), kind: node.getAttribute("class") ?? "", node, under, colours: {},
      });
    }
    for (const ground of ["light", "dark"]) {
      document.documentElement.dataset.ground = ground;
      for (const text of texts) {
        const under = text.under.map((shape) => (shape ? paint(shape) : "nothing"));
        text.colours[ground] = [paint(text.node), under];
      }
    }
    texts.forEach((text) => { delete text.node; delete text.under; });
    return texts;
  };
  const steps = [...svg.querySelectorAll(".rc-step")];
  const cameras = svg.querySelector(".rc-camera");
  const looks = cameras ? JSON.parse(cameras.dataset.cameras) : [];
  const read_steps = steps.map((_, place) => {
    steps.forEach((step) => step.classList.toggle("rc-hidden", Number(step.dataset.step) !== place));
    cameras.style.transform = looks[place];
    return read();
  });
  return {
    looks: read_steps.length ? read_steps : [read()],
    squares: svg.querySelectorAll(".rc-square").length,
    votes: [...svg.querySelectorAll(".rc-vote")].map((vote) => vote.dataset.key),
  };
}
"""


@pytest.fixture(scope="module")
def hall(browser):
    """A function that puts a slide on a screen and gives back what is read there."""
    with guarded_pages(browser, lambda: "about:blank") as open_page:
        page = open_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(page_source())
        page.evaluate("document.fonts.load(\"44px 'Source Sans Pro'\")")
        page.evaluate("document.fonts.load(\"600 44px 'Source Sans Pro'\")")

        def read(markup, *, votes=False):
            return page.evaluate(MEASURE, [in_variables(markup), votes])

        yield read


def page_source():
    """A page with the fonts and the colours of the product, and the land."""
    [text_font] = streamlit_static_dir().glob("static/media/SourceSansVF-Upright*.woff2")
    noto = sorted((STATIC_DIR / "fonts").glob("*-400-*.woff2"))
    families = [f"Noto Sans {path.stem.split('-')[2].title()}" for path in noto]
    faces = "".join(
        f"@font-face {{ font-family: '{family}'; font-weight: 200 900; src: url(data:font/woff2;base64,"
        f"{base64.b64encode(path.read_bytes()).decode()}) format('woff2'); }}"
        for family, path in [
            ("Source Sans Pro", text_font),
            *zip(families, noto, strict=True),
        ]
    )
    return f"""<!doctype html><html data-ground="light"><style>{faces}
        :root {{ {css_variables(STAGE)} }}
        :root[data-ground="dark"] {{ {css_variables(STAGE_DARK)} }}
        body {{ margin: 0 }} #slide > svg {{ display: block }}
        .rc-hidden, svg:not(.rc-has-votes) .rc-vote {{ visibility: hidden }}
        .rc-camera {{ transform-origin: 0 0; pointer-events: none }}
        </style><body>{land_symbol()}<div id="slide"></div></body></html>"""


MARKS = {
    NameColumns: lambda chart: sum(len(column.names) for column in chart.columns),
    Bars: lambda chart: len(chart.bars),
    Stacks: lambda chart: len(chart.rows),
    Units: lambda chart: max(len(chart.columns), len(chart.rows)),
    Diverging: lambda chart: len(chart.rows),
    Matrix: lambda chart: len(chart.rows),
    Timeline: lambda chart: len(chart.spans),
    WorldMap: lambda chart: max(len(step.named) for step in chart.steps),
    Cards: lambda chart: len(chart.cards),
    Lists: lambda chart: sum(len(group.items) for group in chart.groups),
    Links: lambda chart: len(chart.nodes),
    Facts: lambda chart: len(chart.facts),
    Opening: lambda chart: len(chart.lines),
}
"""Labelled marks of each kind of chart; of a map, those of its fullest step."""


def problems(read):
    """What a hall could not read, as sentences; empty if all is well."""
    found = []
    for look in read["looks"]:
        for text in look:
            found += troubles_of(text)
        for place, first in enumerate(look):
            for second in look[place + 1 :]:
                wide = min(first["right"], second["right"]) - max(first["left"], second["left"])
                high = min(first["bottom"], second["bottom"]) - max(first["top"], second["top"])
                is_one_line = first["line"] == second["line"] != -1
                if wide > 2 and high > 2 and not is_one_line:
                    found.append(
                        f"{first['said']!r} touches {second['said']!r}: {wide:.0f} × {high:.0f}"
                    )
        titles = [text["size"] for text in look if text["size"] >= 60 and not text["kind"]]
        if not titles or not all(60 <= size <= 72 for size in titles):
            found.append(f"title of {titles} px")
    if read["squares"] > MOST_SQUARES:
        found.append(f"{read['squares']} squares")
    return found


def troubles_of(text):
    least = next(
        (
            size
            for kind, size in {"rc-label": LABEL, "rc-minor": MINOR, "rc-caution": CAUTION}.items()
            if kind in text["kind"]
        ),
        SMALLEST,
    )
    said = repr(text["said"])
    if text["size"] < least - 0.01:
        yield f"{said} is {text['size']} px"
    if text["left"] < MARGIN or text["right"] > WIDTH - MARGIN:
        yield f"{said} leaves the margin: {text['left']:.0f} to {text['right']:.0f}"
    if text["top"] < 0 or text["bottom"] > HEIGHT:
        yield f"{said} leaves the slide"
    for ground, (ink, under) in text["colours"].items():
        unknown = GROUNDS[ground].unknown
        # Whether a name lies on land or on water is not looked for: it must be read on both.
        under = [*under, GROUNDS[ground].land] if GROUNDS[ground].sea in under else under  # noqa: PLW2901
        for colour in under:
            if (
                colour == "nothing"
                or contrast(ink, unknown if colour == "pattern" else colour) < CONTRAST
            ):
                yield f"{said} in {ink} on {colour} ({ground})"


# ---- charts made by hand


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_of_every_kind_can_be_read_from_the_last_row(hall, name):
    scene = scene_of(CHARTS[name], headline=HEADLINES.get(name))
    drawn = slide(scene, FRAME)
    assert problems(hall(drawn)) == []
    assert problems(hall(drawn, votes=True)) == []


@pytest.mark.parametrize("name", EDGES)
def test_the_edges_of_every_kind_can_be_read_too(hall, name):
    """Nothing, one thing, as many as there may be, very long names, markup for names."""
    for headline in (None, HEADLINES["opening"]):
        drawn = slide(scene_of(EDGES[name], headline=headline), FRAME)
        assert problems(hall(drawn, votes=True)) == []


@pytest.mark.parametrize("name", sorted(CHARTS.keys() - {"matrix_large"}))
def test_a_chart_that_rests_on_less_than_half_leaves_room_for_saying_so(hall, name):
    """But for the fullest table with votes: twelve names of 32 px and two more rows are not both had."""
    scene = scene_of(CHARTS[name], headline=HEADLINES["opening"], is_low=True)
    assert problems(hall(slide(scene, FRAME))) == []


# ---- the programmes that are shipped

DATASET = shipped_dataset()
STAGES = [
    Stage(dataset=DATASET, programme=programme, today=date(2026, 11, 25))
    for programme in DATASET.programmes.values()
]
WALK = [
    pytest.param(stage, slot, id=f"{slot.definition.scene_id}")
    for stage in STAGES
    for slot in slots_of(stage)
]


@pytest.mark.parametrize(("stage", "slot"), WALK)
def test_every_scene_can_be_read_from_the_last_row(hall, stage, slot):
    for language in LANGUAGES:
        for extent in EXTENTS:
            scene, asked = stage_scene(stage, slot, language, extent)
            read = hall(slide(scene, frame_of(stage, scene, asked, slot)))
            assert problems(read) == [], (language, extent)
            assert MARKS[type(scene.chart)](scene.chart) <= MOST_NAMES, (language, extent)
            if scene.vote is not None:
                assert set(read["votes"]) >= set(scene.vote.options)
                voted = hall(slide(scene, frame_of(stage, scene, asked, slot)), votes=True)
                assert problems(voted) == [], (language, extent)


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.programme.programme_id)
def test_most_labels_of_the_running_order_have_the_size_wanted(hall, stage):
    counted = defaultdict(int)
    for slot in slots_of(stage):
        if slot.reserve:
            continue
        scene, asked = stage_scene(stage, slot, "fr")
        for look in hall(slide(scene, frame_of(stage, scene, asked, slot)))["looks"]:
            for text in look:
                if "rc-label" in text["kind"]:
                    counted[text["size"] >= WANTED] += 1
    assert counted[True] >= SHARE_AS_WANTED * sum(counted.values())
