"""The table of white space of a run: rising methods by fields, and the way into each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from explorer.results import Found, Shown
    from explorer.topics.newborns import Newborns
    from explorer.trends.field import Field
    from explorer.trends.fields import Fields
    from explorer.trends.white_cells import Cells, Ground

LEAST_CATEGORIES, MOST_FIELDS = 4, 60
"""Categories below which subfields are the fields, and fields at most, the largest ones."""

PAPERS_SHOWN = 3
"""Papers named of a cell, of either kind."""

READ_FOR_WRITING = 12
"""Papers that are read for how a method is written."""

WORDS = 4
"""Words that stand for a field in a query."""

MOSTLY = 0.2
"""Part of a niche's papers from which it is a niche of a field."""


def white_space_table(
    papers: pd.DataFrame, found: Found, shown: list[Shown], newborns: Newborns, field: Field
) -> pd.DataFrame:
    """Make the matrix of rising methods and fields, with the way into each cell.

    Parameters
    ----------
    papers : DataFrame
        Of the run, sorted by id.
    shown : list of Shown
        Niches, then subfields and areas.

    Returns
    -------
    DataFrame
        With the columns of ``white_space.DOCUMENTED``; methods whose growth is surest first.
    """
    import pandas as pd

    from explorer.trends.white_cells import Ground
    from explorer.trends.white_space import DOCUMENTED, white_space

    fields, names = fields_of(papers, shown, field)
    ground = Ground(
        phrases=found.phrases,
        points=found.points,
        month=field.month,
        fields=fields,
        last=field.last,
    )
    cells, ahead = white_space(ground)
    if cells.table.empty:
        return pd.DataFrame(columns=list(DOCUMENTED)).astype(DOCUMENTED)
    told = _Told(papers, ground, cells)
    table, which = cells.table, cells.table["field"].to_numpy()
    last = pd.Period(str(papers["month"].min()), "M") + field.last
    began = [str(last - 12 * ago) if ago >= 0 else "" for ago in table["adopted"]]
    columns: dict[str, Any] = {name: table[name] for name in DOCUMENTED if name in table} | {
        "method": [told.written[i] for i in table["method"]],
        "field": [fields.ids[i] for i in which],
        "field_name": [names[i] for i in which],
        "adopted": began,
        "ahead": ahead,
        "niche_id": _niches(found, shown[0], newborns, fields, cells),
        "query": told.queries(),
        "own_ids": told.own_ids(),
        "near_ids": told.near_ids(),
    }
    return pd.DataFrame(columns)[list(DOCUMENTED)].astype(DOCUMENTED)


def fields_of(papers: pd.DataFrame, shown: list[Shown], field: Field) -> tuple[Fields, list[str]]:
    """Take primary categories as fields, or subfields where there are few categories."""
    from explorer.trends.fields import window
    from explorer.trends.white_cells import LEAST_FIELD

    same = _same_categories()
    codes = papers["primary_category"].map(lambda code: same.get(code, code))
    sizes = codes[window(field.month, field.last)].value_counts()
    ids = sorted(sizes[sizes >= LEAST_FIELD].index[:MOST_FIELDS])
    if len(ids) < LEAST_CATEGORIES and len(shown) > 1:
        return _subfields(shown[1], field)
    return _categories(papers["categories"], codes, ids, field)


def _same_categories() -> dict[str, str]:
    """Map each code of arXiv that is another's alias to that one."""
    from explorer.corpus.taxonomy import read_taxonomy

    known = read_taxonomy()
    return {a: b for a, b in zip(known["code"], known["alias_of"], strict=True) if b}


def _subfields(shown: Shown, field: Field) -> tuple[Fields, list[str]]:
    import numpy as np
    from scipy.sparse import csr_array

    from explorer.trends.fields import Fields

    groups, n = shown.level.groups, len(field.month)
    fields = Fields(
        ids=tuple(groups["niche_id"]),
        of_paper=np.asarray(shown.level.label[:n], dtype=np.int64),
        beside=csr_array((n, len(groups)), dtype=np.float32),
        authorships=field.authorships,
    )
    return fields, groups["name"].tolist()


