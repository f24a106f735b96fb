"""The documents are true: links lead somewhere, names exist, dependencies have their reason."""

import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from shipped import shipped_dataset

ROOT = Path(__file__).parent.parent
LEFT_BY_WORK = {".venv", "build", "node_modules", ".hypothesis", ".pytest_cache"}
DOCUMENTS = sorted(
    path for path in ROOT.rglob("*.md") if not LEFT_BY_WORK & set(path.relative_to(ROOT).parts[:-1])
)
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
HEADINGS = ["Context", "Options, with their costs", "Decision", "Consequences"]
PAGE_LINES = 60
"""A decision is one page."""

LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
OUTSIDE = re.compile(
    r"(?:^|[\s(`\"'=])(?:\.\./shared|/(?:work|tmp|root|home|Users)/|[A-Z]:\\)", re.M
)
ADDRESS = re.compile(r"^(?:https?:|mailto:)")
HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """Names that a heading can be linked by, as a forge makes them."""
    titles = HEADING.findall(FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken_links(text: str, folder: Path) -> list[str]:
    """Links of a document in ``folder`` that lead nowhere inside the repository."""
    broken = []
    for link in LINK.findall(FENCE.sub("", text)):
        if ADDRESS.match(link):
            continue
        file, _, anchor = link.partition("#")
        target = (folder / file).resolve()
        is_there = target.is_relative_to(ROOT) and target.exists()
        if not is_there or (anchor and anchor not in anchors(text_of(target) if file else text)):
            broken.append(link)
    return broken


def required(name: str) -> list[str]:
    """Packages that a ``requirements*.in`` names, in its order, as they are written."""
    lines = (line.split("#")[0].strip() for line in text_of(ROOT / name).splitlines())
    return [re.split(r"[=<>~!\[; ]", line)[0] for line in lines if line and line[0] != "-"]


def described(section: str) -> dict[str, tuple[str, str]]:
    """Package to reason and licence, from one table of ``docs/dependencies.md``."""
    text = text_of(ROOT / "docs" / "dependencies.md")
    part = text.split(f"\n## {section}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return {name: (why, licence) for name, why, licence in rows[1:]}


@cache
def source_code() -> str:
    """All code of the product, its catalogue of names: Python, JavaScript, CSS."""
    files = [ROOT / "dashboard.py"]
    for layer in ("data", "analysis", "components", "pages"):
        files += [
            path for path in (ROOT / layer).rglob("*") if path.suffix in {".py", ".js", ".css"}
        ]
    return "\n".join(text_of(path) for path in files)


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))


def test_there_are_documents_to_judge():
    names = {name_of(path) for path in DOCUMENTS}
    assert {"README.md", "CONTRIBUTING.md", "deploy/README.md", "docs/glossary.md"} <= names
    assert len(DECISIONS) >= 13


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_to_something_in_the_repository(path):
    assert broken_links(text_of(path), path.parent) == []


def test_a_link_to_nothing_or_out_of_the_repository_is_found():
    right = ["method.md", "method.md#in-english", "https://example.org/x", "#here", "adr/"]
    wrong = ["gone.md", "method.md#gone", "../../outside.md", "#there"]
    text = "## Here\n" + "".join(f"[x]({link})\n" for link in right + wrong)
    assert broken_links(text, ROOT / "docs") == wrong


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_documents_name_no_place_outside_the_repository(path):
    assert OUTSIDE.findall(text_of(path)) == []


@pytest.mark.parametrize("path", DECISIONS, ids=name_of)
def test_a_decision_has_its_four_parts_on_one_page(path):
    text = text_of(path)
    number, title = re.match(r"# (\d{4}) · (\S.*)\n", text).groups()
    assert path.name.startswith(f"{number}-")
    assert title.strip()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert all(part.strip() for part in re.split(r"^## .+$", text, flags=re.MULTILINE))
    assert re.search(r"^1\. .+^2\. ", text, re.MULTILINE | re.DOTALL), "one option is no choice"
    assert len(text.splitlines()) <= PAGE_LINES


def test_decisions_are_numbered_without_a_gap():
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


