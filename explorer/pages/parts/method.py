"""How the score is made, and what it cannot tell."""

from __future__ import annotations

import streamlit as st

from explorer.presentation.score_parts import AXES, PARTS, weights_text
from explorer.trends.scores import ACHIEVABLE_LINE, MIN_RECENT, NOVEL_LINE


def draw() -> None:
    """Draw the method in words, then each part in a sentence."""
    novel, achievable = weights_text()
    st.markdown(
        f"""
1. **Subfields.** Each paper's title and abstract become weighted terms (TF-IDF), then 
   coordinates (LSA). Papers are joined to their nearest neighbours, and communities of that graph 
   (Leiden) are the niches; niches form subfields, and subfields form areas. The terms that set a 
   niche apart name it.
2. **Growth.** A niche's share of all papers, in whole months, by the day of a paper's first 
   version. The last 12 months stand against the 12 before, or longer windows where papers are few. 
   Small numbers are drawn towards the field (empirical Bayes), and the interval holds 80 %.
3. **Novel**, from 0 to 100, is the rank of the mean rank of: {novel}. The score that orders 
   Discover is this rank. A niche's own recent growth is not in it: tried on past years, it 
   foretold later growth no better than chance.
4. **Achievable**, from 0 to 100, is the rank of the weighted mean rank of: {achievable}.
5. **An opening** has novel at least {NOVEL_LINE:.0f}, achievable at least {ACHIEVABLE_LINE:.0f}, 
   and {MIN_RECENT} papers or more in the last 12 months.
6. **Rising** means that the whole 80 % interval of growth lies above a constant share.
"""
    )
    with st.expander("What each part counts"):
        for name in dict.fromkeys(name for axis in AXES for name in axis.parts):
            st.markdown(f"**{PARTS[name].label}**: {PARTS[name].meaning}")


def draw_limits() -> None:
    """Draw what a reader must not conclude."""
    st.markdown(
        """
- Preprints are not all of science, and some fields are hardly on arXiv.
- Growth is not quality, and a rank is not a promise: it says what such signals were followed by.
- Names are people only as far as a name tells; two people can share one.
- What papers say of code, data and equipment is read from abstracts and comments alone.
- Months that were not fetched whole look like dips; the chart above shows what is held.
- Niches are found by a computer: some mix two subjects, and some split one.
"""
    )
