"""The quality of a run in plain words, each figure with what it is held to."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.presentation.numbers import counted, percent
from explorer.topics.debris import MOST
from explorer.trends.scores import MIN_STABILITY


def quality_lines(quality: Mapping[str, float]) -> list[str]:
    """Say how good the niches of a run are.

    Parameters
    ----------
    quality : mapping
        As from ``topics.quality.summary``.
    """
    low, middle, high = (f"{quality[f'papers_{x}']:,.0f}" for x in ("p5", "median", "p95"))
    stability = (
        f"**Stability** {quality['stability_median']:.2f} at the median, "
        f"{quality['stability_least']:.2f} at least: how often partitions with other seeds keep "
        f"two neighbours of a niche together. A niche below {MIN_STABILITY} is never an opening."
    )
    size = (
        f"**Size**: the middle niche holds {middle} papers, nine in ten hold {low} to {high}, and "
        f"the largest {percent(quality['largest_share'])} of all."
    )
    names = (
        f"**Names**: {percent(quality['distinct_names'])} neither contain a sibling's name nor lie "
        f"in one; {percent(quality['unique_terms'])} of the words listed are different ones."
    )
    coherence = (
        f"**Coherence** {quality['coherence_median']:.2f} at the median: how much the words of a "
        "niche keep company in papers (NPMI; 0 is chance, 1 is always)."
    )
    debris = (
        f"**Debris**: {counted(int(quality['debris']), 'niche')} with "
        f"{percent(quality['debris_share'])} of the papers, set aside because more than "
        f"{percent(MOST)} of its papers are front matter, notices, boilerplate, not in English, or "
        "were not read rightly."
    )
    return [stability, size, names, coherence, debris]
