"""Back-tests as they are kept: a folder of tables (Parquet) and a manifest, written like a run."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from explorer.errors import BackTestDamagedError, BackTestNotFoundError
from explorer.runs import MANIFEST, write_manifest, writing_run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

POOLED = "pooled"
"""Stands in ``cutoff`` for the mean over all cutoffs."""

TABLES = ("niches", "cutoffs", "measures", "overlaps")


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """A back-test that was made."""

    backtest_id: str
    path: Path
    manifest: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    """``niches``, ``cutoffs``, ``measures``, ``overlaps``; ``forecasts`` and ``chances``, unless an
    earlier version made it; ``named``, ``recall`` if subfields were given."""


def write_backtest(
    folder: Path, backtest_id: str, facts: dict[str, Any], tables: Mapping[str, pd.DataFrame]
) -> BackTest:
    """Write a back-test aside, then put it in its place as the newest.

    Raises
    ------
    StoreUnwritableError
    """
    with writing_run(folder, backtest_id) as aside:
        for name, table in tables.items():
            table.to_parquet(aside / f"{name}.parquet", index=False)
        write_manifest(aside, facts)
    path = folder / backtest_id
    return BackTest(backtest_id=backtest_id, path=path, manifest=facts, tables=tables)


def read_backtest(folder: Path) -> BackTest:
    """Read the back-test that was made last.

    Raises
    ------
    BackTestNotFoundError, BackTestDamagedError
    """
    import pandas as pd

    from explorer.runs import CURRENT

    path = folder / CURRENT
    if not path.exists():
        raise BackTestNotFoundError(folder)
    path = path.resolve()
    try:
        facts = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        names = [name.removesuffix(".parquet") for name in facts["files"]]
        tables = {name: pd.read_parquet(path / f"{name}.parquet") for name in names}
        missing = set(TABLES) - tables.keys()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackTestDamagedError(path, str(error)) from error
    if missing:
        raise BackTestDamagedError(path, f"{', '.join(sorted(missing))} missing")
    return BackTest(backtest_id=path.name, path=path, manifest=facts, tables=tables)