def test_every_decision_that_code_cites_exists():
    cited = set(re.findall(r"ADR (\d{4})", source_code()))
    settings = text_of(ROOT / ".streamlit" / "config.toml")
    paths = re.findall(r"docs/adr/[\w-]+\.md", source_code() + settings)
    assert cited <= {path.name[:4] for path in DECISIONS}
    assert {path for path in paths if not (ROOT / path).exists()} == set()
    assert cited
    assert paths


@pytest.mark.parametrize(
    ("file", "section"),
    [("requirements.in", "To run"), ("requirements-dev.in", "To test, check and measure")],
)
def test_every_dependency_has_one_line_of_reason_and_a_licence(file, section):
    named, rows = required(file), described(section)
    assert len(named) == len(set(named))
    assert set(rows) == set(named)
    assert {name for name, (why, licence) in rows.items() if len(why) < 10 or not licence} == set()


@pytest.mark.parametrize("command", ["make run", "make test"])
def test_the_two_commands_of_the_readme_exist(command):
    assert re.search(rf"^{command}\b", text_of(ROOT / "README.md"), re.MULTILINE)
    assert command.split()[1] in make_targets()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_make_command_in_a_document_exists(path):
    told = re.findall(r"(?:`|^)make ([a-z-]+)\b", text_of(path), re.MULTILINE)
    assert set(told) - make_targets() == set()


def test_hooks_call_targets_that_exist():
    hooks = re.findall(r"entry: (.+)$", text_of(ROOT / ".pre-commit-config.yaml"), re.MULTILINE)
    assert hooks
    assert {hook.removeprefix("make ") for hook in hooks} <= make_targets()


def test_every_code_name_of_the_glossary_exists_in_the_code():
    rows = re.findall(r"^\| .+ \|$", text_of(ROOT / "docs" / "glossary.md"), re.MULTILINE)
    cells = [row.strip("| ").split(" | ") for row in rows]
    words = [row for row in cells if row[0] != "français"]
    assert len(words) > 50
    assert {row[0] for row in words if len(row) != 4 or not all(row)} == set()
    names = {name for row in words for name in CODE.findall(row[2])}
    known = source_code() + tables() + shipped_dataset().edition
    assert {name for name in names if not is_known(name, known)} == set()


def is_known(name: str, code: str) -> bool:
    """Whether a code name of the glossary is a path of the repository or a word of the code."""
    if "/" in name:
        return (ROOT / name).exists()
    return re.search(rf"\b{re.escape(name)}\b", code) is not None


def tables() -> str:
    return "".join(text_of(path) for path in (ROOT / "data" / "tables").glob("*.csv"))


def test_the_citation_names_the_published_edition():
    text = text_of(ROOT / "CITATION.cff")
    dataset = shipped_dataset()
    assert set(re.findall(r'version: "(.+)"', text)) == {dataset.edition}
    days = {date.fromisoformat(day) for day in re.findall(r"date-released: (\S+)", text)}
    assert days == {dataset.published_on}
    assert "cff-version: 1.2.0" in text
    assert re.search(r"^license: MIT$", text, re.MULTILINE)


def test_the_licence_of_the_code_is_mit_and_names_its_holder():
    text = text_of(ROOT / "LICENSE")
    assert text.startswith("MIT License\n")
    assert "Association internationale des maires francophones (AIMF)" in text


def test_settings_that_a_decision_explains_are_those_of_the_server():
    decision = text_of(ROOT / "docs" / "adr" / "0006-server-settings.md")
    settings = tomllib.loads(text_of(ROOT / ".streamlit" / "config.toml"))
    told = re.findall(r"`(server|runner|browser|client)\.(\w+) = (\S+)`", decision)
    assert told
    for section, name, value in told:
        assert settings[section][name] == tomllib.loads(f"x = {value}")["x"], name


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_removes_no_header_of_the_application(name):
    text = text_of(ROOT / "deploy" / name)
    assert "/_stcore/stream" in text or name == "Caddyfile"
    for word in ("proxy_hide_header", "header -", "header_down -"):
        assert word not in text
