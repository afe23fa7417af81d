"""All simple rules, by name."""

from __future__ import annotations

import numpy as np
import pandas as pd

from explorer.trends.baselines import bursts, forecasts, logit, windows, youth
from explorer.trends.baselines.history import History

BASELINES = (
    "random",
    "size",
    "last_year_growth",
    "eb_growth",
    "linear_trend",
    "kleinberg_burst",
    "vitality",
    "stage",
    "escore",
    "macd",
    "theta",
    "damped_trend",
    "cset_logit",
)


def baseline_values(history: History, *, years: int, seed: int = 0) -> pd.DataFrame:
    """Let every simple rule rank the niches.

    Parameters
    ----------
    years : int
        How far ahead growth is asked for.
    seed : int
        Of the random order.

    Returns
    -------
    DataFrame with n_niches rows
        A column for each of ``BASELINES``.
    """
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "random": rng.random(len(history.counts)),
            "size": windows.size(history),
            "last_year_growth": windows.last_year_growth(history),
            "eb_growth": windows.eb_growth(history),
            "linear_trend": windows.linear_trend(history),
            "kleinberg_burst": bursts.burst_weight(history),
            "vitality": youth.vitality(history),
            "stage": youth.stage(history),
            "escore": windows.escore(history),
            "macd": windows.macd(history),
            "theta": forecasts.theta(history),
            "damped_trend": forecasts.damped_trend(history),
            "cset_logit": logit.cset_logit(history, years=years),
        }
    )[list(BASELINES)]
