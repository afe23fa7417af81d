"""Which niches are compared, and what is drawn of them besides their curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from explorer import cached
from explorer.errors import NicheNotFoundError, RunError
from explorer.niches import find_niche
from explorer.own_niche import KIND, NoNiche
from explorer.pages.parts import asking, papers, places, sides
from explorer.presentation import comparison
from explorer.presentation.comparison import LEAST, MOST, Side
from explorer.presentation.escaping import plain
from explorer.presentation.numbers import counted

if TYPE_CHECKING:
    import pandas as pd

    from explorer.own_niche import OwnNiche
    from explorer.pages.parts.opening import RunView
    from explorer.pages.parts.shown import Shown

NAME, WORDS = "niches", asking.NAME

LONGEST_LINK = 2_000
"""Characters of the link that are read; four slugs are shorter."""

MOST_TOLD = 3

PAPERS_SHOWN = 10


def offer(look: Shown) -> None:
    """Draw the button that puts a niche beside others."""
    if st.button("Compare with others", width="stretch"):
        own = look.own
        places.forget(NAME)
        query = {WORDS: own.query.typed} if own else {NAME: str(look.niche["slug"])}
        places.go_to(places.COMPARE, **query)


def pick(view: RunView) -> list[Side]:
    """Draw the picker; return the niches of the link, or the two best where it names none."""
    ranking = cached.ranking(view.run)
    own = _own_in_link(view)
    slugs = _in_link(ranking, own=bool(own))
    names = dict(zip(ranking["slug"], ranking["name"], strict=True))
    # A key with the slugs in it: another link must not meet an older choice.
    key = f"compared-{'-'.join(slugs)}"
    picked = st.multiselect(
        "Niches, two to four",
        list(names),
        default=slugs,
        format_func=names.__getitem__,
        max_selections=MOST - bool(own),
        key=key,
    )
    if own:
        st.caption(f"Beside your own niche by words: {plain(str(own.niche['name']))}.")
    if not picked and not own:
        st.info("Choose two to four niches above, or tick their rows in Discover.")
        st.button("Compare the two best", on_click=_choose, args=(key, _two_best(ranking)))
        st.stop()
    places.keep_in_link(NAME, ",".join(picked))
    if picked != slugs:
        st.rerun()
    return _sides(view, ranking, picked, own)


def _choose(key: str, slugs: list[str]) -> None:
    st.session_state[key] = slugs


def _own_in_link(view: RunView) -> OwnNiche | None:
    """Return the niche by words that the link defines, if it defines one."""
    typed = st.query_params.get(WORDS, "")
    if not typed:
        return None
    try:
        found = cached.own(view.place, view.run, typed)
    except RunError as error:
        st.warning(plain(str(error)))
        return None
    if isinstance(found, NoNiche):
        st.warning(plain(found.problem))
        return None
    return found


def _in_link(ranking: pd.DataFrame, *, own: bool) -> list[str]:
    """Return the slugs that the link names, as many as can be compared; says what it left out."""
    asked, most = places.named_in_link(NAME), MOST - own
    wanted = list(dict.fromkeys(filter(None, map(str.strip, asked[:LONGEST_LINK].split(",")))))
    known, unknown = [], [asked] * (len(asked) > LONGEST_LINK)
    for name in wanted:
        try:
            known.append(str(find_niche(ranking, name)["slug"]))
        except NicheNotFoundError:
            unknown.append(name)
    known = list(dict.fromkeys(known))
    if unknown:
        places.say_unusable(unknown[:MOST_TOLD])
    if len(known) > most:
        st.warning(f"The link asks for {len(known)} niches; these are the first {most} of them.")
    return known[:most] if known or own else _two_best(ranking)


def _two_best(ranking: pd.DataFrame) -> list[str]:
    return [str(slug) for slug in ranking["slug"].head(LEAST)]


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
    ranking = cached.ranking(view.run)
    st.info("One niche alone: choose another above, or one of those beside it.")
    niche = found[0].niche
    near = ranking[
        (ranking["parent_id"] == niche["parent_id"]) & (ranking["slug"] != niche["slug"])
    ]
    near = ranking if near.empty else near
    query = st.query_params.to_dict()
    with st.container(horizontal=True):
        for row in near.head(MOST).to_dict("records"):
            if st.button(plain(row["name"]), key=f"beside-{row['niche_id']}"):
                named = filter(None, [query.get(NAME, ""), row["slug"]])
                places.go_to(places.COMPARE, **{**query, NAME: ",".join(named)})


def scorecard(card: pd.DataFrame) -> None:
    """Draw figures side by side, as text."""
    shown = card.rename(columns=plain).map(plain)
    st.table(shown.set_index(shown.columns[0]))


def open_buttons(found: list[Side]) -> None:
    """Draw a button for each niche that leads to its page."""
    for side in found:
        own = side.niche["kind"] == KIND
        if st.button(f"Open {plain(side.label)}", key=f"open-{side.niche['niche_id']}"):
            places.forget("niche" if own else WORDS)
            typed = st.query_params.get(WORDS, "")
            query = {WORDS: typed} if own else {"niche": str(side.niche["slug"])}
            places.go_to(places.NICHE, **query)


def words(found: list[Side]) -> None:
    """Draw the words that niches share, and those that set each apart."""
    if len(found) >= LEAST:
        shared = comparison.shared_words(found)
        st.markdown("**In common**: words that two or more of them have, their own or rising ones")
        lines = [
            f"- {plain(', '.join(niches))}: {' '.join(map(_shared_badge, terms))}"
            for niches, terms in shared.items()
        ]
        st.markdown("\n".join(lines) or "None: they speak of different things.")
    apart = comparison.words_apart(found)
    for column, (label, terms) in zip(st.columns(len(found)), apart.items(), strict=True):
        with column:
            st.markdown(f"**{plain(label)}**: its own words alone")
            st.markdown(" ".join(f":orange-badge[{plain(term)}]" for term in terms) or "None.")


def _shared_badge(term: str) -> str:
    return f":blue-badge[{plain(term)}]"


def in_common(found: list[Side], *, invented: bool) -> None:
    """Draw the papers that stand in two or more niches, and the people who wrote in them."""
    left, right = st.columns(2, gap="large")
    with left:
        shared = comparison.shared_papers(found)
        st.markdown(f"**{counted(len(shared), 'paper')}** in two or more of them")
        if shared.empty:
            st.caption(
                "Each paper is in one niche of the analysis; newborn niches and those by words may "
                "share papers with others."
            )
        else:
            papers.listing(shared.head(PAPERS_SHOWN), invented=invented)
    with right:
        people = comparison.shared_people(found)
        st.markdown("**People** who wrote in two or more of them")
        lines = [
            f"- {plain(name)}  \n  :gray[{plain(niches)}]"
            for name, niches in zip(people["name"], people["niches"], strict=True)
        ]
        st.markdown("\n".join(lines) or "None.")
        st.caption("Authors are told apart by name alone; papers in each are counted.")
