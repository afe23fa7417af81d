"""What abstracts say about entering: open code and data, heavy machinery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pandas as pd

from explorer.corpus.blocks import on_blocks

BLOCK = 10_000
"""Papers that are read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Something that abstracts or comments mention."""

    words: tuple[str, ...]
    """One of them stands in every match. Looking for them first is ten times as fast."""
    pattern: re.Pattern[str]
    """Matches lower-case text."""


OPEN = Cue(
    words=(
        "git",
        "hugging",
        "zenodo",
        "source",
        "available",
        "released",
        "data",
        "benchmark",
        "leaderboard",
    ),
    pattern=re.compile(
        r"github|gitlab|hugging ?face|zenodo|open[- ]?source|publicly available|"
        r"code (?:is|are|will be|has been) (?:made )?(?:publicly )?(?:available|released)|"
        r"data ?sets?\b|benchmark|leaderboard"
    ),
)
"""Code, data or a benchmark that others can use."""

HEAVY = Cue(
    words=(
        "parameters",
        "billion",
        "from scratch",
        "trained on",
        "training on",
        "gpus",
        "tpus",
        "100s",
        "hours",
        "trillion tokens",
        "large-scale",
        "supercomputer",
        "beam time",
        "telescope time",
        "clinical trial",
        "human subjects",
    ),
    pattern=re.compile(
        r"\d+\s?[bt] parameters|billion[- ]parameter|"
        r"pre-?train(?:ed|ing) (?:from scratch|on \d)|"
        r"(?:(?<![\w.])(?<!tx )\d{2,}|hundreds of|thousands of) "
        r"(?:(?:nvidia |[ahv]100 )*(?:gpu|tpu)s|[ahv]100s)\b|(?:gpu|[ahv]100)[- ]hours|"
        r"trillion tokens|large-scale (?:pre-?training|cluster)|supercomputer|beam time|"
        r"telescope time|clinical trial|human subjects"
    ),
)
"""Machinery or permission that one person seldom has."""


def mentions(papers: pd.DataFrame, cue: Cue, *, executor: Executor | None = None) -> np.ndarray:
    """Tell for each paper whether its abstract or comments hold the cue.

    Returns
    -------
    ndarray of shape (n_papers,), bool
    """
    columns = (papers[name] for name in ("abstract", "comments"))
    texts = (_in_blocks(column) for column in columns)
    found = on_blocks(_mentions, *texts, repeat(cue), executor=executor)
    return np.concatenate([np.empty(0, dtype=bool), *found])


def _in_blocks(column: pd.Series) -> Iterator[list[str]]:
    for first in range(0, len(column), BLOCK):
        yield column.iloc[first : first + BLOCK].tolist()


def _mentions(abstracts: list[str], comments: list[str], cue: Cue) -> np.ndarray:
    texts = map("\n".join, zip(abstracts, comments, strict=True))
    found = (_holds(text.lower(), cue) for text in texts)
    return np.fromiter(found, dtype=bool, count=len(abstracts))


def _holds(text: str, cue: Cue) -> bool:
    return any(word in text for word in cue.words) and cue.pattern.search(text) is not None
