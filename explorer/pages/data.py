import streamlit as st

from explorer.pages.parts import (
    analysing,
    fetching,
    flags,
    holdings,
    mending,
    method,
    opening,
    refreshing,
)

st.title("Data and method", anchor=False)
view = opening.open_place()

refreshing.draw_digest(view)

st.header("What is held", anchor=False)
holdings.draw(view)

# Long work is shown here, and drawn last: the page is whole while one watches.
under_way = st.container()

st.header("How the score is made", anchor=False)
method.draw()
st.header("Flags, and what became of them", anchor=False)
flags.draw(view)
st.header("How good the niches are", anchor=False)
method.draw_quality(view)
st.header("What it cannot tell", anchor=False)
method.draw_limits(view)

with under_way:
    if not view.invented:
        st.header("Refresh", anchor=False)
        refreshing.draw(view)
    st.header("Get papers from arXiv", anchor=False)
    fetching.draw(view)
    if not view.invented:
        mending.draw(view)
        st.header("Find subfields in them", anchor=False)
        analysing.draw(view)
