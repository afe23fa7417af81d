"""Groups of papers that are no subject: front matter, boilerplate, other languages, rubbish.

What such papers share is a form, so they lie together and look like a niche. Surveys are no debris.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas as pd

from explorer.topics.stop_words import foreign_words
from explorer.topics.tokens import BLOCK, Tokens

MOST = 0.35
"""Share of a group's papers with one mark above which the group is debris."""

FRONT = frozenset(
    (
        "proceedings",
        "preproceedings",
        "preface",
        "foreword",
        "editorial",
        "errata",
        "erratum",
        "corrigenda",
        "corrigendum",
        "frontmatter",
    )
)
"""Words of a title that is no paper's."""

NOTICE = frozenset(["withdrawn", "retracted", "retraction"])

MOST_FOREIGN, MOST_LETTERS, FEWEST_WORDS = 0.12, 0.45, 12
"""Share of foreign function words, share of single letters, and words, that mark a paper.

Of 94,225 real papers, 0.03 % have so many foreign words, and all of the first fifteen but one were
not in English.
"""


SAME_WORDS, SAME_PAPERS = 12, 3
"""Words at the beginning or the end of an abstract, and papers that have the same: boilerplate.
In one niche of 759 real ones .81 of the papers have them (discussions of one paper in a journal,
and answers to them), and in the next .13."""

TIMES_USUAL = 2
"""A mark that a group has no more than so many times as often as all papers tells nothing of it."""


def debris_marks(papers: pd.DataFrame, tokens: Tokens) -> pd.DataFrame:
    """Mark papers that by their form are not about a subject.

    Parameters
    ----------
    papers : DataFrame
        ``title``, ``abstract``.
    tokens : Tokens
        Of the same papers.

    Returns
    -------
    DataFrame of bool, one row a paper
        One column a reason, in the words that a reader is told.
    """
    kinds = (FRONT.__contains__, NOTICE.__contains__, foreign_words().__contains__, _is_letter)
    of_kind = [np.array([kind(word) for word in tokens.words], dtype=bool) for kind in kinds]
    counted = [_counted(block, *of_kind) for block in tokens.blocks()]
    n_words, front, notice, foreign, letters = np.concatenate(counted, axis=1)
    written = np.maximum(n_words, 1)
    unread, boilerplate = _read_again(papers["abstract"])
    return pd.DataFrame(
        {
            "front matter of proceedings": front > 0,
            "notices instead of abstracts": (notice > 0) | (n_words < FEWEST_WORDS),
            "not in English": foreign / written > MOST_FOREIGN,
            "the same text in many papers": boilerplate,
            "text that was not read rightly": unread | (letters / written > MOST_LETTERS),
        }
    )


def _counted(
    block: Tokens, front: np.ndarray, notice: np.ndarray, foreign: np.ndarray, letter: np.ndarray
) -> np.ndarray:
    """Count the words of papers, and those of each kind, the first two in titles alone."""
    paper, in_title, ids = block.paper_of_token(), block.in_title(), block.ids
    hits = (ids > 0, front[ids] & in_title, notice[ids] & in_title, foreign[ids], letter[ids])
    return np.stack([np.bincount(paper[each], minlength=block.n_papers) for each in hits])


def _read_again(abstracts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """Tell which abstracts were not read rightly, and which begin or end as several others do."""
    unread: list[bool] = []
    ends: tuple[list[str], list[str]] = [], []
    for first in range(0, len(abstracts), BLOCK):
        for text in abstracts.iloc[first : first + BLOCK].tolist():
            unread.append("(cid:" in text)
            ends[0].append(" ".join(text.split(maxsplit=SAME_WORDS)[:SAME_WORDS]).lower())
            ends[1].append(" ".join(text.rsplit(maxsplit=SAME_WORDS)[-SAME_WORDS:]).lower())
    same = np.zeros(len(abstracts), dtype=bool)
    for each in ends:
        times = Counter(each)
        same |= np.array([text != "" and times[text] >= SAME_PAPERS for text in each], dtype=bool)
    return np.array(unread, dtype=bool), same


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def debris_reasons(marks: pd.DataFrame, labels: np.ndarray, n_groups: int) -> list[str]:
    """Say for each group why it is debris; empty for a group that is a subject.

    Parameters
    ----------
    marks : DataFrame
        As from ``debris_marks``.
    labels : ndarray of shape (n_papers,), int
    """
    size = np.maximum(np.bincount(labels, minlength=n_groups), 1)
    shares = np.column_stack(
        [np.bincount(labels, marks[reason], minlength=n_groups) / size for reason in marks]
    )
    usual = marks.to_numpy().sum(axis=0) / max(len(marks), 1)
    shares = np.where(shares > TIMES_USUAL * usual, shares, 0)
    reasons = [str(reason) for reason in marks]
    return [
        reasons[int(best)] if top > MOST else ""
        for best, top in zip(shares.argmax(axis=1), shares.max(axis=1), strict=True)
    ]
