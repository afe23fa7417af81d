"""How the score is made, and what it cannot tell."""

from __future__ import annotations

import streamlit as st

from explorer.pages.parts.view import RunView, View
from explorer.presentation.combinations import HOW_GOOD
from explorer.presentation.quality import quality_lines
from explorer.presentation.score_parts import AXES, PARTS, weights_text
from explorer.presentation.untold import STATED_RATE, untold_lines
from explorer.topics.rising_phrases import LEAST_GROUPS
from explorer.trends.scores import ACHIEVABLE_LINE, MIN_RECENT, NOVEL_LINE

STEPS = """
1. **Subfields.** The words of each title and abstract are weighted by how rare they are (TF-IDF)
   and turned into coordinates (LSA). Each paper is joined to its nearest neighbours. Communities of
   that graph (Leiden, by the votes of several) are the subfields, and those inside each are the
   niches; subfields form areas.
   A niche is named by the terms that set it apart. Beside these, newborn niches are grown from
   phrases that rise sharply, stand in titles, lie close together and are used by at least
   {groups} groups of authors with no author in common; their papers stand in other niches too.
2. **Growth.** A niche's share of all papers, in whole months, by the day of a paper's first
   version: the last 12 months against the 12 before, or longer spans where papers are few. Small
   numbers are drawn towards the field (empirical Bayes); the interval holds 80 %.
3. **Novel**, from 0 to 100, is the rank of the mean rank of: {novel}. It is the score that orders
   Discover. A niche's own recent growth is not in it: tried on past years, it foretold later
   growth no better than chance.
4. **Achievable**, from 0 to 100, is the rank of the mean rank of: {achievable}. On past years both
   foretold who came; equipment, open code and how few names own a niche did not, or told against
   one of the two, and so are no part of it.
5. **An opening** has novel at least {novel_line:.0f}, achievable at least {achievable_line:.0f},
   {least:,} papers or more in the last 12 months, and is beyond chance. For that the months of all
   papers are shuffled, ten times or more, which takes all growth away. How far the niche's two
   parts that go by words stand above what they are then, in their own standard deviations, is set
   against how far each shuffled niche stands above its other shuffles. {rate} A niche that is above
   both lines and not beyond chance says so.
6. **The forecast** takes the log of a niche's share as a random walk with heavy tails. Its drift
   depends on novel alone; it strays the farther, the fewer the papers of the last 12 months and
   the more years pass. The numbers of it are fixed, and were fitted to past years. Papers a year
   are the share times the size of all papers, which goes on growing as in the last three years, a
   fifth less each year. `explorer backtest` says how right it would have been on your papers.
"""

LIMITS = """
- Preprints are not all of science, and some fields are hardly on arXiv.
- Growth is not quality, and a rank is not a promise.
- A name stands for a person; two people can share one, and one person can have two.
- Papers that say they were withdrawn are left out, also out of the months before they were.
- What papers say of code, data and equipment is read from abstracts and comments alone.
- A month of which not all papers are held counts by the part that is. What a file lost evenly over
  years, or where it has fewer than about 100 papers a week, cannot be seen.
- Niches are found by a computer: some mix two subjects, and some split one.
"""


def draw() -> None:
    """Draw the method step by step, then what each part counts."""
    novel, achievable = weights_text()
    st.markdown(
        STEPS.format(
            novel=novel,
            achievable=achievable,
            novel_line=NOVEL_LINE,
            achievable_line=ACHIEVABLE_LINE,
            least=MIN_RECENT,
            groups=LEAST_GROUPS,
            rate=STATED_RATE,
        )
    )
    st.markdown(f"**Not yet joined.** {HOW_GOOD}")
    with st.expander("What each part counts"):
        for name in dict.fromkeys(name for axis in AXES for name in axis.parts):
            st.markdown(f"**{PARTS[name].label}**: {PARTS[name].meaning}")


def draw_quality(view: View) -> None:
    """Draw how good the niches of the analysis are, with the gates that they are held to."""
    quality = view.run.manifest.get("quality") if isinstance(view, RunView) else None
    if not quality:
        st.markdown("No analysis that measured its niches yet.")
        return
    st.markdown("\n".join(f"- {line}" for line in quality_lines(quality)))


def draw_limits(view: View) -> None:
    """Draw what a reader must not conclude, and what the papers at hand cannot tell."""
    st.markdown(LIMITS)
    lines = untold_lines(view.run.manifest) if isinstance(view, RunView) else []
    if lines:
        st.markdown("\n".join(["Of these papers, besides:", "", *(f"- {each}" for each in lines)]))
