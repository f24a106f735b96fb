"""What can go wrong with the store itself, in French and in English."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa


class StoreCode(StrEnum):
    """Code of a failure; stable, so that a screen can say what to do."""

    FOREIGN = "foreign"
    CORRUPT = "corrupt"
    NEWER = "newer"
    DISK_FULL = "disk_full"
    DISK_ERROR = "disk_error"
    READ_ONLY = "read_only"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    ADDRESS = "address"
    NOT_EMPTY = "not_empty"
    BAD_BACKUP = "bad_backup"
    FAILED = "failed"


_FRENCH = {
    StoreCode.FOREIGN: (
        "ce n’est pas une base de ce tableau de bord : rien n’y a été écrit. Indiquer un autre "
        "emplacement (REGARDS_VAR ou DATABASE_URL)"
    ),
    StoreCode.CORRUPT: (
        "la base est abîmée : rien n’y a été écrit. La mettre de côté, puis rétablir une sauvegarde "
        "(make restore)"
    ),
    StoreCode.NEWER: (
        "la base a été mise à niveau par une version plus récente du tableau de bord : la mettre à "
        "jour ici aussi"
    ),
    StoreCode.DISK_FULL: "le disque est plein : rien n’a été enregistré. Libérer de la place, puis réessayer",
    StoreCode.DISK_ERROR: "le disque ne répond pas comme il faut : rien n’a été enregistré",
    StoreCode.READ_ONLY: "la base est en lecture seule : rien n’a été enregistré",
    StoreCode.BUSY: "la base est occupée : rien n’a été enregistré. Réessayer dans un instant",
    StoreCode.UNREACHABLE: "le serveur de base de données ne répond pas : rien n’a été enregistré",
    StoreCode.ADDRESS: "l’adresse n’est ni celle d’un fichier SQLite ni celle d’un serveur PostgreSQL",
    StoreCode.NOT_EMPTY: (
        "la base a déjà servi : rien n’a été rétabli. La mettre de côté (arrêter le tableau de bord, "
        "renommer le fichier) ou en indiquer une autre, puis recommencer"
    ),
    StoreCode.BAD_BACKUP: "la sauvegarde est incomplète ou abîmée : rien n’a été rétabli",
    StoreCode.FAILED: "la base a refusé l’opération : rien n’a été enregistré",
}

_ENGLISH = {
    StoreCode.FOREIGN: (
        "not a database of this dashboard: nothing was written to it. Name another place "
        "(REGARDS_VAR or DATABASE_URL)"
    ),
    StoreCode.CORRUPT: (
        "the database is damaged: nothing was written to it. Put it aside, then restore a backup "
        "(make restore)"
    ),
    StoreCode.NEWER: (
        "the database was upgraded by a later version of the dashboard: update it here as well"
    ),
    StoreCode.DISK_FULL: "the disk is full: nothing was saved. Make room, then try again",
    StoreCode.DISK_ERROR: "the disk does not answer as it should: nothing was saved",
    StoreCode.READ_ONLY: "the database is read-only: nothing was saved",
    StoreCode.BUSY: "the database is busy: nothing was saved. Try again in a moment",
    StoreCode.UNREACHABLE: "the database server does not answer: nothing was saved",
    StoreCode.ADDRESS: "neither a SQLite file nor the address of a PostgreSQL server",
    StoreCode.NOT_EMPTY: (
        "the database has been used already: nothing was restored. Put it aside (stop the "
        "dashboard, rename the file) or name another one, then start again"
    ),
    StoreCode.BAD_BACKUP: "the backup is incomplete or damaged: nothing was restored",
    StoreCode.FAILED: "the database refused: nothing was saved",
}

_SQLITE = {
    5: StoreCode.BUSY,
    6: StoreCode.BUSY,
    8: StoreCode.READ_ONLY,
    10: StoreCode.DISK_ERROR,
    11: StoreCode.CORRUPT,
    13: StoreCode.DISK_FULL,
    14: StoreCode.READ_ONLY,
    26: StoreCode.CORRUPT,
}
"""Primary result codes of SQLite; 14: the file or its folder cannot be opened for writing."""

_POSTGRESQL = {
    "25006": StoreCode.READ_ONLY,
    "40001": StoreCode.BUSY,
    "40P01": StoreCode.BUSY,
    "53100": StoreCode.DISK_FULL,
    "55P03": StoreCode.BUSY,
    "58030": StoreCode.DISK_ERROR,
    "XX001": StoreCode.CORRUPT,
    "XX002": StoreCode.CORRUPT,
}


class StoreError(RuntimeError):
    """The store cannot be read or written; what was asked has not been done at all.

    Attributes:
        code: What is wrong.
        location: File, or address of the server without its password.
        detail: Words of the database; for a log, not for a reader.
    """

    def __init__(self, code: StoreCode, location: str, detail: str = "") -> None:
        self.code = code
        self.location = location
        self.detail = detail
        super().__init__(code, location, detail)

    def message(self, language: str) -> str:
        """Place, fault and what to do; ``fr`` gives French, any other code English."""
        french = language == "fr"
        text = (_FRENCH if french else _ENGLISH)[self.code]
        return f"{self.location}{' : ' if french else ': '}{text} [{self.code}]"

    def __str__(self) -> str:
        return f"{self.message('en')} {self.detail}".rstrip()


class TooManyError(RuntimeError):
    """Too many reports in an hour; nothing was kept."""


def store_error(error: Exception, location: str) -> StoreError:
    """The failure of a database in our words."""
    cause = getattr(error, "orig", None) or error
    detail = str(cause).strip()
    sqlite_code = getattr(cause, "sqlite_errorcode", None)
    state = getattr(cause, "sqlstate", None)
    if sqlite_code is not None:
        code = _SQLITE.get(sqlite_code & 0xFF, StoreCode.FAILED)
    elif state is not None:
        is_gone = state.startswith(("08", "57P", "28", "3D"))
        code = StoreCode.UNREACHABLE if is_gone else _POSTGRESQL.get(state, StoreCode.FAILED)
    elif isinstance(error, sa.exc.OperationalError | sa.exc.TimeoutError):
        code = StoreCode.UNREACHABLE
    else:
        code = StoreCode.FAILED
    return StoreError(code, location, detail)
