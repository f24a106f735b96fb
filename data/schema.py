"""Vocabularies and record types of the data package (mirrors ``data/datapackage.json``).

Every record is frozen: one snapshot is shared by all visitors. ``None`` always means that no source
tells, never zero and never "no". Text fields come in pairs ``…_fr`` / ``…_en``; an empty ``_en``
means that the text is not translated yet (the screen then shows the French one, marked as such).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.dates import PartialDate


class Answer(StrEnum):
    """State of one criterion in one city; ``UNKNOWN`` is never written: it has no row at all."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


class Dimension(StrEnum):
    """The six dimensions of maturity; the value is the prefix of their criterion ids."""

    VISION = "VIS"
    GOVERNANCE = "GOV"
    DATA = "DAT"
    SERVICES = "SER"
    ECOSYSTEM = "ECO"
    INCLUSION = "INC"


class StrategyStatus(StrEnum):
    """How far a strategy has come, in the order of its life; ``UNKNOWN``: no source says."""

    ANNOUNCED = "announced"
    IN_PREPARATION = "in_preparation"
    ADOPTED = "adopted"
    IN_IMPLEMENTATION = "in_implementation"
    COMPLETED = "completed"
    UNKNOWN = "unknown"


class LevelOfLead(StrEnum):
    """Level of the body that carries a strategy, from the city up (docs/method.md).

    ``UNKNOWN``: no lead body is named, or its level cannot be told.
    """

    CITY = "city"
    INTERCOMMUNAL = "intercommunal"
    PROVINCE = "province"
    STATE = "state"
    PARTNER = "partner"
    UNKNOWN = "unknown"


class FocusArea(StrEnum):
    """Area of a subject of a strategy; ``OTHER`` is what clearly fits none (docs/method.md)."""

    SPACES = "spaces"
    ECOLOGY = "ecology"
    ECONOMY = "economy"
    DATA = "data"
    SERVICES = "services"
    MOBILITY = "mobility"
    STEERING = "steering"
    CITIZENS = "citizens"
    OTHER = "other"


class ProjectStage(StrEnum):
    """State of advancement of a project, in the order of its life; ``UNKNOWN``: no source says."""

    PLANNED = "planned"
    PILOT = "pilot"
    OPERATIONAL = "operational"
    SCALED = "scaled"
    ENDED = "ended"
    UNKNOWN = "unknown"


class TechnologyLevel(StrEnum):
    """How much technology a project needs: from low (place, training) to high (real time)."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class CollaborationForm(StrEnum):
    """What the city puts in common."""

    PLACE = "place"
    CITIZEN_INTERFACE = "citizen_interface"
    OPEN_DATA = "open_data"
    SHARED_PLATFORM = "shared_platform"
    PARTNERSHIP = "partnership"


class Actor(StrEnum):
    """Kind of body that takes part in a project."""

    PUBLIC = "public"
    PRIVATE = "private"
    ACADEMIA = "academia"
    CIVIL_SOCIETY = "civil_society"
    COOPERATION = "cooperation"


class FactorKind(StrEnum):
    """Whether a source cites the factor as a help or as an obstacle."""

    SUCCESS = "success"
    DIFFICULTY = "difficulty"


class FactorCategory(StrEnum):
    """What a success factor or difficulty is about."""

    LEADERSHIP = "leadership"
    FUNDING = "funding"
    SKILLS = "skills"
    TECHNOLOGY = "technology"
    DATA = "data"
    PARTNERSHIP = "partnership"
    REGULATION = "regulation"
    CITIZENS = "citizens"
    CONTINUITY = "continuity"
    INFRASTRUCTURE = "infrastructure"


class SourceKind(StrEnum):
    """Who answers for a source."""

    OFFICIAL = "official"
    INTERGOVERNMENTAL = "intergovernmental"
    PRESS = "press"
    ACADEMIC = "academic"
    COMPANY = "company"
    NGO = "ngo"


class EvidenceGrade(StrEnum):
    """Strength of a source, shown beside a fact and never inside a score (docs/method.md)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


GRADE_OF_KIND = {
    SourceKind.OFFICIAL: EvidenceGrade.A,
    SourceKind.INTERGOVERNMENTAL: EvidenceGrade.A,
    SourceKind.PRESS: EvidenceGrade.B,
    SourceKind.ACADEMIC: EvidenceGrade.B,
    SourceKind.COMPANY: EvidenceGrade.C,
    SourceKind.NGO: EvidenceGrade.C,
}


