"""What became of flags: the record that stands beside a flag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from explorer.backtesting.kept import POOLED, read_backtest
from explorer.trends.scores import NOVEL_LINE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OPENING, UPPER, FASTEST, ANY = "opening", "upper quarter", "fastest of last year", "any"

SHOWN = ("cutoff", "name", "score", "achievable", "papers_recent", "realised", "grew")
"""What is shown of a flag of the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What became of the openings that would have been flagged on the papers held."""

    horizon: int
    """Years after which it was looked at."""
    cutoffs: tuple[str, ...]
    categories: tuple[str, ...]
    """Those that the back-test looked at; empty means every paper."""
    named: int
    grew: int
    fastest_grew: int
    """How many as many niches would have had that grew fastest in the year before."""
    base: float
    """Which part of all niches grew."""
    flags: pd.DataFrame
    """The openings: ``SHOWN``, best score first."""
    came: Mapping[str, tuple[float, float]]
    """By outcome of ``entered``: its mean in the most and the least achievable third of niches;
    nothing of a back-test made before that was looked at."""


def read_record(folder: Path) -> Record:
    """Read the record of the back-test that was made last, at its longest horizon.

    Raises
    ------
    BackTestNotFoundError, BackTestDamagedError
    """
    made = read_backtest(folder)
    niches = made.tables["niches"]
    niches = niches[niches["horizon"] == niches["horizon"].max()]
    record = flag_record(niches).set_index("rule")
    rules = named_by_rules(_judged(niches))
    flags = rules[OPENING].sort_values(["score", "niche_id"], ascending=[False, True])
    return Record(
        horizon=max(made.manifest["horizons"]),
        cutoffs=tuple(made.manifest["cutoffs"]),
        categories=tuple(made.manifest["categories"]),
        named=len(flags),
        grew=int(flags["grew"].sum()),
        fastest_grew=int(rules[FASTEST]["grew"].sum()),
        base=float(record["part"].get(ANY, float("nan"))),
        flags=flags[list(SHOWN)].reset_index(drop=True),
        came=_came(made.tables.get("entered")),
    )


def _came(entered: pd.DataFrame | None) -> dict[str, tuple[float, float]]:
    """Return who came to the most and to the least achievable niches, over all cutoffs."""
    if entered is None:
        return {}
    own = entered[(entered["horizon"] == entered["horizon"].max()) & (entered["cutoff"] == POOLED)]
    ends = zip(own["upper"].tolist(), own["lower"].tolist(), strict=True)
    return dict(zip(own["outcome"].tolist(), ends, strict=True))


def flag_record(niches: pd.DataFrame) -> pd.DataFrame:
    """Count how many of the niches that a rule named grew, over all cutoffs and the first seed.

    Parameters
    ----------
    niches : DataFrame
        As a back-test keeps them.

    Returns
    -------
    DataFrame
        ``horizon``; ``rule``: ``opening`` (what the program marks), ``upper quarter`` by score,
        ``fastest of last year`` (at each cutoff as many as there were openings), or ``any``;
        ``named``, ``grew``, ``part``; ``median_growth``: realised growth of share a year.
    """
    rows = [
        {"horizon": horizon, "rule": rule, **_counted(found)}
        for horizon, table in _judged(niches).groupby("horizon")
        for rule, found in named_by_rules(table).items()
    ]
    columns = ["horizon", "rule", "named", "grew", "part", "median_growth"]
    return pd.DataFrame(rows, columns=columns).astype({"rule": "str"})


def named_by_rules(judged: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    """Gather the niches that each rule named."""
    fastest = [
        table.sort_values(["last_year_growth", "niche_id"], ascending=[False, True]).head(
            int(table["opening"].sum())
        )
        for _, table in judged.groupby("cutoff")
    ]
    return {
        OPENING: judged[judged["opening"]],
        UPPER: judged[judged["score"] >= NOVEL_LINE],
        FASTEST: pd.concat(fastest) if fastest else judged,
        ANY: judged,
    }


def _judged(niches: pd.DataFrame) -> pd.DataFrame:
    return niches[niches["measured"] & (niches["seed"] == niches["seed"].min())]


def _counted(found: pd.DataFrame) -> dict[str, float]:
    grew = int(found["grew"].sum())
    return {
        "named": len(found),
        "grew": grew,
        "part": grew / len(found) if len(found) else float("nan"),
        "median_growth": float(found["realised"].median()),
    }
