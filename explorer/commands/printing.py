"""Tables on the terminal, and progress with the time left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from explorer.corpus.progress import Progress

if TYPE_CHECKING:
    import pandas as pd


def print_table(table: pd.DataFrame, how: str) -> None:
    """Print a table as ``table``, ``json`` (a list of records) or ``csv``."""
    if how == "json":
        print(table.to_json(orient="records", indent=2, force_ascii=False, date_format="iso"))
    elif how == "csv":
        print(table.to_csv(index=False), end="")
    else:
        _print_aligned(table)


def _print_aligned(table: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in table.columns:
        is_number = table[name].dtype.kind in "iuf"
        grid.add_column(name.replace("_", " "), justify="right" if is_number else "left")
    for row in table.itertuples(index=False):
        grid.add_row(*(Text(_cell(value)) for value in row))
    width = None if sys.stdout.isatty() else 400
    Console(width=width, highlight=False).print(grid)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}" if value == value else ""
    if isinstance(value, bool):
        return "yes" if value else ""
    return f"{value:,}" if isinstance(value, int) else str(value)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show steps, how far each is, and the time left; on the error stream."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, int] = {}

        def show(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                _finish(bar, list(tasks.values()))
                tasks[step] = bar.add_task(step, total=total)
            bar.update(bar.task_ids[tasks[step]], completed=done, total=total)

        yield show
        _finish(bar, list(tasks.values()))


def _finish(bar: object, tasks: list[int]) -> None:
    """Fill the bars of steps that are over."""
    for task in tasks[-1:]:
        known = bar.tasks[task]  # type: ignore[attr-defined]
        total = known.total if known.total is not None else 1
        bar.update(known.id, total=total, completed=total)  # type: ignore[attr-defined]
