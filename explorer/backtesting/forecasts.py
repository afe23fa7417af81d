"""How right forecasts were: chances against what came, intervals against what they held.

Niches of all cutoffs and seeds are put together, for a chance is right or wrong only of many.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from explorer.backtesting.intervals import DRAWS, LEVEL
from explorer.backtesting.kept import POOLED
from explorer.backtesting.measures import calibration_error
from explorer.trends.forecast import AHEAD
from explorer.trends.outcomes import GREW
from explorer.trends.scenarios import CROWDED

MEASURED = ("calibration_error", "share_inside", "papers_inside")

BINS = 10
"""Of equal width, in which chances are held against what came."""


def forecast_tables(niches: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Measure the forecasts of a back-test.

    Parameters
    ----------
    niches : DataFrame
        As from ``tried``, with ``cutoff`` and ``seed``.

    Returns
    -------
    dict
        ``forecasts``: for each ``horizon`` (years) and ``cutoff`` (or ``pooled``), how many niches
        (of all seeds), ``stated``: the mean chance of growth, ``grew``: the part that did, the
        calibration error of the chance over ten bins, and the part of niches whose share and whose
        papers lay inside the 80 % interval; where pooled, with the ends ``_low`` and ``_high``
        between which 90 % of draws lie.
        ``chances``: for each ``horizon`` and ``event``, the niches in each ``bin`` of chances, the
        mean chance ``stated`` and the part to which it ``came``.
    """
    told = _told(niches[niches["measured"]])
    keys = ["horizon", "cutoff", "niches", "stated", "grew"]
    ends = [f"{name}{end}" for name in MEASURED for end in ("", "_low", "_high")]
    forecasts = pd.DataFrame(_by_cutoff(told), columns=[*keys, *ends])
    return {
        "forecasts": forecasts.astype({"cutoff": "str"}),
        "chances": _chances(told),
    }


def _told(niches: pd.DataFrame) -> pd.DataFrame:
    """Put what was forecast for the horizon of each row beside what came of it."""
    parts = [_at(own, int(str(horizon))) for horizon, own in niches.groupby("horizon")]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else _at(niches.head(0), AHEAD[0] // 12)


def _at(niches: pd.DataFrame, horizon: int) -> pd.DataFrame:
    end = f"in_{12 * horizon}"
    if f"chance_{end}" not in niches:
        return niches.head(0)
    own = niches[niches[f"chance_{end}"].notna() & niches["realised"].notna()]
    ratio = own["realised"] ** horizon * own["share"]
    found = own[["horizon", "cutoff", "seed", "niche_id", "parent_id"]].assign(
        chance=own[f"chance_{end}"],
        grew=own["grew"].astype(bool),
        share_inside=ratio.between(own[f"share_{end}_low"], own[f"share_{end}_high"]),
        papers_inside=own["later"].between(own[f"papers_{end}_low"], own[f"papers_{end}_high"]),
    )
    if 12 * horizon != AHEAD[-1]:
        return found
    crowded = found["grew"] & (own["later"] >= CROWDED * own["papers_recent"])
    stalls = own["realised"] < 1 / GREW
    came = {
        "booms": found["grew"] & ~crowded,
        "crowded": crowded,
        "steady": ~found["grew"] & ~stalls,
        "stalls": stalls,
    }
    chances = {f"chance_{name}": own[f"chance_{name}"] for name in came}
    return found.assign(**came, **chances)


def _by_cutoff(told: pd.DataFrame) -> Iterator[dict[str, object]]:
    for horizon, every in told.groupby("horizon"):
        for cutoff, own in [*every.groupby("cutoff"), (POOLED, every)]:
            values = _measure(own)
            row: dict[str, object] = {
                "horizon": horizon,
                "cutoff": cutoff,
                "niches": len(own),
                "stated": own["chance"].mean(),
                "grew": own["grew"].mean(),
                **dict(zip(MEASURED, values, strict=True)),
            }
            yield row | (_ends(own) if cutoff == POOLED else {})


def _measure(own: pd.DataFrame) -> tuple[float, ...]:
    error = calibration_error(own["chance"].to_numpy(), own["grew"].to_numpy())
    return error, own["share_inside"].mean(), own["papers_inside"].mean()


def _ends(own: pd.DataFrame) -> dict[str, float]:
    """Draw subfields again and again: their niches tend to share their fate."""
    block = own.groupby(["cutoff", "seed", "parent_id"]).ngroup().to_numpy()
    rows = [np.flatnonzero(block == each) for each in range(int(block.max()) + 1)]
    drawn = []
    for draw in range(DRAWS):
        rng = np.random.default_rng(draw)
        chosen = rng.integers(len(rows), size=len(rows))
        drawn.append(_measure(own.iloc[np.concatenate([rows[i] for i in chosen])]))
    low, high = np.quantile(np.array(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    ends = zip(MEASURED, low, high, strict=True)
    return {
        name: value
        for each, least, most in ends
        for name, value in ((f"{each}_low", least), (f"{each}_high", most))
    }


def _chances(own: pd.DataFrame) -> pd.DataFrame:
    columns = ["horizon", "event", "bin", "niches", "stated", "came"]
    rows = []
    for horizon, told in own.groupby("horizon"):
        events = {"grew": "chance"}
        if 12 * int(str(horizon)) == AHEAD[-1]:
            events |= {name: f"chance_{name}" for name in ("booms", "crowded", "steady", "stalls")}
        for event, chance in events.items():
            place = np.minimum((told[chance].to_numpy() * BINS).astype(np.int64), BINS - 1)
            for each in np.unique(place):
                inside = told[place == each]
                came = inside[event].astype(float).mean()
                rows.append((horizon, event, each, len(inside), inside[chance].mean(), came))
    return pd.DataFrame(rows, columns=columns).astype({"event": "str"})
