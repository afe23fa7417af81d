"""Phrases whose papers are written down, so that it is known which ones meet."""

import numpy as np
from scipy.sparse import csr_array

from explorer.topics.phrases import Phrases
from explorer.trends.combinations import read_pairs
from explorer.trends.concepts import find_concepts

SUBJECTS = 4
"""Groups of papers, each about one thing."""


def planted(papers, *, means=None, variants=None, own=0.7, noise=0.05, seed=0):
    """Make concepts, and what is known of their pairs.

    Parameters
    ----------
    papers : list of (int, int, tuple of str)
        Subject and month of each paper, and the phrases that it uses.
    means : mapping
        Share of uses of a phrase as a means; .1 if left out.
    own : float
        How far a phrase draws its papers away from the middle of their subject.

    Returns
    -------
    Phrases, Concepts, Pairs
    """
    texts = sorted({str(phrase) for _, _, used in papers for phrase in used})
    column = {text: i for i, text in enumerate(texts)}
    cells = [(row, column[each]) for row, (_, _, used) in enumerate(papers) for each in used]
    rows, columns = zip(*cells, strict=True)
    marks = csr_array(
        (np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=(len(papers), len(texts))
    )
    ones = np.ones(len(texts))
    phrases = Phrases(
        texts=texts,
        lengths=np.array([len(text.split()) for text in texts]),
        in_papers=marks,
        in_titles=marks,
        weak=np.zeros(len(texts), dtype=bool),
        ends=ones,
        begins=ones,
        means=np.array([(means or {}).get(text, 0.1) for text in texts]),
        variants=variants or {},
    )
    subject = np.array([each for each, _, _ in papers])
    month = np.array([each for _, each, _ in papers])
    points = np.hstack([np.eye(SUBJECTS)[subject], own * marks.toarray()])
    points = points + noise * np.random.default_rng(seed).normal(size=points.shape)
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    concepts = find_concepts(phrases, points, month, last=int(month.max()))
    return phrases, concepts, read_pairs(concepts, [subject])
