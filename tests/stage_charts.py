"""Charts of the stage made by hand: one of each kind as a hall would see it, and the edges of each kind."""

from __future__ import annotations

from components.stage.charts import (
    Bar,
    Bars,
    Camera,
    Card,
    Cards,
    Column,
    Diverging,
    Facts,
    Group,
    Links,
    Lists,
    MapStep,
    Matrix,
    MatrixRow,
    Name,
    NameColumns,
    Opening,
    Opposed,
    Place,
    SceneChart,
    Span,
    StackRow,
    Stacks,
    Timeline,
    Units,
    WorldMap,
)
from components.stage.scene import Coverage, Scene
from components.stage.slide import SlideFrame
from data.schema import Answer

CITIES = (
    "Hué",
    "Kampot",
    "Kep",
    "Luang Prabang",
    "Namur",
    "Phnom Penh",
    "Preah Sihanouk",
    "Siem Reap",
    "Tunis",
    "Vientiane",
)
SPOTS = {
    "Hué": (107.59, 16.46),
    "Kampot": (104.18, 10.61),
    "Kep": (104.32, 10.48),
    "Luang Prabang": (102.13, 19.89),
    "Namur": (4.87, 50.47),
    "Phnom Penh": (104.92, 11.56),
    "Preah Sihanouk": (103.53, 10.63),
    "Siem Reap": (103.86, 13.36),
    "Tunis": (10.18, 36.81),
    "Vientiane": (102.6, 17.97),
}
WORLD = Camera(west=-25.0, south=-12.0, east=130.0, north=56.0)
REGION = Camera(west=96.0, south=7.0, east=112.0, north=22.0)
HOSTILE = "<script>alert(1)</script>${x}`\u202e\x07\"'&]]>"
LONG = "Communauté urbaine de Saint-Germain-du-Vieux-Pont-sur-la-Rivière-aux-Saules et environs"

Y, P, N, A, U = Answer.YES, Answer.PARTIAL, Answer.NO, Answer.NOT_APPLICABLE, Answer.UNKNOWN


def names(*labels: str, note: str = "") -> tuple[Name, ...]:
    return tuple(Name(label=label, note=note) for label in labels)


def column(title: str, *labels: str, note: str = "", is_unknown: bool = False) -> Column:
    return Column(key=title, title=title, names=names(*labels, note=note), is_unknown=is_unknown)


def ladder() -> NameColumns:
    return NameColumns(
        heads=("Ville", "Étape", "Note"),
        columns=(
            column("Aucune trace trouvée", "Kampot", "Kep", is_unknown=True),
            column("Annoncée"),
            column("En préparation", "Luang Prabang", "Vientiane"),
            column("Adoptée", "Phnom Penh", "Preah Sihanouk"),
            column("En œuvre", "Hué", "Namur", "Siem Reap"),
            column("Achevée", "Tunis"),
        ),
        is_ladder=True,
    )


def columns() -> NameColumns:
    return NameColumns(
        heads=("Ville", "Porteur", "Note"),
        columns=(
            column("La ville", "Luang Prabang", "Namur", "Tunis", note="Belgique : 0,92"),
            column("La province", "Hué", "Preah Sihanouk", "Siem Reap", note="Cambodge : 0,31"),
            column("L’État", "Phnom Penh", "Vientiane", note="Laos : 0,12"),
            column("Porteur inconnu", "Kampot", "Kep", note="Cambodge : 0,31", is_unknown=True),
        ),
    )


def bars(*, has_votes: bool = False) -> Bars:
    return Bars(
        heads=("Forme", "Villes"),
        bars=(
            Bar(key="unknown", label="Aucun exemple trouvé", value=2, tone="unknown"),
            Bar(key="interface", label="Interface pour les citoyens", value=7),
            Bar(
                key="place",
                label="Lieu ouvert à tous",
                value=5,
                note="dont 3 hors de l’hôtel de ville",
            ),
            Bar(key="open", label="Données ouvertes", value=4),
            Bar(key="platform", label="Plateforme partagée", value=3),
            Bar(key="partnership", label="Partenariat avec une entreprise", value=0),
        ),
        total=10,
        has_votes=has_votes,
    )