class PopulationScope(StrEnum):
    """What a population figure counts; printed beside the figure, always."""

    CITY = "city"
    URBAN_AREA = "urban_area"
    PROVINCE = "province"


class AimfStatus(StrEnum):
    """``MEMBER`` only where a page says so; ``UNKNOWN`` is not "not a member"."""

    MEMBER = "member"
    UNKNOWN = "unknown"


class Redistribution(StrEnum):
    """What the publisher allows: ``CITE_ONLY`` values are shown and cited, never exported."""

    OPEN = "open"
    CITE_ONLY = "cite_only"


class Direction(StrEnum):
    """How an indicator is read."""

    HIGHER_BETTER = "higher_better"
    LOWER_BETTER = "lower_better"
    NEUTRAL = "neutral"


class IndicatorLevel(StrEnum):
    """What an observation describes."""

    COUNTRY = "country"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page, report or article somebody can open to check a row.

    Attributes:
        source_id: Stable slug, cited by the other tables in ``source_ids``.
        title: Title as printed, in the source's own language.
        publisher: Body that answers for the content, not the web host.
        published: Date of publication as precise as known; None: the source bears no date.
        language: ISO 639-1 code of the source.
        url: Where it was read; None for a document that is not on the web.
        kind: Who answers for it; decides the evidence grade.
    """

    source_id: str
    title: str
    publisher: str
    published: PartialDate | None
    language: str
    url: str | None
    kind: SourceKind

    @property
    def grade(self) -> EvidenceGrade:
        """A official or intergovernmental, B press or research, C company or association."""
        return GRADE_OF_KIND[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country or territory as the tables name it; ISO 3166 codes.

    Attributes:
        region: Sub-region of the United Nations M49 standard, a code of the vocabulary ``region``.
    """

    country_iso3: str
    country_iso2: str
    name_fr: str
    name_en: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryNote:
    """What "city" means in one country, with its sources."""

    country_iso3: str
    note_fr: str
    note_en: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network of cities; cities cite it in ``network_ids``."""

    network_id: str
    short_fr: str
    short_en: str
    name_fr: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city or provincial administration.

    Attributes:
        name_local: Name in the local script; None if not collected.
        latitude: Decimal degrees north, WGS 84, in [-90, 90].
        longitude: Decimal degrees east, WGS 84, in [-180, 180].
        population: Inhabitants of ``population_scope``; None if no source.
        population_year: Year of the figure; None: the publisher gives none.
        network_ids: Networks in which a page documents the city's participation.
        aimf_status: ``MEMBER`` only where a page says so.
    """

    city_id: str
    name_fr: str
    name_en: str
    name_local: str | None
    country_iso3: str
    latitude: float
    longitude: float
    population: int | None
    population_year: int | None
    population_scope: PopulationScope | None
    network_ids: tuple[str, ...]
    aimf_status: AimfStatus
    is_conference_speaker: bool
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An actor of the conference that is not a city: never a dot among cities."""

    organisation_id: str
    country_iso3: str | None
    name_fr: str
    name_en: str
    kind: str
    is_conference_speaker: bool
    summary_fr: str
    summary_en: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """A strategy, roadmap or plan of a city or organisation (exactly one of the two ids is set).

    Attributes:
        title_original: Title in the language of the document; None if not collected.
        start_year: First year covered; None: not documented.
        end_year: Last year covered; None: not documented (not "open-ended").
        level_of_lead: Our coding of the lead body; ``UNKNOWN`` is never a guess.
        partners_fr, partners_en, focus_areas_fr, focus_areas_en: Lists of equal length and order.
        as_of: Date of the latest dated source; None: no cited source is dated.
    """

    strategy_id: str
    city_id: str | None
    organisation_id: str | None
    title_fr: str
    title_en: str
    title_original: str | None
    status: StrategyStatus
    start_year: int | None
    end_year: int | None
    lead_body_fr: str
    lead_body_en: str
    level_of_lead: LevelOfLead
    partners_fr: tuple[str, ...]
    partners_en: tuple[str, ...]
    focus_areas_fr: tuple[str, ...]
    focus_areas_en: tuple[str, ...]
    summary_fr: str
    summary_en: str
    as_of: PartialDate | None
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FocusAreaPhrase:
    """The area of one subject, as strategies write it in ``focus_areas_fr``: our coding."""

    phrase_fr: str
    area: FocusArea


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A pilot project or service of a city or organisation (exactly one of the two ids is set).

    Attributes:
        line_id: Line of the programme, ``A1.1`` … ``A3.3``.
        technology_reason_fr, technology_reason_en: Why this level was given.
        collaboration_forms: May be empty: no form documented.
        start_year: First year of works or funding; None: not documented.
        end_year: Planned or actual end of the funding or works, not of the service; None: not
            documented.
        as_of: Date of the latest dated source; None: no cited source is dated.
    """

    project_id: str
    city_id: str | None
    organisation_id: str | None
    title_fr: str
    title_en: str
    summary_fr: str
    summary_en: str
    line_id: str
    stage: ProjectStage
    technology_level: TechnologyLevel
    technology_reason_fr: str
    technology_reason_en: str
    collaboration_forms: tuple[CollaborationForm, ...]
    actors: tuple[Actor, ...]
    start_year: int | None
    end_year: int | None
    as_of: PartialDate | None
    source_ids: tuple[str, ...]

    @property
    def axis_id(self) -> str:
        """Axis of the programme the line belongs to (``A2.1`` is on ``A2``)."""
        return self.line_id.split(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A success factor or difficulty cited by a source, of a project or of a city as a whole.

    Attributes:
        city_id: City concerned; None for an organisation's factor.
        project_id: Project concerned; None: the city or organisation as a whole.
    """

    factor_id: str
    city_id: str | None
    organisation_id: str | None
    project_id: str | None
    kind: FactorKind
    category: FactorCategory
    text_fr: str
    text_en: str
    source_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAnswer:
    """A documented answer for one city and one criterion (``DAT1``); the pair is unique.

    Attributes:
        answer: Never ``UNKNOWN``: an unknown criterion has no row.
        as_of: Date of the latest dated source; None: no cited source is dated.
    """

    city_id: str
    criterion_id: str
    answer: Answer
    note_fr: str
    note_en: str
    as_of: PartialDate | None
    source_ids: tuple[str, ...]

    @property
    def dimension(self) -> Dimension:
        """Dimension the criterion belongs to, read from its id (``DAT1`` is ``DAT``)."""
        return Dimension(self.criterion_id[:3])


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A quantitative indicator of context.

    Attributes:
        minimum, maximum: Range of the display axis, in the unit of the indicator.
    """

    indicator_id: str
    name_fr: str
    name_en: str
    unit_fr: str
    unit_en: str
    direction: Direction
    level: IndicatorLevel
    minimum: float
    maximum: float
    publisher_fr: str
    publisher_en: str
    description_fr: str
    description_en: str
    licence_fr: str
    licence_en: str
    source_id: str
    redistribution: Redistribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One value of an indicator; ``entity_id`` is a ``city_id`` or a ``country_iso3``."""

    entity_id: str
    indicator_id: str
    year: int
    value: float
    source_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One of the three axes of the conference."""

    axis_id: str
    label_fr: str
    label_en: str
    short_fr: str
    short_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One of the nine lines of the programme, ``A1.1`` … ``A3.3``."""

    line_id: str
    axis_id: str
    label_fr: str
    label_en: str
    short_fr: str
    short_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionDefinition:
    """Name and meaning of one dimension of maturity."""

    dimension_id: Dimension
    label_fr: str
    label_en: str
    description_fr: str
    description_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionDefinition:
    """One of the 24 criteria: what it asks and what each answer means.

    Attributes:
        position: 1 to 4 inside its dimension (VIS is a ladder in this order).
        is_public_by_nature: If residents cannot find it, it does not do its job (docs/method.md).
        is_scored: False for GOV4, which is context.
        standard_fit: ``same``, ``near`` or ``guide``: how close the cited standard's clause is.
    """

    criterion_id: str
    dimension_id: Dimension
    position: int
    label_fr: str
    label_en: str
    question_fr: str
    question_en: str
    yes_means_fr: str
    yes_means_en: str
    partial_means_fr: str
    partial_means_en: str
    not_applicable_fr: str
    not_applicable_en: str
    is_public_by_nature: bool
    is_scored: bool
    standard_fr: str
    standard_en: str
    standard_fit: str
    standard_urls: tuple[str, ...]
    caution_fr: str
    caution_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Label and meaning of one code of a closed vocabulary, in both languages."""

    vocabulary: str
    code: str
    position: int
    label_fr: str
    label_en: str
    description_fr: str
    description_en: str
