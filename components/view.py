"""What every part of a page is drawn with, as one value: snapshot, day, language, translator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from components.i18n import Language, Translate, content
from components.project_card import shown
from data.load import Dataset
from data.schema import City


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Snapshot and reader.

    Attributes:
        today: Day that facts are aged against.
    """

    dataset: Dataset
    today: date
    language: Language
    t: Translate

    def text(self, record: object, field: str) -> str:
        """``record.<field>`` in the language of the reader, with its typography."""
        return content(record, field, self.language).text

    def city(self, city: City | str) -> str:
        """Name of a city or of its id."""
        record = self.dataset.cities[city] if isinstance(city, str) else city
        return self.text(record, "name")

    def country(self, country_iso3: str) -> str:
        """Name of a country."""
        return self.text(self.dataset.countries[country_iso3], "name")

    def criterion(self, criterion_id: str) -> str:
        """Label of a criterion."""
        return self.text(self.dataset.criteria[criterion_id], "label")

    def term(self, vocabulary: str, code: str) -> str:
        """Label of a code of a closed vocabulary."""
        return shown(self.dataset, vocabulary, code, self.language)
