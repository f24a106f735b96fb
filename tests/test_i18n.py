"""The two catalogues of messages: equal, complete, used, and written by the rules of their language."""

import ast
import re
import string
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from components.i18n import LANGUAGES, LOCALE_DIR, NBSP, NNBSP, catalogue

ROOT = Path(__file__).parent.parent
FILES = sorted(path.name for path in (LOCALE_DIR / "fr").glob("*.toml"))
FORMS = (".one", ".other")
KEYS = sorted(catalogue("fr"))
SEGMENT = r"[^.]+"


def messages_of(language: str, file: str) -> dict[str, str]:
    return tomllib.loads((LOCALE_DIR / language / file).read_text(encoding="utf-8"))


def keys_of(file: str) -> list[str]:
    return list(messages_of("fr", file))


every_file = pytest.mark.parametrize("file", FILES)
"""One test a file, not one a message: there are thousands."""


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def forms_of(key: str, *, is_counted: bool) -> list[str]:
    return [f"{key}{form}" for form in FORMS] if is_counted else [key]


# ---- what the code asks for


@cache
def python_nodes() -> list[tuple[str, ast.AST]]:
    paths = [ROOT / "dashboard.py", *ROOT.glob("pages/*.py"), *ROOT.glob("components/**/*.py")]
    return [
        (path.name, node)
        for path in sorted(paths)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]


def is_translation(node: ast.AST) -> bool:
    """``t(…)``, ``other_t(…)``, ``view.t(…)`` or ``translator(language)(…)``."""
    if not isinstance(node, ast.Call) or not node.args:
        return False
    if isinstance(node.func, ast.Call):
        return getattr(node.func.func, "id", None) == "translator"
    name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
    return name == "t" or name.endswith("_t")


@cache
def translations() -> list[tuple[str, ast.Call]]:
    return [(file, node) for file, node in python_nodes() if is_translation(node)]


@cache
def literal_calls() -> list[tuple[str, str, frozenset[str] | None]]:
    """File, key and names of the values of each ``t("key", …)``; None when they are not written out."""
    found = set()
    for file, call in translations():
        first = call.args[0]
        options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
        names = frozenset(word.arg for word in call.keywords)
        for option in options:
            if isinstance(option, ast.Constant):
                found.add((file, option.value, None if None in names else names))
    return sorted(found, key=str)


def pattern_of(text: ast.JoinedStr) -> str:
    return "".join(
        re.escape(part.value) if isinstance(part, ast.Constant) else SEGMENT for part in text.values
    )


@cache
def python_patterns() -> list[tuple[str, str, bool]]:
    """File, pattern and whether it is counted, for each ``t(f"prefix.{…}")``."""
    return sorted(
        {
            (file, pattern_of(call.args[0]), any(word.arg == "count" for word in call.keywords))
            for file, call in translations()
            if isinstance(call.args[0], ast.JoinedStr)
        }
    )


def scripts() -> str:
    folder = ROOT / "components" / "static"
    paths = sorted([*folder.glob("js/*.js"), *folder.glob("stage/*.js")])
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def script_literals() -> set[str]:
    return set(re.findall(r'"([a-z_]+(?:\.[a-z_]+)+)"', scripts()))


def script_patterns() -> set[str]:
    """Patterns of ``t(`prefix.${…}`)`` in the browser modules."""
    return {
        SEGMENT.join(re.escape(part) for part in re.split(r"\$\{[^}]*\}", text))
        for text in re.findall(r"\bt\(`([^`]+)`", scripts())
    }


# ---- equal


def test_both_languages_have_the_same_files():
    assert {path.name for path in (LOCALE_DIR / "en").iterdir()} == set(FILES)
    assert FILES


@pytest.mark.parametrize("file", FILES)
def test_both_languages_have_the_same_keys_in_the_same_order(file):
    assert list(messages_of("fr", file)) == list(messages_of("en", file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_defined_twice(language):
    counted = Counter(key for file in FILES for key in messages_of(language, file))
    assert [key for key, times in counted.items() if times > 1] == []
    assert set(counted) == set(catalogue(language))


@every_file
def test_a_message_says_something_with_the_same_values_in_both_languages(file):
    for key in keys_of(file):
        fr, en = catalogue("fr")[key], catalogue("en")[key]
        assert fr.strip(), key
        assert en.strip(), key
        assert placeholders(fr) == placeholders(en), key


def test_what_is_counted_has_both_forms():
    singular, plural = (
        {key.removesuffix(form) for key in KEYS if key.endswith(form)} for form in FORMS
    )
    assert singular == plural


# ---- complete


def test_every_key_written_in_code_exists_and_gets_its_values():
    assert literal_calls()
    for file, key, names in literal_calls():
        for form in forms_of(key, is_counted=bool(names and "count" in names)):
            assert form in catalogue("fr"), f"{file} asks for {form}"
            if names is not None:
                missing = placeholders(catalogue("fr")[form]) - names
                assert not missing, f"{file} gives no {missing} to {form}"


def test_no_value_is_given_that_no_message_uses():
    for file, key, given in literal_calls():
        used = set().union(
            *(
                placeholders(catalogue("fr").get(form, ""))
                for form in (key, f"{key}.one", f"{key}.other")
            )
        )
        assert (given or frozenset()) - used <= {"count"}, f"{file}: {key}"


def test_every_key_built_in_code_has_messages():
    assert python_patterns()
    for file, pattern, is_counted in python_patterns():
        for ending in FORMS if is_counted else ("",):
            wanted = re.compile(pattern + re.escape(ending))
            assert any(wanted.fullmatch(key) for key in KEYS), f"{file}: no message like {pattern}"


@pytest.mark.parametrize("pattern", sorted(script_patterns()))
def test_every_key_built_in_the_browser_has_messages(pattern):
    assert any(re.fullmatch(pattern, key) for key in KEYS)


def test_every_message_is_used():
    written = {
        node.value
        for _, node in python_nodes()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    } | script_literals()
    built = re.compile(
        "|".join([pattern for _, pattern, _ in python_patterns()] + sorted(script_patterns()))
    )
    unused = [
        key
        for key in KEYS
        if not {key, base := re.sub(r"\.(one|other)$", "", key)} & written
        and not built.fullmatch(key)
        and not built.fullmatch(base)
    ]
    assert unused == []


# ---- written by the rules of the language


@every_file
def test_french_punctuation_keeps_its_no_break_spaces(file):
    for key in keys_of(file):
        message = catalogue("fr")[key]
        assert not re.search(r" [;:!?»%]|« ", message), key
        assert not re.search(rf"[{NBSP} ][;!?]", message), f"{key}: narrow before ; ! ?"
        assert not re.search(rf"{NNBSP}[:»]|«{NNBSP}", message), f"{key}: wide around : « »"
        missing = r"[^\s][»]|«[^\s]|\w[;!](\s|$)|[;!?»]\w"
        assert not re.search(missing, message), f"{key}: a space is missing"
        assert "'" not in message, key


@every_file
def test_english_punctuation_is_english(file):
    for key in keys_of(file):
        message = catalogue("en")[key]
        assert not re.search(r"\s[;:!?%](\s|$)|[«»]", message), key
        assert not set(message) & {NBSP, NNBSP, "'"}, key
