"""Codes of what a workbook can get wrong, and their sentences in French and in English."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

Both = tuple[str, str]
"""The same words in French and in English."""


class BookRule(StrEnum):
    """Code of a rule of workbooks; those of cells and rows go beside ``data.errors.Rule``."""

    # the file: refused whole
    EMPTY_FILE = "empty_file"
    TOO_LARGE = "too_large"
    OTHER_FORMAT = "other_format"
    OLD_FORMAT = "old_format"
    LOCKED = "locked"
    MACROS = "macros"
    EXTERNAL_LINK = "external_link"
    EMBEDDED = "embedded"
    BOMB = "bomb"
    BROKEN = "broken"
    ENTITY = "entity"
    SHEET_NAME = "sheet_name"
    TOO_MANY_SHEETS = "too_many_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    TEXT_ENCODING = "text_encoding"
    CSV_SYNTAX = "csv_syntax"
    NOTHING_KNOWN = "nothing_known"
    # a row: refused
    WORD = "word"
    SEVERAL = "several"
    ERROR_VALUE = "error_value"
    FORMULA = "formula"
    FORMULA_TEXT = "formula_text"
    TEXT = "text"
    NUMBER = "book_number"
    INTEGER = "book_integer"
    DATE = "book_date"
    DATE_ORDER = "date_order"
    YES_NO = "book_yes_no"
    PLACEHOLDER = "placeholder"
    ADDRESS = "address"
    ID_FORM = "id_form"
    TWICE = "twice"
    NO_KEY = "no_key"
    DEPENDS = "depends"
    TOGETHER = "together"
    NO_ANSWER = "no_answer"
    # a row: a person must decide
    CONFLICT = "conflict"
    # notes: nothing is refused
    SHEET_IGNORED = "sheet_ignored"
    NO_HEADER = "no_header"
    COLUMN_IGNORED = "column_ignored"
    COLUMN_TWICE = "column_twice"
    CLEARED = "cleared"
    EMPTIED = "emptied"
    ID_MADE = "id_made"
    FOUND_BY_NAME = "found_by_name"
    CITY_ASSUMED = "city_assumed"
    FORMULA_VALUE = "formula_value"
    ORIGIN_LOST = "origin_lost"
    ROWS_GONE = "rows_gone"


SENTENCES: Mapping[BookRule, Both] = {
    BookRule.EMPTY_FILE: ("le fichier est vide", "the file is empty"),
    BookRule.TOO_LARGE: (
        "le fichier est trop grand : {expected} au plus",
        "the file is too large: {expected} at most",
    ),
    BookRule.OTHER_FORMAT: (
        "le fichier n’est pas un classeur .xlsx ou un .csv mais : {expected} ; "
        "l’enregistrer au format .xlsx",
        "the file is not an .xlsx workbook or a .csv but: {expected}; save it as .xlsx",
    ),
    BookRule.OLD_FORMAT: (
        "le fichier est un classeur d’un ancien format (.xls) : l’enregistrer au format .xlsx",
        "the file is a workbook of an old format (.xls): save it as .xlsx",
    ),
    BookRule.LOCKED: (
        "le fichier est protégé par un mot de passe : l’enregistrer sans mot de passe",
        "the file is protected by a password: save it without one",
    ),
    BookRule.MACROS: (
        "le fichier contient des macros : l’enregistrer au format .xlsx, sans macro",
        "the file holds macros: save it as .xlsx, without macros",
    ),
    BookRule.EXTERNAL_LINK: (
        "le fichier a des liaisons vers d’autres fichiers ou données ({expected}) : les rompre",
        "the file has links to other files or data ({expected}): break them",
    ),
    BookRule.EMBEDDED: (
        "le fichier contient des objets incorporés ({expected}) : les retirer",
        "the file holds embedded objects ({expected}): remove them",
    ),
    BookRule.BOMB: (
        "le fichier se dilate anormalement quand on l’ouvre : il est refusé",
        "the file swells abnormally when it is opened: it is refused",
    ),
    BookRule.BROKEN: (
        "le fichier est abîmé ou incomplet ({expected})",
        "the file is damaged or incomplete ({expected})",
    ),
    BookRule.ENTITY: (
        "le fichier définit des entités XML, ce qu’aucun tableur ne fait : il est refusé",
        "the file defines XML entities, which no spreadsheet does: it is refused",
    ),
    BookRule.SHEET_NAME: (
        "une feuille a un nom de plus de 31 signes, ou avec « .. » ou un signe interdit ; la renommer",
        "a sheet has a name of more than 31 signs, or with “..” or a forbidden sign; rename it",
    ),
    BookRule.TOO_MANY_SHEETS: (
        "le classeur a trop de feuilles : {expected} au plus",
        "the workbook has too many sheets: {expected} at most",
    ),
    BookRule.TOO_MANY_ROWS: (
        "le fichier a trop de lignes ou de cellules remplies : {expected} au plus",
        "the file has too many filled rows or cells: {expected} at most",
    ),
    BookRule.TOO_WIDE: (
        "une cellule est remplie trop loin à droite ou en bas : {expected} au plus",
        "a cell is filled too far to the right or down: {expected} at most",
    ),
    BookRule.TEXT_ENCODING: (
        "le texte n’est ni en UTF-8 ni en Windows-1252",
        "the text is neither UTF-8 nor Windows-1252",
    ),
    BookRule.CSV_SYNTAX: (
        "le fichier CSV est mal formé : un guillemet n’est pas fermé ou pas doublé",
        "the CSV file is malformed: a quote is not closed or not doubled",
    ),
    BookRule.NOTHING_KNOWN: (
        "aucune table n’a été reconnue : {expected}",
        "no table was recognised: {expected}",
    ),
    BookRule.WORD: (
        "la valeur n’est pas connue ; valeurs possibles : {expected}",
        "the value is not known; possible values: {expected}",
    ),
    BookRule.SEVERAL: (
        "la valeur désigne plusieurs lignes : {expected} ; écrire l’identifiant",
        "the value names several rows: {expected}; write the id",
    ),
    BookRule.ERROR_VALUE: (
        "la cellule contient une erreur du tableur",
        "the cell holds a spreadsheet error",
    ),
    BookRule.FORMULA: (
        "la formule n’a pas de résultat enregistré : coller sa valeur",
        "the formula has no stored result: paste its value",
    ),
    BookRule.FORMULA_TEXT: (
        "le texte commence comme une formule : un tableur l’exécuterait",
        "the text starts like a formula: a spreadsheet would run it",
    ),
    BookRule.TEXT: (
        "un texte est attendu, pas une date ni un vrai ou faux",
        "a text is expected, not a date or a true or false",
    ),
    BookRule.NUMBER: (
        "la valeur n’est pas un nombre que l’on comprenne (1 234,5 ou 1234.5)",
        "the value is not a number that can be understood (1,234.5 or 1234.5)",
    ),
    BookRule.INTEGER: (
        "la valeur n’est pas un nombre entier (1 234 567 ou 1234567)",
        "the value is not a whole number (1 234 567 or 1234567)",
    ),
    BookRule.DATE: (
        "la date n’est pas comprise : AAAA, AAAA-MM ou AAAA-MM-JJ, de 1900 à 2100",
        "the date is not understood: YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to 2100",
    ),
    BookRule.DATE_ORDER: (
        "le jour et le mois se confondent ({expected}) : écrire AAAA-MM-JJ",
        "day and month can be mistaken ({expected}): write YYYY-MM-DD",
    ),
    BookRule.YES_NO: ("la valeur doit être oui ou non", "the value must be yes or no"),
    BookRule.PLACEHOLDER: (
        "le signe ne dit rien : laisser la cellule vide, ou écrire ∅ pour « inconnu »",
        "the sign says nothing: leave the cell empty, or write ∅ for “unknown”",
    ),
    BookRule.ADDRESS: (
        "l’adresse doit commencer par http:// ou https:// et être sans espace",
        "the address must start with http:// or https:// and have no space",
    ),
    BookRule.ID_FORM: (
        "rien ne s’appelle ainsi dans les tables ; un nouvel identifiant n’a que des minuscules sans"
        " accent, des chiffres et des tirets{expected}",
        "nothing in the tables is called so; a new id has only small letters without accents, digits"
        " and dashes{expected}",
    ),
    BookRule.TWICE: (
        "le même identifiant est à plusieurs lignes : {expected}",
        "the same id is on several rows: {expected}",
    ),
    BookRule.NO_KEY: (
        "la ligne n’a ni identifiant, ni de quoi la reconnaître ou en faire un ({expected})",
        "the row has no id, nor what would let it be recognised or an id be made ({expected})",
    ),
    BookRule.DEPENDS: (
        "la ligne s’appuie sur une ligne qui n’est pas importée : {expected}",
        "the row rests on a row that is not imported: {expected}",
    ),
    BookRule.TOGETHER: (
        "avec cette ligne, une autre ligne des données ne serait plus juste : {expected}",
        "with this row, another row of the data would no longer be right: {expected}",
    ),
    BookRule.NO_ANSWER: (
        "une réponse inconnue ne s’écrit pas : laisser la ligne vide ; une réponse déjà publiée se retire "
        "dans le tableau de bord",
        "an unknown answer is not written: leave the row empty; an answer that is published is withdrawn "
        "in the dashboard",
    ),
    BookRule.CONFLICT: (
        "la cellule a changé depuis que le modèle a été fait : {expected}",
        "the cell has changed since the template was made: {expected}",
    ),
    BookRule.SHEET_IGNORED: (
        "la feuille n’est pas une table connue : elle est laissée de côté",
        "the sheet is not a known table: it is left aside",
    ),
    BookRule.NO_HEADER: (
        "la feuille n’a pas de ligne de titres reconnue : elle est laissée de côté",
        "the sheet has no recognised row of headings: it is left aside",
    ),
    BookRule.COLUMN_IGNORED: (
        "la colonne n’est pas de cette table : elle est laissée de côté",
        "the column is not of this table: it is left aside",
    ),
    BookRule.COLUMN_TWICE: (
        "la colonne est là deux fois : seule la première est lue",
        "the column is there twice: only the first is read",
    ),
    BookRule.CLEARED: (
        "la cellule a été vidée : la valeur « {expected} » est gardée ; écrire ∅ pour « inconnu »",
        "the cell was cleared: the value “{expected}” is kept; write ∅ for “unknown”",
    ),
    BookRule.EMPTIED: (
        "la valeur « {expected} » est remplacée par « inconnu »",
        "the value “{expected}” is replaced by “unknown”",
    ),
    BookRule.ID_MADE: ("l’identifiant a été formé : {expected}", "the id was made: {expected}"),
    BookRule.FOUND_BY_NAME: (
        "la ligne a été reconnue sans son identifiant : {expected}",
        "the row was recognised without its id: {expected}",
    ),
    BookRule.CITY_ASSUMED: (
        "la ville est celle du classeur : {expected}",
        "the city is the one of the workbook: {expected}",
    ),
    BookRule.FORMULA_VALUE: (
        "la cellule est une formule : sa valeur enregistrée est lue",
        "the cell is a formula: its stored value is read",
    ),
    BookRule.ROWS_GONE: (
        "des lignes du modèle n’y sont plus ; rien n’est retiré pour autant : {expected}",
        "rows of the template are no longer there; nothing is withdrawn for that: {expected}",
    ),
    BookRule.ORIGIN_LOST: (
        "les valeurs d’origine du modèle ne sont plus lisibles : "
        "un changement fait entre-temps ne se verra pas",
        "the original values of the template can no longer be read: "
        "a change made meanwhile will not be seen",
    ),
}
"""French, then English; ``{expected}`` is what the rule wants here."""
