"""Tables on the terminal, and progress with the time left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from explorer.corpus.progress import Progress
from explorer.presentation.csv_text import safe_csv

if TYPE_CHECKING:
    import pandas as pd
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


def print_table(table: pd.DataFrame, how: str) -> None:
    """Print a table as ``table``, ``json`` (a list of records) or ``csv`` without formulas."""
    if how == "json":
        print(table.to_json(orient="records", indent=2, force_ascii=False, date_format="iso"))
    elif how == "csv":
        print(safe_csv(table), end="")
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
    bar = Bar(*columns, console=Console(stderr=True))
    tasks: dict[str, TaskID] = {}

    def show(step: str, done: int, total: int | None) -> None:
        if step not in tasks:
            bar.start()
            _finish(bar)
            tasks[step] = bar.add_task(step, total=total)
        bar.update(tasks[step], completed=done, total=total)

    try:
        yield show
        _finish(bar)
    finally:
        if tasks:
            bar.stop()


def _finish(bar: Bar) -> None:
    """Fill the bar of the step that is over."""
    for task in bar.tasks[-1:]:
        total = 1 if task.total is None else task.total
        bar.update(task.id, total=total, completed=total)
