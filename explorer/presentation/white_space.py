"""White space in words: what each cell is, which rows and columns are shown, how good it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from explorer.presentation.numbers import counted, month_name, percent
from explorer.trends.fields import IN_USE
from explorer.trends.white_space import BEGUN, IN, NOT_YET, OPENING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MOST_ROWS, MOST_COLUMNS = 24, 18
"""Methods and fields that are drawn at once."""

STATES = {
    IN: "in use",
    OPENING: "about to open",
    BEGUN: "begun, or in use before",
    NOT_YET: "not yet",
}

HOW_GOOD = (
    "Of the cells marked so at the ends of 2010 to 2013 on 120,263 papers of computer science and "
    "statistics, 96 of 265 opened within three years; 8 would by chance. Their chances "
    "had been told as 52 % on average, and 36 % opened: take high chances for less."
)
"""Of ``tests/benchmarks/test_white_space.py``, sums over its cutoffs."""

WHAT = (
    "Rows are methods whose share of all papers rises by 8 % a year or more; columns are fields. A "
    f"method is in use in a field when {IN_USE} papers of 12 months use it. A cell that is empty, "
    "or has one paper, and never was in use is marked where its chance to come into use is 30 % "
    "or more: by the size of the field and the use of the method, how alike their papers are, and "
    "papers elsewhere that use it and are listed in the field too, or are by people of the field."
)

DRAWN_TITLE = "Rising methods by field: share of the field's papers (%)"

IN_WORDS = (
    "slug",
    "label",
    "percent",
    "number",
    "state_text",
    "papers_text",
    "speed_text",
    "lag_text",
    "chance_text",
)
"""Columns that ``labelled`` adds."""

DRAWN = ("method", "field", "field_name", "state", "papers", *IN_WORDS)
"""Columns of the chart."""


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    """Add ``label`` of the field: arXiv's code, or the name of a subfield; and all in words."""
    rows = table.to_dict("records")
    return table.assign(
        slug=[f"{row['method']} | {row['field']}" for row in rows],
        label=[short_name(row) for row in rows],
        percent=100 * table["share"],
        number=[number_text(row["share"]) for row in rows],
        state_text=[STATES[row["state"]] for row in rows],
        papers_text=[papers_text(row) for row in rows],
        speed_text=[speed_text(row) for row in rows],
        lag_text=[lag_text(row) for row in rows],
        chance_text=[chance_text(row) for row in rows],
    )


def short_name(row: Mapping[Any, Any]) -> str:
    """Name a field in few letters."""
    is_code = "." in row["field"] or row["field"] == row["field_name"] or "-" in row["field"]
    return str(row["field"] if is_code else row["field_name"])


def number_text(share: float) -> str:
    """Write a share in per cent, in few figures."""
    value = 100 * share
    return f"{value:.0f}" if value >= 9.5 else f"{value:.1f}"


def papers_text(row: Mapping[Any, Any]) -> str:
    """Say how many papers of the last 12 months use the method."""
    return f"{row['papers']:,} of {row['field_papers']:,} ({percent(row['share'])})"


def speed_text(row: Mapping[Any, Any]) -> str:
    """Say how fast the share changes; of no papers in two years there is nothing to say."""
    if not (row["papers"] or row["before"]):
        return "none yet"
    return f"{100 * row['speed']:+.2f} points a year".replace("-", "\u2212")


def lag_text(row: Mapping[Any, Any]) -> str:
    """Say how far a field is behind the first."""
    if row["adopted"] and not row["lag"]:
        return "among the first"
    return counted(row["lag"], "year") + ("" if row["adopted"] else " so far")


def chance_text(row: Mapping[Any, Any]) -> str:
    """Say how likely a cell is to open; nothing where it is open, or was."""
    if row["state"] not in {OPENING, NOT_YET}:
        return "-"
    return f"{percent(row['chance'])} within {counted(row['ahead'], 'year')}"


