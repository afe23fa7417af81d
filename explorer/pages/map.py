import streamlit as st

from explorer import cached
from explorer.pages.parts import hidden, map_time, mapping, opening, places, taking, wished
from explorer.presentation.landscape import has_map
from explorer.presentation.numbers import month_name

st.title("Map", anchor=False)
view = opening.open_run()
every = wished.groups(view)
niches = every[~every["hidden"]]
if not has_map(niches):
    st.info(
        "This analysis was made before there was a map. "
        "Find subfields once more on Data and method, or run `explorer analyze`."
    )
    if st.button("Go to Data and method"):
        places.go_to(places.DATA)
    st.stop()

if st.button("White space: methods by fields"):
    places.go_to(places.WHITE_SPACE)
level, inside = mapping.choose(niches)
first_month = str(view.run.manifest["first_month"])
until = map_time.choose(first_month, view.last_month)
if until != view.last_month:
    niches = cached.map_as_it_stood(view.run, niches, until)
source = f"{taking.source(view).line} · 12 months to {month_name(until)}"
if slug := mapping.draw(niches, level=level, inside=inside, source=source):
    mapping.go_into(level, slug)
if left_out := hidden.line(every):
    st.caption(left_out)
st.caption(
    "Like stands by like: what lies close uses the same words. Directions and long distances mean "
    "nothing. The larger the point, the more papers; its colour is the growth of its share of all "
    "papers, grey where it grows as the field does, and its shape says whether the 80 % interval "
    "leaves a doubt. A place is kept when papers are brought up to date."
)
map_time.go_on(first_month, view.last_month, shown=until)
