"""The layers of the product and who may do what, read from the code itself."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["data", "analysis", "components", "pages", "dashboard"]
SCREEN_LIBRARIES = {"streamlit", "folium", "plotly", "htpy", "branca", "jinja2", "markupsafe"}
NETWORK_LIBRARIES = {"socket", "ssl", "http", "requests", "httpx", "aiohttp", "ftplib", "smtplib"}
PAGE_LINES = 80
CLOCK = {"today", "now", "utcnow", "fromtimestamp"}
SCRIPTS = {"components/shell.py"}
"""What Streamlit runs for each visitor: nobody imports them, so they may act at once."""

OWN_MARKUP = {
    "components/markup.py": {"Markup": {"css"}},
    "components/frame.py": {"Markup": {"settings"}, "style": {"style_sheet()"}},
    "components/stage/document.py": {
        "Markup": {"source", "neutral"},
        "style": {
            "_palettes() + _served_fonts()",
            "_palettes() + _packed_fonts(drawn) + _style_sheet()",
        },
    },
    "components/takeaway_map.py": {
        "Markup": {"_read(str(leaflet_dir() / 'leaflet.js'))", "_DOLLAR"},
        "style": {"_style_sheet()"},
    },
    "components/world_svg.py": {
        "style": {
            "f'{_rules(LIGHT)} @media (prefers-color-scheme: dark) {{ {_rules(DARK)} }}'",
        },
    },
}
"""The only arguments that become markup unescaped: our own files, and settings escaped as JSON."""

TOP_LEVEL = {
    "dashboard.py", "pages", "components", "analysis", "data", "tests", "benchmarks", "docs",
    "deploy", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "pyproject.toml",
    ".gitignore", ".ci", ".streamlit", "requirements.in", "requirements.txt", "requirements-dev.in",
    "requirements-dev.txt", "CITATION.cff", ".editorconfig", ".gitattributes",
    ".pre-commit-config.yaml",
}  # fmt: skip
FOLDERS = {"pages", "components", "analysis", "data", "tests", "benchmarks", "docs", "deploy"}
LOCAL = {
    ".git", ".venv", "__pycache__", "build", ".pytest_cache", ".ruff_cache", ".mypy_cache",
    ".hypothesis", ".playwright", "var",
}  # fmt: skip
"""What work leaves behind; each is named in .gitignore."""


def modules() -> list[Path]:
    return [
        ROOT / "dashboard.py",
        *(path for layer in LAYERS[:-1] for path in sorted((ROOT / layer).rglob("*.py"))),
    ]


def pages() -> list[Path]:
    return sorted((ROOT / "pages").glob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_packages(path: Path) -> set[str]:
    """First part of every import of a module, those inside functions included."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def calls(path: Path, name: str) -> list[ast.Call]:
    """Calls of ``name`` or of ``something.name``."""
    return [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and name in {getattr(node.func, "id", None), getattr(node.func, "attr", None)}
    ]


def run_at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes evaluated when a module is imported: all but the bodies of functions."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        defaults = [default for default in node.args.kw_defaults if default]
        for child in (*node.decorator_list, *node.args.defaults, *defaults):
            yield from run_at_import(child)
    elif not isinstance(node, ast.Lambda):
        yield node
        for child in ast.iter_child_nodes(node):
            yield from run_at_import(child)


