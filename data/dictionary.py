"""Write the data dictionary, ``README.md``, from ``datapackage.json``.

``python -m data.dictionary`` writes it; ``--check`` writes nothing and fails if it is out of date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.load import DATA_DIR, PACKAGE_FILE

DICTIONARY_FILE = DATA_DIR / "README.md"

_HEAD = """\
# Dictionnaire des données / Data dictionary

{title_fr}, édition {version}. {description_fr}
Fichiers CSV, UTF-8, virgule, point décimal ; une cellule vide veut dire « non documenté ».
Les listes sont séparées par « ; ».

{title}, edition {version}. {description}
CSV files, UTF-8, comma, decimal point; an empty cell means “not documented”.
Lists are joined by “;”.

Fichier produit par `python -m data.dictionary` à partir de `datapackage.json` : ne pas le modifier.
Written by `python -m data.dictionary` from `datapackage.json`: do not edit.
"""


def dictionary_text(package: Mapping[str, Any]) -> str:
    """The dictionary in Markdown, French and English: one section per table, one row per column."""
    lines = [_HEAD.format(**package)]
    lines += ["| table | | |", "| --- | --- | --- |"]
    for resource in package["resources"]:
        name = resource["name"]
        link = f"[`{name}`](#{name})" if "schema" in resource else f"`{resource['path']}`"
        lines.append(f"| {link} | {resource['title_fr']} | {resource['title']} |")
    for resource in package["resources"]:
        if "schema" in resource:
            lines += ["", *_section(resource)]
    return "\n".join(lines) + "\n"


def _section(resource: Mapping[str, Any]) -> Iterator[str]:
    schema = resource["schema"]
    targets = {key["fields"]: key["reference"]["resource"] for key in schema.get("foreignKeys", ())}
    yield f"## {resource['name']}"
    yield ""
    yield f"{resource['description_fr']}"
    yield ""
    yield f"{resource['description']}"
    yield ""
    yield f"- Fichier / file: `{resource['path']}`"
    yield f"- Clé / key: {', '.join(f'`{name}`' for name in schema['primaryKey'])}"
    yield f"- Licence: {', '.join(licence['title'] for licence in resource['licenses'])}"
    yield ""
    yield "| colonne / column | type | règles / rules | sens | meaning |"
    yield "| --- | --- | --- | --- | --- |"
    for field in schema["fields"]:
        cells = (
            f"`{field['name']}`",
            f"{field['type']}, {field['unit']}" if "unit" in field else field["type"],
            "; ".join(_rules(field, targets.get(field["name"]))),
            field["description_fr"],
            field["description"],
        )
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _rules(field: Mapping[str, Any], target: str | None) -> Iterator[str]:
    constraints = field.get("constraints", {})
    if constraints.get("required"):
        yield "required"
    if constraints.get("unique"):
        yield "unique"
    if "enum" in constraints:
        yield ", ".join(f"`{code}`" for code in constraints["enum"])
    elif "list_vocabulary" not in field and "pattern" in constraints:
        yield f"`{constraints['pattern']}`"
    if "minimum" in constraints:
        yield f"{constraints['minimum']} … {constraints['maximum']}"
    if field["type"] == "boolean":
        yield "`yes`, `no`"
    vocabulary = field.get("vocabulary") or field.get("list_vocabulary")
    if vocabulary:
        yield f"vocabulary `{vocabulary}`"
    reference = target or field.get("list_reference", "").split(".")[0]
    if reference:
        yield f"→ [`{reference}`](#{reference})"


def main(arguments: Sequence[str], file: Path = DICTIONARY_FILE) -> int:
    """Write the dictionary of the published package to ``file``, or compare it (``--check``).

    Returns:
        Exit code: 1 if ``--check`` finds that the file is missing or says something else.
    """
    text = dictionary_text(json.loads((DATA_DIR / PACKAGE_FILE).read_text(encoding="utf-8")))
    if "--check" not in arguments:
        file.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return 0
    print(f"{file.name} is out of date; run: python -m data.dictionary", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