def ten_bars(*, has_votes: bool = True) -> Bars:
    labels = (
        "Financement",
        "Compétences",
        "Coordination",
        "Données",
        "Infrastructures",
        "Volonté politique",
        "Participation des habitants",
        "Cadre juridique",
        "Maintenance",
        "Confiance",
    )
    return Bars(
        heads=("Catégorie", "Citations"),
        bars=tuple(
            Bar(key=f"c{place}", label=label, value=21 - 2 * place)
            for place, label in enumerate(labels)
        ),
        has_votes=has_votes,
    )


def stacks() -> Stacks:
    return Stacks(
        heads=("Condition", "oui", "en partie", "non", "inconnu"),
        parts=((Y, "oui"), (P, "en partie"), (N, "non"), (U, "inconnu")),
        rows=(
            StackRow(key="GOV1", label="Un bureau dédié", counts={Y: 6, P: 1, U: 3}),
            StackRow(key="VIS3", label="Un budget daté", counts={Y: 2, P: 3, N: 1, U: 4}),
            StackRow(key="INC3", label="La formation des agents", counts={Y: 1, U: 9}),
            StackRow(key="VIS4", label="Un suivi publié", counts={Y: 2, P: 1, N: 0, U: 7}),
        ),
    )


STAGES = (
    ("planned", "Prévu"),
    ("pilot", "Pilote"),
    ("operational", "Opérationnel"),
    ("scaled", "Étendu"),
    ("ended", "Arrêté"),
    ("unknown", "Inconnu"),
)


def units(*counts: int) -> Units:
    counts = counts or (6, 9, 21, 4, 1, 3)
    return Units(
        heads=("Groupe", "Stade", "Projets"),
        columns=STAGES,
        rows=(("all", ""),),
        values={("all", key): count for (key, _), count in zip(STAGES, counts, strict=True)},
    )


def grouped_units(times: int = 1) -> Units:
    rows = (
        ("A1", "Planifier et gouverner"),
        ("A2", "Services urbains"),
        ("A3", "Inclusion et innovation"),
    )
    levels = (
        ("low", "Faible"),
        ("medium", "Moyenne"),
        ("high", "Forte"),
        ("unknown", "Inconnue"),
    )
    counts = ((3, 5, 2, 1), (2, 9, 8, 0), (11, 6, 1, 2))
    return Units(
        heads=("Axe", "Technologie", "Projets"),
        columns=levels,
        rows=rows,
        values={
            (row, level): count * times
            for (row, _), held in zip(rows, counts, strict=True)
            for (level, _), count in zip(levels, held, strict=True)
        },
        tones={"A1": "govern", "A2": "services", "A3": "inclusion"},
    )


def diverging() -> Diverging:
    labels = [bar.label for bar in ten_bars().bars]
    return Diverging(
        heads=("Catégorie", "Difficultés", "Facteurs de succès"),
        rows=tuple(
            Opposed(key=str(place), label=label, left=19 - 2 * place, right=(place * 7) % 16)
            for place, label in enumerate(labels)
        ),
    )


AREAS = (
    "Services",
    "Mobilité",
    "Données",
    "Inclusion",
    "Tourisme",
    "Risques",
    "Énergie",
    "Culture",
)


def matrix(rows: int = 10, columns: int = 8, *, has_votes: bool = False) -> Matrix:
    states = (Y, Y, U, P, N, Y, A, U, Y)
    labels = [*CITIES, "Hanoï", "Battambang"][:rows]
    return Matrix(
        heads=("Ville", "Stratégies qui en parlent"),
        columns=tuple((area.lower(), area) for area in AREAS[:columns]),
        rows=tuple(
            MatrixRow(
                label=label,
                states=tuple(
                    U if place == 2 else states[(place * 5 + column * column) % len(states)]
                    for column in range(columns)
                ),
            )
            for place, label in enumerate(labels)
        ),
        words={Y: "oui", P: "en partie", N: "non", A: "sans objet", U: "inconnu"},
        has_votes=has_votes,
    )


