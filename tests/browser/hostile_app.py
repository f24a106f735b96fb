"""The dashboard on published tables in which the texts of Hué were made hostile; for tests only."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

import components.session
import dashboard
from data.load import build_dataset, load_dataset

ATTACK = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>${window.hacked=1}`"
FORMULA = '=HYPERLINK("http://example.invalid","x")'
LONG = "W" * 300
TURNED = "abc\u202edef\u202c"


def hostile_dataset():
    """Every text of Hué, of its records and of its sources attacks somebody."""
    published = load_dataset()
    tables = dict(published.tables())

    def of_hue(record):
        return getattr(record, "city_id", None) == "hue"

    def poison(table, **changes):
        tables[table] = tuple(
            replace(record, **changes) if of_hue(record) else record for record in tables[table]
        )

    name = f"Hué {ATTACK}"
    poison("cities", name_fr=name, name_en=name, name_local=f"{TURNED} {ATTACK}")
    poison("projects", title_fr=FORMULA, title_en=FORMULA)
    poison("projects", summary_fr=f"{ATTACK} {LONG}", summary_en=f"{ATTACK} {LONG}")
    poison("strategies", title_fr=f"{ATTACK} {LONG}", title_en=ATTACK, title_original=TURNED)
    poison("factors", text_fr=ATTACK, text_en=ATTACK)
    poison("criteria", note_fr=ATTACK, note_en=ATTACK)
    cited = {
        source_id for city in tables["cities"] if of_hue(city) for source_id in city.source_ids
    }
    tables["sources"] = tuple(
        replace(source, title=ATTACK, publisher=LONG, url="javascript:window.hacked=1")
        if source.source_id in cited
        else source
        for source in tables["sources"]
    )
    return build_dataset(
        **tables, edition=published.edition, published_on=published.published_on, version="hostile"
    )


components.session.load_dataset = hostile_dataset

# Streamlit looks for a literal st.App at module level, so dashboard.app cannot simply be imported.
app = st.App(dashboard.SHELL, **dashboard.parts())