def _categories(
    listed: pd.Series, primary: pd.Series, ids: list[str], field: Field
) -> tuple[Fields, list[str]]:
    """Say which of some categories each paper has first, and which beside."""
    import numpy as np
    from scipy.sparse import csr_array

    from explorer.corpus.taxonomy import read_taxonomy
    from explorer.trends.fields import Fields

    number, same = {code: i for i, code in enumerate(ids)}, _same_categories()
    of_paper = primary.map(number).fillna(-1).to_numpy(dtype=np.int64)
    columns = {
        each: {number.get(same.get(code, code), -1) for code in each.split()}
        for each in listed.unique()
    }
    places = np.array(
        [
            (row, column)
            for row, each in enumerate(listed)
            for column in sorted(columns[each])
            if column >= 0 and column != of_paper[row]
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    marks = (np.ones(len(places), dtype=np.float32), (places[:, 0], places[:, 1]))
    beside = csr_array(marks, shape=(len(listed), len(ids)))
    names = read_taxonomy().set_index("code")["name"]
    fields = Fields(ids=tuple(ids), of_paper=of_paper, beside=beside, authorships=field.authorships)
    return fields, [str(names.get(code, code)) for code in ids]


def _niches(
    found: Found, niches: Shown, newborns: Newborns, fields: Fields, cells: Cells
) -> np.ndarray:
    """Find for each cell the niche of the field that lies nearest to the method."""
    import numpy as np

    middles = np.concatenate([found.model.centroids, newborns.middles])
    counts = np.zeros((len(middles), len(fields.ids)))
    of_paper = fields.of_paper[niches.rows]
    np.add.at(counts, (niches.level.label[of_paper >= 0], of_paper[of_paper >= 0]), 1)
    size = np.bincount(niches.level.label, minlength=len(middles))
    own = counts >= MOSTLY * np.maximum(size, 1)[:, None]
    own &= (niches.level.groups["debris"].to_numpy() == "")[:, None]
    own |= ~own.any(axis=0)
    cosine = cells.middles @ middles.T
    nearest = np.array(
        [np.where(own[:, i], cosine, -2.0).argmax(axis=1) for i in range(own.shape[1])]
    )
    ids = niches.level.groups["niche_id"].to_numpy(dtype=str)
    table = cells.table
    return np.asarray(ids[nearest[table["field"], table["method"]]])


class _Told:
    """What a cell says in words and papers."""

    def __init__(self, papers: pd.DataFrame, ground: Ground, cells: Cells) -> None:
        from scipy.sparse import csc_array

        self.ids, self.abstracts = papers["id"].to_numpy(), papers["abstract"]
        self.ground, self.cells = ground, cells
        self.uses = csc_array(ground.phrases.in_papers[:, cells.columns])
        self.uses.sort_indices()
        self.written = [self._written(i) for i in range(len(cells.methods))]

    def _rows(self, method: int) -> np.ndarray:
        """Return the papers that use a method, oldest first."""
        import numpy as np

        rows = self.uses.indices[self.uses.indptr[method] : self.uses.indptr[method + 1]]
        month = self.ground.month[rows]
        rows = rows[month <= self.ground.last]
        return np.asarray(rows[np.argsort(self.ground.month[rows], kind="stable")])

    def _written(self, method: int) -> str:
        from explorer.topics.writing import written_form

        texts = self.abstracts.iloc[self._rows(method)[-READ_FOR_WRITING:]].tolist()
        return written_form(self.cells.methods[method], texts)

    def own_ids(self) -> list[list[str]]:
        """List the first papers of each cell."""
        of_paper, found = self.ground.fields.of_paper, []
        for method in range(len(self.written)):
            rows = self._rows(method)
            field = of_paper[rows]
            found += [
                self.ids[rows[field == i][:PAPERS_SHOWN]].tolist()
                for i in range(len(self.ground.fields.ids))
            ]
        return found

    def near_ids(self) -> list[list[str]]:
        """List the last papers that use the method elsewhere and are listed in the field too."""
        beside, found = self.ground.fields.beside, []
        for method in range(len(self.written)):
            rows = self._rows(method)
            marks = beside[rows].toarray() > 0
            found += [
                self.ids[rows[marks[:, i]][::-1][:PAPERS_SHOWN]].tolist()
                for i in range(marks.shape[1])
            ]
        return found

    def queries(self) -> list[str]:
        """Write what a niche of one's own would be asked for."""
        from explorer.trends.field_words import field_words

        ground = self.ground
        words = field_words(
            ground.phrases, ground.fields, ground.month, last=ground.last, most=WORDS
        )
        variants = ground.phrases.variants
        methods = []
        for text, written in zip(self.cells.methods, self.written, strict=True):
            ways = [f'"{each}"' for each in (written, *variants.get(text, ())[:2])]
            methods.append(" OR ".join(ways) if len(ways) == 1 else f"({' OR '.join(ways)})")
        table = self.cells.table
        return [
            f"{methods[method]} AND ({' OR '.join(words[field])})"
            if words[field]
            else methods[method]
            for method, field in zip(table["method"], table["field"], strict=True)
        ]