def timeline() -> Timeline:
    ends = (
        (2016, 2025),
        (None, 2020),
        (None, None),
        (2021, None),
        (2019, 2026),
        (2018, 2023),
        (2023, 2028),
        (2022, 2035),
        (2021, 2025),
        (2024, None),
    )
    return Timeline(
        heads=("Ville", "Début", "Fin", "Note"),
        spans=tuple(
            Span(label=label, start=start, end=end, note="Plan directeur" if start == 2018 else "")
            for label, (start, end) in zip(CITIES, ends, strict=True)
        ),
        now=2026,
    )


def places(*labels: str) -> tuple[Place, ...]:
    return tuple(
        Place(
            key=label,
            label=label,
            longitude=SPOTS[label][0],
            latitude=SPOTS[label][1],
            is_filled=label not in {"Kampot", "Kep"},
        )
        for label in labels or CITIES
    )


def world_map() -> WorldMap:
    everyone = frozenset(CITIES)
    near = everyone - {"Namur", "Tunis"}
    return WorldMap(
        heads=("Ville", "Note"),
        places=places(),
        steps=(
            MapStep(title="", camera=WORLD, lit=everyone, named=everyone),
            MapStep(title="Asie du Sud-Est : 8 villes", camera=REGION, lit=near, named=near),
            MapStep(
                title="Lieu ouvert : 3 villes",
                camera=REGION,
                lit=frozenset({"Hué", "Phnom Penh", "Siem Reap"}),
                named=frozenset({"Hué", "Phnom Penh", "Siem Reap"}),
            ),
            MapStep(
                title="Phnom Penh",
                camera=Camera(west=104.0, south=11.0, east=106.0, north=12.2),
                lit=frozenset({"Phnom Penh"}),
                named=frozenset({"Phnom Penh"}),
            ),
        ),
        caution="Traits de côte sans frontières : la carte ne prend position sur aucun territoire.",
        panel=(("Villes", "10"), ("Pays", "5"), ("Oratrices", "5")),
    )


def cards(count: int = 2) -> Cards:
    return Cards(
        heads=("Projet", "Rubrique", "Texte"),
        cards=(
            Card(
                title="Bureau Smart City de la province",
                kicker="Siem Reap",
                lines=(
                    (
                        "Besoin",
                        "Répondre aux signalements des habitants sans multiplier les guichets",
                    ),
                    ("Réponse", "Un bureau, trois agents, un numéro de téléphone unique"),
                    ("Technologie", "Faible : téléphone et tableur"),
                ),
            ),
            Card(
                title="Hue-S, l’application des services de la ville",
                kicker="Hué",
                lines=(
                    (
                        "Besoin",
                        "Répondre aux signalements des habitants sans multiplier les guichets",
                    ),
                    ("Réponse", "Une application mobile, un centre de supervision et des caméras"),
                    ("Technologie", "Forte : temps réel, analyse d’images"),
                ),
            ),
            Card(
                title="Maison du numérique",
                kicker="Namur",
                lines=(("Réponse", "Un lieu ouvert à tous"), ("", "Sans rendez-vous")),
            ),
        )[:count],
    )


def lists() -> Lists:
    return Lists(
        heads=("Liste", "Élément", "Valeur"),
        groups=(
            Group(
                title="Opérationnels",
                items=(
                    ("Hue-S", "2018"),
                    ("Siem Reap App", "2022"),
                    ("Plateforme de signalement des problèmes de voirie", "2020"),
                ),
            ),
            Group(title="Pilotes", items=(("Bus à la demande", "2024"), ("Capteurs d’eau", ""))),
            Group(title="Stade inconnu", items=(("Portail de données", ""),), is_unknown=True),
        ),
    )


def links() -> Links:
    return Links(
        heads=("Acteur", "Projets"),
        centre="La ville",
        nodes=(
            Bar(key="private", label="Secteur privé", value=31),
            Bar(key="public", label="Autres services publics", value=27),
            Bar(key="academic", label="Universités", value=12),
            Bar(key="civil", label="Société civile", value=8),
            Bar(key="cooperation", label="Coopération internationale", value=19),
        ),
    )


