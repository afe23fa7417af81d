import streamlit as st

from explorer.pages.parts import opening, profile_form, profile_means

st.title("What you bring", anchor=False)
view = opening.open_place()
st.markdown(
    "All of it may be left empty. It is kept in your own store on this machine, is in its backups, "
    "and goes nowhere else."
)
profile = profile_form.draw(view)
if not profile.is_empty:
    profile_means.draw(view, profile)
