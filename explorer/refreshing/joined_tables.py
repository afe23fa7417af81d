"""The tables of a run that papers join or leave: only what counts papers changes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from explorer.errors import RunDamagedError
from explorer.results import NEWBORN
from explorer.runs import ROWS_TOGETHER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from explorer.runs import Run

FEW_VALUES = {"members": ["niche_id", "kind"], "niches": True, "series": True}
"""Columns that are written by numbering their values; to try it with others takes time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """By how many papers niches grew or shrank, and in which months; lists of one length."""

    niche_ids: list[str]
    months: list[str]
    by: list[int]

    @classmethod
    def of(cls, joining: pd.DataFrame, leaving: pa.Table, month: Mapping[str, str]) -> Counted:
        """Count members that join and leave, given the months of their papers."""
        came, went = joining["paper_id"].tolist(), leaving["paper_id"].to_pylist()
        return cls(
            niche_ids=[*joining["niche_id"].tolist(), *leaving["niche_id"].to_pylist()],
            months=[month[each] for each in (*came, *went)],
            by=[1] * len(came) + [-1] * len(went),
        )

    def of_levels(self, niches: pa.Table) -> Counted:
        """Count for the groups above each niche too; newborn niches share papers of others."""
        above = {
            row["niche_id"]: "" if row["kind"] == NEWBORN else row["parent_id"] or ""
            for row in niches.select(["niche_id", "kind", "parent_id"]).to_pylist()
        }
        rows = list(zip(self.niche_ids, self.months, self.by, strict=True))
        found = []
        while rows:
            found += rows
            rows = [(above[each], month, by) for each, month, by in rows if above[each]]
        return Counted(
            niche_ids=[each for each, _, _ in found],
            months=[month for _, month, _ in found],
            by=[by for _, _, by in found],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Those tables of a run that count papers, as they are written."""

    members: pa.Table
    niches: pa.Table
    series: pa.Table

    def assigned(self) -> list[str]:
        """List the papers that came after niches were found."""
        import pyarrow.compute as pc

        kept = self.members.filter(pc.equal(self.members["kind"], "assigned"))
        return list(kept["paper_id"].to_pylist())

    def holding(self, paper_ids: Collection[str]) -> set[str]:
        """Return those of some papers that are members."""
        return set(self.rows_of(paper_ids)["paper_id"].to_pylist())

    def rows_of(self, paper_ids: Collection[str]) -> pa.Table:
        """Return the members that are some papers."""
        return self.members.filter(self._are(paper_ids))

    def without(self, paper_ids: Collection[str]) -> Tables:
        """Leave some papers out of the members."""
        import pyarrow.compute as pc

        if not paper_ids:
            return self
        return replace(self, members=self.members.filter(pc.invert(self._are(paper_ids))))

    def _are(self, paper_ids: Collection[str]) -> pa.Array:
        import pyarrow as pa
        import pyarrow.compute as pc

        column = self.members["paper_id"]
        return pc.is_in(column, value_set=pa.array(sorted(paper_ids), column.type))

    def with_more(self, joining: pd.DataFrame, counted: Counted) -> Tables:
        """Let papers join, and count all groups anew."""
        levels = counted.of_levels(self.niches)
        return Tables(
            members=_with_members(self.members, joining),
            niches=_with_papers(self.niches, levels),
            series=_with_months(self.series, self.niches, levels),
        )

    def write(self, folder: Path) -> None:
        """Write the files of a run that is being made."""
        import pyarrow.parquet as pq

        for name in ("members", "niches", "series"):
            pq.write_table(
                getattr(self, name),
                folder / f"{name}.parquet",
                row_group_size=ROWS_TOGETHER,
                use_dictionary=FEW_VALUES[name],
            )


def read_tables(run: Run) -> Tables:
    """Read the tables of a run.

    Raises
    ------
    RunDamagedError
    """
    import pyarrow.parquet as pq

    tables = {}
    for name in ("members", "niches", "series"):
        try:
            tables[name] = pq.read_table(run.path / f"{name}.parquet")
        except (OSError, ValueError) as error:
            raise RunDamagedError(run.path, f"{name}.parquet: {error}") from error
    return Tables(**tables)


def _with_members(members: pa.Table, joining: pd.DataFrame) -> pa.Table:
    """Put rows among the members, which stay sorted by niche and paper."""
    import numpy as np
    import pyarrow as pa

    if joining.empty:
        return members
    joining = joining.sort_values(["niche_id", "paper_id"], ignore_index=True)
    rows = pa.Table.from_pandas(joining, schema=members.schema, preserve_index=False)
    together = pa.concat_tables([members, rows]).combine_chunks()
    spans, held, places = _spans(members["niche_id"]), together["paper_id"].chunk(0), []
    for niche_id, paper_id in zip(joining["niche_id"], joining["paper_id"], strict=True):
        first, length = spans[niche_id]
        own = range(first, first + length)
        places.append(first + bisect_left(own, paper_id, key=lambda row: held[row].as_py()))
    order = np.insert(np.arange(len(members)), places, len(members) + np.arange(len(joining)))
    found: pa.Table = together.take(pa.array(order))
    return found


def _spans(column: pa.ChunkedArray) -> dict[str, tuple[int, int]]:
    """Return where the rows of each value begin and how many there are; they stand together."""
    import numpy as np

    coded = column.combine_chunks().dictionary_encode()
    length = np.bincount(coded.indices.to_numpy(), minlength=len(coded.dictionary))
    begin = np.concatenate([[0], np.cumsum(length)[:-1]])
    values = coded.dictionary.to_pylist()
    return dict(zip(values, zip(begin.tolist(), length.tolist(), strict=True), strict=True))


def _with_papers(niches: pa.Table, counted: Counted) -> pa.Table:
    """Count the papers of groups; what they were judged by stays."""
    import numpy as np

    row = {niche_id: i for i, niche_id in enumerate(niches["niche_id"].to_pylist())}
    papers = niches["papers"].to_numpy().copy()
    np.add.at(papers, [row[each] for each in counted.niche_ids], counted.by)
    return _with(niches, {"papers": papers})


def _with_months(series: pa.Table, niches: pa.Table, counted: Counted) -> pa.Table:
    """Count the papers of months that were counted already, and the shares of these months."""
    import numpy as np

    spans = _spans(series["niche_id"])
    row = {niche_id: i for i, niche_id in enumerate(spans)}
    n_months = len(series) // len(row)
    column = {month: i for i, month in enumerate(series["month"][:n_months].to_pylist())}
    cells = [
        (row[niche_id], column[month], by)
        for niche_id, month, by in zip(counted.niche_ids, counted.months, counted.by, strict=True)
        if month in column
    ]
    if not cells:
        return series
    rows, columns, by = np.array(cells, dtype=np.int64).T
    papers = series["papers"].to_numpy().reshape(len(row), n_months).copy()
    share = series["share"].to_numpy().reshape(len(row), n_months).copy()
    np.add.at(papers, (rows, columns), by)
    changed, once = np.unique(columns), np.array([row[each] for each in _once(niches)])
    total = papers[np.ix_(once, changed)].sum(axis=0)
    share[:, changed] = papers[:, changed] / np.maximum(total, 1)
    return _with(series, {"papers": papers.ravel(), "share": share.ravel()})


def _once(niches: pa.Table) -> Iterable[str]:
    """List the niches that hold every paper once."""
    for row in niches.select(["niche_id", "level", "kind"]).to_pylist():
        if row["level"] == "niche" and row["kind"] != NEWBORN:
            yield row["niche_id"]


def _with(table: pa.Table, columns: Mapping[str, np.ndarray]) -> pa.Table:
    """Put other values into columns, which keep their types."""
    import pyarrow as pa

    for name, values in columns.items():
        place = table.schema.get_field_index(name)
        field = table.schema.field(place)
        table = table.set_column(place, field, pa.array(values, type=field.type))
    return table