def facts() -> Facts:
    return Facts(
        heads=("Mesure", "Valeur", "Note"),
        facts=(
            ("Habitants", "139 458", "ville, 2019"),
            ("Superficie", "10 299 km²", "province"),
            ("Usagers d’Internet", "60,7 %", "Cambodge, 2023"),
            ("Projets documentés", "7", "dont 4 opérationnels"),
            ("Pouvoir local (V-Dem)", "0,31", "Cambodge, 2024"),
            ("Stratégie", "en œuvre", "2023–2028"),
        ),
    )


def opening() -> Opening:
    return Opening(
        heads=("Rubrique", "Texte"),
        lines=(
            ("Conférence", "Dimanche 27 avril 2025, 8 h 30 – 10 h 30"),
            ("Lieu", "Hué, Vietnam"),
            ("Ouverture", "Monsieur le Président du Comité populaire de Hué"),
            ("", "M. Frédéric Vallier, Délégué général de l’AIMF"),
            ("", "M. Julien Guerrier, Ambassadeur de l’Union européenne au Vietnam"),
        ),
    )


HEADLINES = {
    "ladder": "5 villes sur 10 ont une stratégie adoptée ou en œuvre",
    "opening": "Villes innovantes, villes intelligentes : regards croisés dans l’espace francophone",
    "matrix": "Le mot « intelligent » ne désigne pas la même chose partout",
    "world_map": "10 villes, 5 pays : des contextes différents, une même question",
}

CHARTS: dict[str, SceneChart] = {
    "ladder": ladder(),
    "columns": columns(),
    "bars": bars(),
    "bars_votes": bars(has_votes=True),
    "ten_bars_votes": ten_bars(),
    "ten_bars": ten_bars(has_votes=False),
    "stacks": stacks(),
    "units": units(),
    "units_many": units(16, 39, 81, 14, 3, 12),
    "units_grouped": grouped_units(),
    "units_grouped_many": grouped_units(4),
    "diverging": diverging(),
    "matrix": matrix(),
    "matrix_small": matrix(5, 5, has_votes=True),
    "matrix_large": matrix(12, 8, has_votes=True),
    "timeline": timeline(),
    "world_map": world_map(),
    "cards": cards(),
    "three_cards": cards(3),
    "one_card": cards(1),
    "lists": lists(),
    "links": links(),
    "facts": facts(),
    "opening": opening(),
}
"""One or more charts of every kind, in French."""


def world(count: int, *, label: str = "Ville") -> WorldMap:
    """Points in one place of the map, close to each other."""
    spots = tuple(
        Place(
            key=str(place),
            label=f"{label} {place}",
            longitude=104.0 + place % 4 * 0.7,
            latitude=11.0 + place // 4 * 0.7,
        )
        for place in range(count)
    )
    everyone = frozenset(place.key for place in spots)
    return WorldMap(
        heads=("Ville", "Note"),
        places=spots,
        steps=tuple(
            MapStep(title=f"{count} villes", camera=camera, lit=everyone, named=everyone)
            for camera in (WORLD, REGION)
        ),
        caution="Traits de côte sans frontières.",
    )


