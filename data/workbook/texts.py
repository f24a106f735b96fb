"""What a template says of itself, in French and in English."""

from __future__ import annotations

from data.workbook.rules import Both

README: Both = ("Lisez-moi", "Read me")

TITLE: Both = (
    "Regards croisés – classeur à remplir",
    "Regards croisés – workbook to fill in",
)
OF_CITY: Both = ("Ville : {name}", "City: {name}")
OF_EDITION: Both = ("Données de l’édition {edition}", "Data of edition {edition}")

RULES: tuple[Both, ...] = (
    (
        "Une ligne est un fait. Ce qu’aucune source ne dit reste vide : vide veut dire « inconnu », "
        "jamais « non » ni zéro.",
        "One row is one fact. What no source says stays empty: empty means “unknown”, never “no” or "
        "zero.",
    ),
    (
        "Chaque ligne cite au moins une source dans la colonne « Sources ». Une source nouvelle "
        "s’ajoute d’abord dans la feuille « Sources ».",
        "Each row cites at least one source in the column “Sources”. Add a new source to the sheet "
        "“Sources” first.",
    ),
    (
        "Les valeurs actuelles sont déjà là. Pour corriger, écrire par-dessus ; ce qui n’est pas touché "
        "ne change pas, même si quelqu’un le corrige entre-temps.",
        "Current values are already there. To correct one, type over it; what is not touched does not "
        "change, even if somebody corrects it meanwhile.",
    ),
    (
        "Vider une cellule ne change rien. Pour dire qu’une valeur n’est plus connue, écrire ∅ (ou "
        "« inconnu »).",
        "Clearing a cell changes nothing. To say that a value is no longer known, write ∅ (or "
        "“unknown”).",
    ),
    (
        "Supprimer une ligne ne change rien : un fait se retire dans le tableau de bord, avec sa raison.",
        "Deleting a row changes nothing: a fact is withdrawn in the dashboard, with its reason.",
    ),
    (
        "Les faits nouveaux vont sous les autres. L’identifiant peut rester vide : il est formé à partir "
        "du nom ou du titre, et montré avant l’import.",
        "New facts go under the others. The id can stay empty: it is made from the name or title, and "
        "shown before the import.",
    ),
    (
        "Les listes déroulantes donnent les mots possibles. Dans une cellule à plusieurs valeurs, mettre "
        "un point-virgule entre elles.",
        "Drop-down lists give the possible words. In a cell with several values, put a semicolon "
        "between them.",
    ),
    (
        "Dates : AAAA, AAAA-MM ou AAAA-MM-JJ, selon ce que dit la source. Nombres : la virgule et le "
        "point décimal sont compris.",
        "Dates: YYYY, YYYY-MM or YYYY-MM-DD, as the source says. Numbers: a decimal point or comma is "
        "understood.",
    ),
    (
        "Ne pas renommer les colonnes. En ajouter est permis : elles sont laissées de côté.",
        "Do not rename columns. Adding some is allowed: they are left aside.",
    ),
    (
        "Avant d’écrire quoi que ce soit, l’import montre chaque ligne : ajoutée, modifiée, inchangée, en "
        "conflit ou refusée, et pourquoi.",
        "Before anything is written, the import shows each row: added, changed, unchanged, conflicting "
        "or refused, and why.",
    ),
)

COLUMNS: tuple[Both, ...] = (
    ("Feuille", "Sheet"),
    ("Colonne", "Column"),
    ("Obligatoire", "Required"),
    ("Explication", "Explanation"),
    ("Explication, en anglais", "Explanation, in French"),
    ("Valeurs possibles", "Possible values"),
)
REQUIRED: Both = ("obligatoire", "required")
LIST_PROMPT: Both = (
    "Plusieurs valeurs : point-virgule entre elles. {words}",
    "Several values: semicolon between them. {words}",
)
NOT_IN_LIST: Both = (
    "Choisir dans la liste, ou écrire ∅ pour « inconnu ».",
    "Choose from the list, or write ∅ for “unknown”.",
)
CRITERION_LABEL: Both = ("Intitulé du critère (aide)", "Name of the criterion (help)")
