"""Which pairs of concepts later papers joined, and how well a ranking foretold it."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.stats import rankdata

from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import fold_plurals, root_table, word_counts

CELLS = 12
"""Classes of use, on each side, within which pairs are matched."""


def later_uses(papers, texts, variants):
    """Mark which papers use which concepts, in any of their writings.

    Parameters
    ----------
    papers : DataFrame
    texts : list of str
        Concepts in roots.
    variants : mapping
        Other writings of a concept.

    Returns
    -------
    csr_array of shape (n_papers, n_texts)
    """
    tokens = tokenize(papers["title"], papers["abstract"])
    table = root_table(tokens, fold_plurals(word_counts(tokens)))
    number = {root: i for i, root in enumerate(table.roots)}
    children, ends = [{}], [[]]
    for concept, text in enumerate(texts):
        for writing in (text, *variants.get(text, ())):
            node = 0
            for root in writing.split():
                step = number.get(root, -1)
                if step not in children[node]:
                    children[node][step] = len(children)
                    children.append({})
                    ends.append([])
                node = children[node][step]
            ends[node].append(concept)
    rows, columns = [], []
    roots = table.of_word[tokens.ids].tolist()
    paper = tokens.paper_of_token().tolist()
    for at, root in enumerate(roots):
        node, step = children[0].get(root) if root >= 0 else None, at
        while node is not None:
            rows += [paper[at]] * len(ends[node])
            columns += ends[node]
            step += 1
            more = step < len(roots) and roots[step] >= 0
            node = children[node].get(roots[step]) if more else None
    ones = np.ones(len(rows), dtype=np.float32)
    uses = csr_array((ones, (rows, columns)), shape=(tokens.n_papers, len(texts)))
    uses.sum_duplicates()
    uses.data[:] = 1
    return uses


def area_under(score, came_true):
    """Return the chance that a pair that came true stands above one that did not."""
    rank, n = rankdata(score), int(came_true.sum())
    return (rank[came_true].sum() - n * (n + 1) / 2) / (n * (len(came_true) - n))


def area_matched(score, came_true, one, other):
    """Return the same among pairs of like use, weighed by how many of them came true.

    Parameters
    ----------
    one, other : ndarray
        Papers that use either concept.
    """
    low, high = np.log(np.minimum(one, other)), np.log(np.maximum(one, other))
    steps = np.linspace(0, 1, CELLS + 1)[1:-1]
    cell = np.digitize(low, np.quantile(low, steps)) * CELLS
    cell += np.digitize(high, np.quantile(high, steps))
    found, weights = [], []
    for number in np.unique(cell):
        here = cell == number
        true = came_true[here]
        if min(true.sum(), (~true).sum()) >= 5:
            found.append(area_under(score[here], true))
            weights.append(true.sum())
    return float(np.average(found, weights=weights))


def top_share(score, came_true, *, most=100):
    """Return which part of the first pairs came true."""
    return float(came_true[np.argsort(-score, kind="stable")[:most]].mean())
