"""The stops of the tour: which pages it leads to, and what it says there."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from explorer.pages.parts import places


class Stop(NamedTuple):
    """A page, and what there is to see on it."""

    page: Path
    title: str
    text: str


STOPS = (
    Stop(
        places.DISCOVER,
        "Discover",
        "Niches stand in the order in which their share of papers is expected to grow. In the "
        "chart, further up is newer and further right is easier to enter; an opening is both. "
        "Filters are in the link, so that a view can be sent to somebody.",
    ),
    Stop(
        places.MAP,
        "Map",
        "What speaks alike stands close together. Choose an area to see what is in it, or look "
        "at an earlier time.",
    ),
    Stop(
        places.NICHE,
        "Niche",
        "One niche: how it grew and may go on, why it stands where it stands, what to read first, "
        "who came lately, and what no paper there has joined yet.",
    ),
    Stop(
        places.COMPARE,
        "Compare",
        "Two to four niches on the same axes. At the end, write down which one you choose and why.",
    ),
    Stop(
        places.PLAN,
        "Plan",
        "A niche that you save comes with a ladder of projects drafted from its papers, for you "
        "to change, to log, and to take along.",
    ),
    Stop(
        places.DATA,
        "Data and method",
        "Three steps to your own field: choose categories, get their papers from arXiv, find "
        "subfields in them. How the score is made, and what it cannot tell, stands here too.",
    ),
)
