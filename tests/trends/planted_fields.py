"""Papers of fields that take up methods one after the other, written down by hand."""

import numpy as np
import pandas as pd
from planted_concepts import planted
from scipy.sparse import csr_array

from explorer.trends.authorship import read_authorships
from explorer.trends.fields import Fields
from explorer.trends.white_cells import Ground

FIELDS = 4
FILLING = 60
"""Papers a year of each field that use no method."""

RISING = {"deep widget": {0: (0, 4, 9, 20, 40), 1: (0, 0, 4, 8, 16), 2: (0, 0, 0, 0, 1)}}
"""Papers of each field, year by year."""


def ground(uses=RISING, *, years=5, beside=(), authors=None, last=None, seed=0):
    """Make papers of fields.

    Parameters
    ----------
    uses : mapping
        Of each method, papers of each field year by year.
    beside : sequence of (str, int)
        Fields beside in which all papers of the last year that use a method are listed.
    authors : function of (method, field)
        Who writes a paper; a person for each paper if left out.
    """
    papers = [
        (field, 12 * year + i % 12, (f"plain{field} ground{i % 5}",))
        for field in range(FIELDS)
        for year in range(years)
        for i in range(FILLING)
    ]
    papers += [
        (field, 12 * year + i % 12, (method,))
        for method, fields in uses.items()
        for field, counts in fields.items()
        for year, count in enumerate(counts)
        for i in range(count)
    ]
    phrases, _, _ = planted(papers, means=dict.fromkeys(uses, 0.9), seed=seed)
    month = np.array([month for _, month, _ in papers])
    end = 12 * years - 1
    marks = np.zeros((len(papers), FIELDS), dtype=np.float32)
    for method, field in beside:
        for row, (own, when, used) in enumerate(papers):
            marks[row, field] = method in used and when > end - 12 and own != field
    who = [
        authors(used[0], field) if authors else f"Person {row}"
        for row, (field, _, used) in enumerate(papers)
    ]
    fields = Fields(
        ids=tuple("abcd"),
        of_paper=np.array([field for field, _, _ in papers]),
        beside=csr_array(marks),
        authorships=read_authorships(pd.Series(who)),
    )
    points = places(papers, seed)
    return Ground(
        phrases=phrases,
        points=points,
        month=month,
        fields=fields,
        last=end if last is None else last,
    )


def places(papers, seed):
    """Put papers near the others of their field, and of their method."""
    draw, methods = np.random.default_rng(seed), sorted({used[0] for _, _, used in papers})
    found = 0.05 * draw.normal(size=(len(papers), FIELDS + len(methods)))
    for row, (field, _, used) in enumerate(papers):
        found[row, field] += 1
        found[row, FIELDS + methods.index(used[0])] += 0.9
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)