def method_names(table: pd.DataFrame) -> dict[str, str]:
    """List the methods by name."""
    return {each: each for each in sorted(table["method"].unique(), key=str.lower)}


def field_names(table: pd.DataFrame) -> dict[str, str]:
    """Name the fields by what the link calls them."""
    fields = table.drop_duplicates("field").sort_values("label")
    return {
        row["field"]: " ".join(dict.fromkeys([row["label"], row["field_name"]]))
        for row in fields.to_dict("records")
    }


def rows_shown(table: pd.DataFrame, chosen: str = "") -> list[str]:
    """Choose the methods to draw: those with most marked cells; the one chosen is among them."""
    return _first(table, "method", MOST_ROWS, chosen)


def columns_shown(table: pd.DataFrame, chosen: str = "") -> list[str]:
    """Choose the fields to draw, by their labels, in order."""
    return sorted(_first(table, "label", MOST_COLUMNS, chosen))


def _first(table: pd.DataFrame, by: str, most: int, chosen: str) -> list[str]:
    marked = (table["state"] == OPENING).groupby(table[by], sort=False).sum()
    used = table.groupby(by, sort=False)["papers"].sum()
    order = marked.to_frame("marked").assign(used=used)
    order = order.sort_values(["marked", "used"], ascending=False, kind="stable")
    names = [str(name) for name in order.index[:most]]
    if chosen and chosen not in names:
        names[-1] = chosen
    return names


def marked_cells(table: pd.DataFrame) -> pd.DataFrame:
    """List the cells that are about to open, the likeliest first, with the first adopter."""
    marked = table[table["state"] == OPENING].sort_values("chance", ascending=False, kind="stable")
    first = {method: first_text(rows) for method, rows in table.groupby("method", sort=False)}
    return marked.assign(first=marked["method"].map(first).astype("str")).reset_index(drop=True)


def adopters(rows: pd.DataFrame) -> pd.DataFrame:
    """List the fields that use a method, the first to adopt it first."""
    used = rows[rows["adopted"] != ""]
    return used.sort_values(["adopted", "papers"], ascending=[True, False], kind="stable")


def first_text(rows: pd.DataFrame) -> str:
    """Name the first field that used a method, and the year."""
    row = adopters(rows).iloc[0]
    return f"{row['label']}, {row['adopted'][:4]}"


def described(cells: pd.DataFrame) -> str:
    """Say what is on the matrix to who does not see it."""
    marked = cells[cells["state"] == OPENING]
    text = (
        f"Matrix of {counted(cells['method'].nunique(), 'method')} and "
        f"{counted(cells['label'].nunique(), 'field')}: the share of each field's papers that use "
        f"each method; {counted(len(marked), 'cell')} about to open"
    )
    if marked.empty:
        return f"{text}."
    row = marked.sort_values("chance").iloc[-1]
    return f"{text}, likeliest {row['method']} in {row['field_name']}."


def exported(table: pd.DataFrame) -> pd.DataFrame:
    """Put all cells in the form of a file."""
    joined = {name: table[name].map(" ".join) for name in ("own_ids", "near_ids")}
    return table.drop(columns=list(IN_WORDS)).assign(**joined)


def why_text(row: Mapping[Any, Any]) -> str:
    """Say what brings a method near to a field."""
    ever = counted(row["ever"], "paper")
    beside, people = counted(row["beside"], "paper"), f"{row['by_authors']:,}"
    return (
        f"{ever} of the field ever used it. Of the last 24 months, {beside} elsewhere that use it "
        f"are listed in the field too, and {people} are by people who write in it."
    )


def adopted_lines(rows: pd.DataFrame, *, most: int) -> list[str]:
    """Name the first fields that used a method, each with the end of its first 12 months."""
    return [
        f"{row['field_name']} ({row['label']}), 12 months up to {month_name(row['adopted'])}; now "
        f"{percent(row['share'])}"
        for row in adopters(rows).head(most).to_dict("records")
    ]
