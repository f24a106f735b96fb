"""What each visitor runs: page setup, language, the list of pages, what every page has around it."""

from pathlib import Path

import streamlit as st

from components.address import PAGE_PATHS
from components.notices import page_title, show_footer, show_notices
from components.session import visit
from components.staff import is_staff

language, t, dataset, address = visit()
pages_dir = Path(__file__).parent.parent / "pages"
pages = [
    st.Page(pages_dir / f"{name}.py", title=t(f"nav.{name}"), url_path=path, default=not path)
    for name, path in PAGE_PATHS.items()
]
page = st.navigation(pages, position="hidden")
title = page_title(page.title, page.url_path, address, dataset, language)
st.set_page_config(page_title=f"{title} · {t('app.name')}", layout="wide")
show_notices(address, t)
page.run()
show_footer(dataset, language, t, is_staff=is_staff())