def edges_of(label: str, count: int) -> dict[str, SceneChart]:
    """A chart of every kind with so many things, all called in one way."""
    few = min(count, 5)
    bar = [
        Bar(key=str(place), label=f"{label} {place}", value=place * 137, note=label[:40])
        for place in range(count)
    ]
    heads = ("Ville", "Étape", "Note")
    return {
        "columns": NameColumns(
            heads=heads,
            columns=(
                column(label, *(f"{label} {place}" for place in range(count)), note=label[:40]),
                column(label, is_unknown=True),
            ),
        ),
        "ladder": NameColumns(
            heads=heads,
            columns=tuple(
                column(f"{label} {step}", *(f"{label} {place}" for place in range(step, count, 6)))
                for step in range(6)
            ),
            is_ladder=True,
        ),
        "bars": Bars(heads=heads[:2], bars=tuple(bar), has_votes=True),
        "stacks": Stacks(
            heads=(label, label, label),
            parts=((Y, label[:20] or "oui"), (U, "inconnu")),
            rows=tuple(
                StackRow(key=str(place), label=f"{label} {place}", counts={Y: 1, U: 500 * place})
                for place in range(few)
            ),
        ),
        "units": Units(
            heads=heads,
            columns=tuple((str(place), f"{label} {place}") for place in range(min(count, 6))),
            rows=(("all", ""),),
            values={("all", str(place)): place * 2 for place in range(few)},
        ),
        "groups": Units(
            heads=heads,
            columns=tuple((str(place), f"{label} {place}") for place in range(min(count, 3))),
            rows=tuple((str(place), f"{label} {place}") for place in range(min(count, 3))),
            values={("0", "0"): 60} if count else {},
        ),
        "diverging": Diverging(
            heads=(label, label, label),
            rows=tuple(
                Opposed(key=str(place), label=f"{label} {place}", left=place * 99, right=1000)
                for place in range(min(count, 10))
            ),
        ),
        "matrix": Matrix(
            heads=(label, label),
            columns=tuple((str(place), f"{label} {place}") for place in range(min(count, 8))),
            rows=tuple(
                MatrixRow(label=f"{label} {place}", states=(Y,) * min(count, 8))
                for place in range(count)
            ),
            words={Y: "oui", U: "inconnu"},
            has_votes=True,
        ),
        "timeline": Timeline(
            heads=(label, label, label, label),
            spans=tuple(
                Span(
                    label=f"{label} {place}",
                    start=1990 + place if place % 3 else None,
                    end=2040 - place if place % 2 else None,
                    note=label,
                )
                for place in range(count)
            ),
            now=2026,
        ),
        "world_map": world(count, label=label),
        "cards": Cards(
            heads=heads,
            cards=tuple(
                Card(title=label, kicker=label, lines=((label, f"{label} {label}"),) * 4)
                for _ in range(min(count, 3))
            ),
        ),
        "lists": Lists(
            heads=heads,
            groups=(
                Group(title=label, items=((label, "2026"),) * (count // 2)),
                Group(title=label, items=((label, label),) * (count - count // 2), is_unknown=True),
            ),
        ),
        "links": Links(
            heads=heads[:2],
            centre=label,
            nodes=tuple(bar[:few]),
        ),
        "facts": Facts(heads=heads, facts=((label, label, label),) * min(count, 6)),
        "opening": Opening(heads=heads[:2], lines=((label, label),) * min(count, 6)),
    }


EDGES: dict[str, SceneChart] = {
    f"{kind}-{edge}": chart
    for edge, label, count in (
        ("none", "Ville", 0),
        ("one", "Ville", 1),
        ("most", "Ville", 12),
        ("long", LONG, 12),
        ("hostile", HOSTILE, 12),
    )
    for kind, chart in edges_of(label, count).items()
}
"""Every kind with nothing, one thing, as many as there may be, very long names and markup for names."""


def scene_of(chart: SceneChart, *, headline: str | None = None, is_low: bool = False) -> Scene:
    """A scene around a chart; words of about the length of real ones."""
    return Scene(
        headline=headline or "Sur 44 projets, 21 fonctionnent et 4 ont été étendus",
        subtitle="Projets des villes par stade · 10 villes de la conférence · 25 novembre 2026",
        chart=chart,
        sentence="Sur 44 projets documentés, 21 fonctionnent.",
        follow_up="Qu’a-t-il manqué au pilote pour devenir un service ?",
        unknown="" if isinstance(chart, Opening) else "Pour 3 projets sur 44, nous ne savons pas.",
        source_ids=(),
        coverage=Coverage(known=3, unknown=7, text="3 sur 10") if is_low else None,
    )


FRAME = SlideFrame(
    language="fr",
    kicker="Table ronde 1 · Quelles modalités de mise en œuvre ?",
    source="Sources (12) : Ville de Namur, Province de Siem Reap, Ville de Hué, AIMF et 8 autres",
    edition="Édition 2026.11, figée le 25 novembre 2026 · AIMF, CC BY 4.0",
    label="7",
)
