"""The one error of the data package: which cell breaks which rule, in French and in English."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """Code of a rule; stable, so that a screen or an import report can translate it."""

    MISSING_FILE = "missing_file"
    ENCODING = "encoding"
    SYNTAX = "syntax"
    HEADER = "header"
    ROW_LENGTH = "row_length"
    CONTROL_CHARACTER = "control_character"
    SPACES = "spaces"
    REQUIRED = "required"
    FORMAT = "format"
    VOCABULARY = "vocabulary"
    YES_NO = "yes_no"
    INTEGER = "integer"
    NUMBER = "number"
    RANGE = "range"
    PARTIAL_DATE = "partial_date"
    LIST_ITEM = "list_item"
    DUPLICATE = "duplicate"
    UNKNOWN_REFERENCE = "unknown_reference"
    UNUSED = "unused"
    NO_SOURCE = "no_source"
    ONE_OWNER = "one_owner"
    PERIOD = "period"
    LIST_LENGTHS = "list_lengths"
    UNKNOWN_ANSWER = "unknown_answer"
    LADDER = "ladder"
    FACTOR_PROJECT = "factor_project"
    PREFIX = "prefix"
    UNKNOWN_KEY = "unknown_key"
    TYPE = "type"
    STILL_CITED = "still_cited"
    ID_REUSED = "id_reused"
    KEY_CHANGED = "key_changed"
    NO_ROW = "no_row"


_FRENCH = {
    Rule.MISSING_FILE: "le fichier manque",
    Rule.ENCODING: "le texte n’est pas en UTF-8",
    Rule.SYNTAX: "le fichier est mal formé ({expected})",
    Rule.HEADER: "les colonnes ne sont pas celles attendues : {expected}",
    Rule.ROW_LENGTH: "la ligne a {value} cellules au lieu de {expected}",
    Rule.CONTROL_CHARACTER: "le texte contient un caractère de contrôle",
    Rule.SPACES: "il y a des espaces au début ou à la fin",
    Rule.REQUIRED: "la valeur est obligatoire",
    Rule.FORMAT: "la forme attendue est {expected}",
    Rule.VOCABULARY: "la valeur n’est pas dans la liste : {expected}",
    Rule.YES_NO: "la valeur doit être yes ou no",
    Rule.INTEGER: "la valeur n’est pas un nombre entier",
    Rule.NUMBER: "la valeur n’est pas un nombre (avec un point décimal)",
    Rule.RANGE: "la valeur n’est pas entre {expected}",
    Rule.PARTIAL_DATE: "la date n’est pas AAAA, AAAA-MM ou AAAA-MM-JJ, de 1900 à 2100",
    Rule.LIST_ITEM: "la liste a un élément vide ou répété",
    Rule.DUPLICATE: "la valeur existe déjà ({expected})",
    Rule.UNKNOWN_REFERENCE: "l’identifiant n’existe pas dans {expected}",
    Rule.UNUSED: "aucune ligne de {expected} ne cite cette valeur",
    Rule.NO_SOURCE: "la ligne ne cite aucune source",
    Rule.ONE_OWNER: "il faut une ville ou une organisation, une seule des deux",
    Rule.PERIOD: "l’année de fin précède l’année de début ({expected})",
    Rule.LIST_LENGTHS: "les listes française et anglaise n’ont pas la même longueur ({expected})",
    Rule.UNKNOWN_ANSWER: "une réponse inconnue ne s’écrit pas : supprimer la ligne",
    Rule.LADDER: "VIS2 ou VIS3 « yes » suppose VIS1 « yes » pour la même ville",
    Rule.FACTOR_PROJECT: "le projet n’est pas celui de la même ville ou organisation ({expected})",
    Rule.PREFIX: "l’identifiant ne commence pas par {expected}",
    Rule.UNKNOWN_KEY: "la clé n’est pas connue ; clés possibles : {expected}",
    Rule.TYPE: "la valeur n’est pas du type attendu : {expected}",
    Rule.STILL_CITED: "la ligne est encore citée par {expected}",
    Rule.ID_REUSED: "l’identifiant a été retiré : il ne peut pas resservir ; le journal peut rendre la ligne",
    Rule.KEY_CHANGED: "un identifiant ne se change pas : retirer la ligne, en ajouter une autre",
    Rule.NO_ROW: "la ligne n’existe pas",
}

_ENGLISH = {
    Rule.MISSING_FILE: "the file is missing",
    Rule.ENCODING: "the text is not UTF-8",
    Rule.SYNTAX: "the file is malformed ({expected})",
    Rule.HEADER: "the columns are not the expected ones: {expected}",
    Rule.ROW_LENGTH: "the row has {value} cells instead of {expected}",
    Rule.CONTROL_CHARACTER: "the text holds a control character",
    Rule.SPACES: "there are spaces at the start or the end",
    Rule.REQUIRED: "a value is required",
    Rule.FORMAT: "the expected form is {expected}",
    Rule.VOCABULARY: "the value is not in the list: {expected}",
    Rule.YES_NO: "the value must be yes or no",
    Rule.INTEGER: "the value is not a whole number",
    Rule.NUMBER: "the value is not a number (with a decimal point)",
    Rule.RANGE: "the value is not between {expected}",
    Rule.PARTIAL_DATE: "the date is not YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to 2100",
    Rule.LIST_ITEM: "the list has an empty or repeated item",
    Rule.DUPLICATE: "the value is already used ({expected})",
    Rule.UNKNOWN_REFERENCE: "the id is unknown in {expected}",
    Rule.UNUSED: "no row of {expected} cites this value",
    Rule.NO_SOURCE: "the row cites no source",
    Rule.ONE_OWNER: "a city or an organisation is needed, exactly one of the two",
    Rule.PERIOD: "the end year is before the start year ({expected})",
    Rule.LIST_LENGTHS: "the French and English lists differ in length ({expected})",
    Rule.UNKNOWN_ANSWER: "an unknown answer is never written: delete the row",
    Rule.LADDER: "VIS2 or VIS3 “yes” needs VIS1 “yes” for the same city",
    Rule.FACTOR_PROJECT: "the project is not of the same city or organisation ({expected})",
    Rule.PREFIX: "the id does not start with {expected}",
    Rule.UNKNOWN_KEY: "the key is not known; possible keys: {expected}",
    Rule.TYPE: "the value is not of the expected type: {expected}",
    Rule.STILL_CITED: "the row is still cited by {expected}",
    Rule.ID_REUSED: "the id was withdrawn: it cannot be used again; the journal can bring its row back",
    Rule.KEY_CHANGED: "an id does not change: withdraw the row, add another",
    Rule.NO_ROW: "the row does not exist",
}

_SHOWN_LENGTH = 80


def rule_sentence(
    rule: Rule, language: str, *, value: str | None = None, expected: str = ""
) -> str:
    """What a rule says, without its place; ``fr`` gives French, any other code English."""
    words = _FRENCH if language == "fr" else _ENGLISH
    return words[rule].format(value=value, expected=expected)


class DataError(ValueError):
    """One fault in the data, with its place.

    Attributes:
        rule: Rule that is broken.
        file: Name of the file (``cities.csv``); a table name for records built in memory.
        line: Line of the file on which the row starts, 1 for the header; None: built in memory or
            the whole file.
        column: Column or key; None: the whole row or file.
        value: Offending text as written; None: nothing to show.
        expected: What the rule wants here (a list of codes, a range, a file), not a sentence.
        key: Cells that name the row in its table; None: no row, or not known.
    """

    def __init__(
        self,
        rule: Rule,
        *,
        file: str,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        expected: str = "",
        key: tuple[str, ...] | None = None,
    ) -> None:
        self.rule = rule
        self.file = file
        self.line = line
        self.column = column
        self.value = value
        self.expected = expected
        self.key = key
        super().__init__(rule, file, line, column, value, expected, key)

    def message(self, language: str) -> str:
        """Place, value and rule in one sentence; ``fr`` gives French, any other code English."""
        french = language == "fr"
        place = [self.file]
        if self.line is not None:
            place.append(f"{'ligne' if french else 'line'} {self.line}")
        elif self.key is not None:
            place.append(f"{'ligne' if french else 'row'} {', '.join(self.key)}")
        if self.column is not None:
            place.append(f"{'colonne' if french else 'column'} {self.column}")
        rule = rule_sentence(self.rule, language, value=self.value, expected=self.expected)
        shown = "" if self.value is None else f" ({_shown(self.value)})"
        return f"{', '.join(place)}{' : ' if french else ': '}{rule}{shown} [{self.rule}]"

    def __str__(self) -> str:
        return self.message("en")


def _shown(value: str) -> str:
    """``value`` quoted, control characters made visible, cut when long."""
    text = repr(value)
    return text if len(text) <= _SHOWN_LENGTH else f"{text[: _SHOWN_LENGTH - 1]}…"
