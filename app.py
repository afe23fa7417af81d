"""Page config, navigation, and nothing else."""

import streamlit as st

from explorer.errors import ExplorerError
from explorer.pages.parts import ahead
from explorer.pages.parts.places import navigation
from explorer.presentation.escaping import plain

st.set_page_config(page_title="Research Direction Explorer", layout="wide")
page = navigation()
ahead.load()
try:
    page.run()
except ExplorerError as error:
    st.error(plain(str(error)))