def literals(path: Path) -> list[str]:
    """String constants of a module without its docstrings; the pieces of f-strings included."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


def repository_files() -> Iterator[Path]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - LOCAL)
        yield from (Path(folder, file) for file in files)


every_module = pytest.mark.parametrize("path", modules(), ids=name_of)
every_page = pytest.mark.parametrize("path", pages(), ids=name_of)


# ---- layers ------------------------------------------------------------------------------------


@every_module
def test_imports_point_downwards(path):
    above = set(LAYERS[LAYERS.index(layer_of(path)) + 1 :]) | {"pages"}
    assert not imported_packages(path) & (above | {"tests", "benchmarks"})


@every_module
def test_imports_are_absolute(path):
    assert not [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]


@every_module
def test_data_and_analysis_know_nothing_of_the_screen(path):
    if layer_of(path) in {"data", "analysis"}:
        assert not imported_packages(path) & SCREEN_LIBRARIES


@pytest.mark.parametrize("path", sorted((ROOT / "analysis").rglob("*.py")), ids=name_of)
def test_analysis_rests_on_the_data_and_the_standard_library(path):
    allowed = sys.stdlib_module_names | {"data", "analysis"}
    assert not imported_packages(path) - allowed


@every_module
def test_nothing_in_the_product_speaks_to_a_network(path):
    assert not imported_packages(path) & NETWORK_LIBRARIES
    assert "urllib.request" not in path.read_text(encoding="utf-8")


# ---- one owner for each dangerous thing --------------------------------------------------------


@every_module
def test_one_module_owns_session_state_and_caches(path):
    source = path.read_text(encoding="utf-8")
    has_state = "session_state" in source or "st.cache_" in source
    assert has_state == (name_of(path) == "components/session.py")


@every_module
def test_one_module_reads_the_clock(path):
    reads = [
        node for name in CLOCK for node in calls(path, name) if isinstance(node.func, ast.Attribute)
    ]
    reads += [node for node in calls(path, "time") if ast.unparse(node.func) == "time.time"]
    assert bool(reads) == (name_of(path) == "components/session.py")


@every_module
def test_one_module_draws_markup(path):
    draws = [call for call in calls(path, "html") if ast.unparse(call.func) == "st.html"]
    assert bool(draws) == (name_of(path) == "components/markup.py")


@every_module
def test_only_our_own_files_become_markup_unescaped(path):
    raw = {
        name: {ast.unparse(argument) for call in calls(path, name) for argument in call.args}
        for name in ("Markup", "style")
    }
    assert {name: found for name, found in raw.items() if found} == OWN_MARKUP.get(
        name_of(path), {}
    )


@every_module
def test_no_module_opens_a_back_door_for_markup(path):
    source = path.read_text(encoding="utf-8")
    for word in ("unsafe_allow_", "__html__", "components.v1", "st.iframe", "def unescape"):
        assert word not in source


# ---- pages -------------------------------------------------------------------------------------


@every_page
def test_pages_stay_thin(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= PAGE_LINES
    assert not imported_packages(path) & {"pandas", "geopandas", "folium", "plotly", "htpy", "data"}
    assert not [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]


@every_page
def test_a_page_holds_no_sentence(path):
    assert [text for text in literals(path) if " " in text or not text.isascii()] == []


@every_page
def test_what_a_page_shows_comes_from_the_catalogue_or_the_data(path):
    """No ``st.title("Text")``: the first argument of Streamlit's calls is never written here."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("st.") and node.args:
            first = node.args[0]
            assert not isinstance(first, ast.JoinedStr), ast.unparse(node)
            assert not isinstance(getattr(first, "value", None), str), ast.unparse(node)


# ---- importing is harmless ---------------------------------------------------------------------


@every_module
def test_importing_a_module_reads_neither_clock_nor_data(path):
    if layer_of(path) == "pages" or name_of(path) in SCRIPTS:
        return
    acting = CLOCK | {"time", "visit", "address_reader", "published_dataset", "load_dataset"}
    at_import = {
        ast.unparse(node.func).split(".")[-1]
        for statement in tree_of(path).body
        if not is_main_guard(statement)
        for node in run_at_import(statement)
        if isinstance(node, ast.Call)
    }
    assert not at_import & acting


def is_main_guard(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test)


def test_importing_the_product_opens_no_connection():
    names = [
        name_of(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        for path in modules()
        if layer_of(path) in {"data", "analysis", "components"} and name_of(path) not in SCRIPTS
    ]
    code = (
        "import importlib, sys\n"
        "def refuse(event, details):\n"
        "    if event in {'socket.connect', 'socket.getaddrinfo', 'socket.sendto'}:\n"
        "        raise SystemExit(f'{event} {details}')\n"
        "sys.addaudithook(refuse)\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# ---- the repository ----------------------------------------------------------------------------


def test_the_top_of_the_repository_is_the_one_of_the_design():
    found = {path.name for path in ROOT.iterdir()} - LOCAL
    assert found <= TOP_LEVEL, f"not in the design: {found - TOP_LEVEL}"
    assert {path.name for path in ROOT.iterdir() if path.is_dir()} - LOCAL >= FOLDERS
    assert {"dashboard.py", "README.md", "Makefile", "requirements.txt"} <= found


def test_what_work_leaves_behind_is_kept_out_of_the_repository():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {f"{name}/" for name in LOCAL - {".git"}} <= set(ignored)


def test_no_file_names_a_machine_or_a_package_registry():
    hosts = ("pypi.org/" + "simple", "files." + "pythonhosted", "registry." + "npmjs")
    folders = ("/" + "work/", "/" + "tmp/", "/" + "root/", "/" + "home/", "/" + "Users/")
    # A folder stands alone; in an address (https://example.org/home/…) something is before it.
    machine = re.compile(r"(?<![\w.~*?-])(?:" + "|".join(map(re.escape, folders)) + ")")
    named = []
    for path in repository_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), start=1):
            if machine.search(line) or any(host in line for host in hosts):
                named.append(f"{name_of(path)}:{number}")
    assert named == []
