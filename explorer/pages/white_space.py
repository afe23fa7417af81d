import streamlit as st

from explorer import cached
from explorer.pages.parts import opening, places, white_cell, white_list, white_matrix
from explorer.presentation import white_space
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted, month_name
from explorer.trends.white_space import OPENING

st.title("White space", anchor=False)
view = opening.open_run()
table = cached.white_space(view.run)
if table is None:
    st.info(
        "This analysis was made before there was white space. "
        "Find subfields once more on Data and method, or run `explorer analyze`."
    )
    if st.button("Go to Data and method"):
        places.go_to(places.DATA)
    st.stop()
if st.button("Back to the map"):
    places.go_to(places.MAP)
if table.empty:
    st.info(
        "No method that two fields use takes a rising share of these papers, or fields are too "
        "small: a field needs 50 papers in 12 months."
    )
    st.stop()

marked = int((table["state"] == OPENING).sum())
st.markdown(
    f"**{counted(table['method'].nunique(), 'rising method')}** in "
    f"{counted(table['field'].nunique(), 'field')}, 12 months up to {month_name(view.last_month)}; "
    f"**{counted(marked, 'cell')} about to open**."
)
method, field = white_matrix.choose(table)
if picked := white_matrix.draw(table, method, field, view):
    white_matrix.look(*picked)
    st.rerun()
if method and field:
    white_cell.draw(view, table, method, field)
st.header("About to open", anchor=False)
if picked := white_list.listing(table, method, field, view):
    white_matrix.look(*picked)
    st.rerun()
st.caption(plain(f"{white_space.WHAT} {white_space.HOW_GOOD}"))
