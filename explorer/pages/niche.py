import streamlit as st

from explorer import cached, charts
from explorer.pages.parts import opening, papers, picking, saving, why, words
from explorer.presentation.escaping import plain
from explorer.presentation.niche_tables import parents_of
from explorer.presentation.niche_texts import growth_sentence
from explorer.presentation.numbers import counted, month_name, ratio
from explorer.presentation.score_parts import verdict

view = opening.open_run()
niche = picking.pick_niche(cached.ranking(view.run))

title, save = st.columns([4, 1], vertical_alignment="bottom")
with title:
    st.caption(
        " › ".join(plain(name) for name in parents_of(cached.table(view.run, "niches"), niche))
    )
    st.title(plain(niche["name"]), anchor=False)
with save:
    saving.offer(view, niche)
if niche["opening"]:
    st.badge("◆ Opening", color="orange")
st.markdown(
    verdict(
        opening=niche["opening"],
        novel=niche["novel"],
        achievable=niche["achievable"],
        papers_recent=niche["papers_recent"],
    )
)

recent, growth, novel, achievable = st.columns(4)
recent.metric(
    f"Papers, 12 months to {month_name(view.last_month)}",
    f"{niche['papers_recent']:,}",
    f"{niche['papers_recent'] - niche['papers_before']:+,} on the 12 before",
    delta_color="off",
    border=True,
)
growth.metric(
    "Growth of share a year",
    ratio(niche["growth"]),
    f"80 % interval {ratio(niche['growth_low'])} to {ratio(niche['growth_high'])}",
    delta_color="off",
    delta_arrow="off",
    border=True,
)
novel.metric("Novel, rank of 100", f"{niche['novel']:.0f}", border=True)
achievable.metric("Achievable, rank of 100", f"{niche['achievable']:.0f}", border=True)

st.header("Growth", anchor=False)
st.markdown(growth_sentence(niche, last_month=view.last_month))
unit = st.segmented_control(
    "Unit",
    list(charts.UNITS),
    format_func=charts.UNITS.__getitem__,
    default="share",
    required=True,
    key="unit",
    label_visibility="collapsed",
)
st.altair_chart(
    charts.growth_chart(cached.growth_curve(view.run, niche["niche_id"]), unit=unit),
    key="growth",
    alt=f"{charts.UNITS[unit]} by month. {growth_sentence(niche, last_month=view.last_month)}",
)
st.caption(
    "Bars are single months. The line is the mean of the 12 months up to each, and the band its "
    "80 % interval. Only whole months are counted, by the day of a paper's first version."
)

st.header("Why it stands here", anchor=False)
why.draw(view, niche)

st.header("Its words", anchor=False)
words.draw(view, niche)

st.header("What to read", anchor=False)
st.caption(f"{counted(niche['papers'], 'paper')} up to {month_name(view.last_month)}.")
shelves = cached.shelves(view.place, view.run, niche["niche_id"])
for column, shelf in zip(st.columns(2, gap="large") * 2, shelves, strict=False):
    with column:
        st.markdown(f"**{shelf.title}**: {shelf.why}")
        papers.listing(shelf.papers, invented=view.invented)
if view.invented:
    st.caption("These papers are invented, so they have no page on arXiv.")
