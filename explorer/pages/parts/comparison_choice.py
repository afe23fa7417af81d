"""Which niches are compared: those of the link, of the picker, or the two best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer.niches import find_niche
from explorer.pages.parts import comparison_link, hidden, places, sides, wished
from explorer.presentation import comparison
from explorer.presentation.comparison import MOST, Side
from explorer.presentation.escaping import plain

if TYPE_CHECKING:
    import pandas as pd

    from explorer.own_niche import OwnNiche
    from explorer.pages.parts.shown import Shown
    from explorer.pages.parts.view import RunView

NAME, WORDS = comparison_link.NAME, comparison_link.WORDS


def offer(look: Shown) -> None:
    """Draw the button that puts a niche beside others."""
    if st.button("Compare with others", width="stretch"):
        own = look.own
        places.forget(NAME)
        query = {WORDS: own.query.typed} if own else {NAME: str(look.niche["slug"])}
        places.go_to(places.COMPARE, **query)


def pick(view: RunView) -> list[Side]:
    """Draw the picker; return the niches of the link, or the two best where it names none."""
    ranking = wished.ranking(view)
    own = comparison_link.own_in_link(view)
    slugs = comparison_link.in_link(ranking, own=bool(own))
    offered = ranking[~ranking["hidden"] | ranking["slug"].isin(slugs)]
    names = dict(zip(offered["slug"].tolist(), offered["name"].tolist(), strict=True))
    # A key with the slugs in it: another link must not meet an older choice.
    key = f"compared-{'-'.join(slugs)}"
    picked = st.multiselect(
        "Niches, two to four",
        list(names),
        default=slugs,
        format_func=names.__getitem__,
        max_selections=MOST - bool(own),
        key=key,
        help=hidden.line(ranking),
    )
    if own:
        st.caption(f"Beside your own niche by words: {plain(str(own.niche['name']))}.")
    if not picked and not own:
        st.info("Choose two to four niches above, or tick their rows in Discover.")
        st.button(
            "Compare the two best", on_click=_choose, args=(key, comparison_link.two_best(ranking))
        )
        st.stop()
    places.keep_in_link(NAME, ",".join(picked))
    if picked != slugs:
        st.rerun()
    return _sides(view, ranking, picked, own)


def _choose(key: str, slugs: list[str]) -> None:
    st.session_state[key] = slugs


def _sides(
    view: RunView, ranking: pd.DataFrame, slugs: list[str], own: OwnNiche | None
) -> list[Side]:
    found = [find_niche(ranking, slug) for slug in slugs]
    shown = [{str(key): value for key, value in niche.items()} for niche in found]
    names = comparison.labels([*shown, *([own.niche] if own else [])])
    gathered = [
        sides.of_run(view, niche, label) for label, niche in zip(names, shown, strict=False)
    ]
    return [*gathered, *([sides.of_words(view, own, names[-1])] if own else [])]


def suggest(view: RunView, found: list[Side]) -> None:
    """Ask for one more niche, and offer those nearest to the one that is there."""
    ranking = wished.ranking(view)
    st.info("One niche alone: choose another above, or one of those beside it.")
    niche = found[0].niche
    near = ranking[
        (ranking["parent_id"] == niche["parent_id"]) & (ranking["slug"] != niche["slug"])
    ]
    near = ranking if near.empty else near
    near = near[~near["hidden"]]
    query = st.query_params.to_dict()
    with st.container(horizontal=True):
        for row in near.head(MOST).to_dict("records"):
            if st.button(plain(row["name"]), key=f"beside-{row['niche_id']}"):
                named = filter(None, [query.get(NAME, ""), row["slug"]])
                places.go_to(places.COMPARE, **{**query, NAME: ",".join(named)})
