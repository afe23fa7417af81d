"""A back-test as a page of Markdown, every table with what it says in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explorer.presentation.backtest_tables import (
    by_cutoff,
    chance_table,
    forecast_table,
    markdown_table,
    pooled_table,
)

if TYPE_CHECKING:
    import pandas as pd

RANKINGS = {
    "score": "the score: mean rank of the four signals below",
    "reference": "mean rank of two plain signals: newcomers' part, growth of terms over two years",
    "growing_terms": "growth of late, outside the niche, of the terms it uses",
    "newcomers": "people new to the corpus, by the niche's papers",
    "imported_terms": "growing terms that the niche took up",
    "openness": "part of the papers that speak of open code, data or benchmarks",
    "survey_share": "not used: part of the papers whose titles say that they are surveys",
    "technique_maturity": "not used: age of the terms that the niche took over from elsewhere",
    "random": "a random order",
    "size": "papers of the last year",
    "last_year_growth": "share of the last year by that of the year before",
    "eb_growth": "the same over two years, shrunk (empirical Bayes)",
    "linear_trend": "slope of the share over three years",
    "kleinberg_burst": "weight of the burst it is in (Kleinberg 2003)",
    "vitality": "mean of 1 / (1 + age) of its papers (Klavans & Boyack)",
    "stage": "1 / (1 + years since its largest share) (CSET)",
    "escore": "emergence score (Carley et al. 2018, as ONS pyGrams has it)",
    "macd": "short less long moving average of the share (Tattershall et al. 2020)",
    "theta": "forecast by the Theta method (Assimakopoulos & Nikolopoulos 2000)",
    "damped_trend": "forecast by a damped trend (Gardner & McKenzie 1985)",
    "cset_logit": "logistic regression on stage, vitality, size and growth, after CSET",
}
"""What a ranking goes by, in the order in which they are shown."""

OUTCOMES = {"new_people": "new people", "small_teams_later": "small teams"}

HOW = """\
At each cutoff the papers up to it, and nothing else, are analysed as `explorer analyze --as-of`
would. A later paper is then shared out among the niches of its 15 nearest earlier papers, by
cosine, and a paper of the last known year likewise, itself left out. A niche **grew** if its
share of all papers rose by more than 8 % a year. Niches of the partition with at least 12 papers
in the last known year count. Values are means over cutoffs and seeds; intervals hold 90 % of 200
draws of subfields and seeds. **below** is by how much the AUC of a ranking is below that of the
score, on the same draws: an interval above 0 says that the score is better.
"""

FORECAST = """\
**Stated** is the mean chance of growth that was told, **grew** the part that did, **calibration
error** the mean distance of the two over ten bins of the chance. **Share inside** and **papers
inside** are the parts of niches whose share, and whose papers a year, lay in the 80 % interval.
Niches of all seeds count; pooled values have intervals that hold 90 % of 200 draws of subfields.
"""

CHANCES = """\
A niche **booms** if its share grows by more than 8 % a year, is **crowded** if moreover it has
three times its papers a year, **stalls** if its share falls by as much, and is **steady** else.
"""

ENTERED = """\
Are niches that score as achievable entered? **new people** are the authorships of a year's papers,
shared out as above, by people who signed none of the niche's earlier papers; **small teams** the
papers of three people or fewer. **upper** and **lower** are the means of the third of niches that
is most and least achievable at the cutoff, **more** their difference, with the ends between which
90 % of draws of subfields lie. **correlation** is that of ranks with the axis, and **unchanged**
that with the same part of the last known year: what a rule would have that expects no change.
"""

NAMED = """\
When was a niche about each (half of its papers speak of it) first in the upper quarter by score,
and was that before it drew 100 papers in twelve months? The same of random phrases that about as
many papers use. The phrases tell which niche is about what, and are no part of any analysis.
"""

ALIKE = """\
Part of the papers of the first 50 niches that both name: another seed at the same cutoff, or the
next cutoff.
"""


def backtest_markdown(
    facts: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], record: pd.DataFrame
) -> str:
    """Write a back-test as Markdown.

    Parameters
    ----------
    facts : mapping
        Its manifest.
    tables : mapping
        As it is kept.
    record : DataFrame
        As from ``flag_record``.
    """
    cutoffs = tables["cutoffs"].assign(base_rate=lambda t: 100 * t["base_rate"])
    parts = [
        f"{facts['papers']:,} papers, {facts['first_month']} to {facts['last_month']}.\n",
        f"Made by `{command(facts)}`.\n",
        HOW,
        "## How many grew\n",
        markdown_table(cutoffs.rename(columns={"base_rate": "base rate (%)"}), digits=0),
    ]
    for horizon, measures in tables["measures"].groupby("horizon"):
        parts += _horizon(int(str(horizon)), measures, record)
        parts += _forecasts(int(str(horizon)), tables)
        parts += _entered(int(str(horizon)), tables)
    if "recall" in tables:
        parts += _named(tables)
    if len(tables["overlaps"]):
        parts += [
            "## How alike two analyses are\n",
            ALIKE,
            markdown_table(tables["overlaps"]),
        ]
    return "\n".join(parts)


def command(facts: Mapping[str, Any]) -> str:
    """Write the command that makes a back-test again."""
    options = [f"--cutoff {each}" for each in facts["cutoffs"]]
    options += [f"--horizon {each}" for each in facts["horizons"]]
    options += [f"--category {each}" for each in facts["categories"]]
    options += [f"--seeds {len(facts['seeds'])}", f"--papers-per-niche {facts['papers_per_niche']}"]
    options += ["--known FILE"] if facts.get("subfields") else []
    return " ".join(["explorer backtest", *options])


def _horizon(horizon: int, measures: pd.DataFrame, record: pd.DataFrame) -> list[str]:
    pooled = pooled_table(measures)
    goes_by = pooled[["ranking"]].assign(goes_by=pooled["ranking"].map(RANKINGS))
    own = record[record["horizon"] == horizon].drop(columns="horizon")
    return [
        f"## {_years(horizon)} ahead, mean over cutoffs\n",
        markdown_table(pooled),
        f"{above_score(pooled)}\n",
        f"### {_years(horizon)} ahead, AUC by cutoff\n",
        markdown_table(by_cutoff(measures, "auc")),
        f"### {_years(horizon)} ahead, lift of the first 20 by cutoff\n",
        markdown_table(by_cutoff(measures, "lift_20"), digits=1),
        f"### {_years(horizon)} ahead, correlation within primary category by cutoff\n",
        markdown_table(by_cutoff(measures, "spearman_within")),
        f"### {_years(horizon)} ahead, what became of flags, all cutoffs, first seed\n",
        markdown_table(own),
        "### What each ranking goes by\n",
        markdown_table(goes_by),
    ]


def _forecasts(horizon: int, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Lay out how right forecasts were; a back-test of an earlier version had none."""
    if "forecasts" not in tables:
        return []
    forecasts, chances = (
        tables[name][tables[name]["horizon"] == horizon] for name in ("forecasts", "chances")
    )
    if forecasts.empty:
        return []
    scenarios = chances[chances["event"] != "grew"]
    binned = chances[chances["event"] == "grew"].drop(columns=["horizon", "event"])
    parts = [
        f"### {_years(horizon)} ahead, how right forecasts were\n",
        FORECAST,
        markdown_table(forecast_table(forecasts)),
        markdown_table(binned),
    ]
    if scenarios.empty:
        return parts
    return [
        *parts,
        f"### {_years(horizon)} ahead, how right scenarios were\n",
        CHANCES,
        markdown_table(chance_table(scenarios)),
    ]


def _entered(horizon: int, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Lay out who came into niches; a back-test of an earlier version did not look."""
    if "entered" not in tables:
        return []
    own = tables["entered"][tables["entered"]["horizon"] == horizon]
    if own.empty:
        return []
    named = own["outcome"].map(OUTCOMES).astype("str")
    shown = own.assign(outcome=named).drop(columns="horizon")
    return [f"### {_years(horizon)} ahead, who came\n", ENTERED, markdown_table(shown)]


def above_score(pooled: pd.DataFrame) -> str:
    """Say in words which rankings did better than the score, if any did."""
    score = float(pooled["auc"].iloc[0])
    better = pooled[pooled["auc"] > score]
    surely = pooled[pooled["below_high"] < 0]
    if better.empty:
        return f"No ranking has a larger AUC than the score ({score:.2f})."
    named = ", ".join(f"{row.ranking} ({row.auc:.2f})" for row in better.itertuples(index=False))
    sure = ", ".join(surely["ranking"])
    told = (
        f"the interval of the difference excludes 0 for {sure}"
        if sure
        else ("no interval of the difference excludes 0")
    )
    return f"A larger AUC than the score ({score:.2f}): {named}; {told}."


def _named(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    known = tables["named"].query("kind == 'known' and papers > 0").drop(columns="kind")
    return [
        "## Known subfields\n",
        NAMED,
        markdown_table(tables["recall"]),
        markdown_table(known.sort_values(["takeoff", "name"]), digits=0),
    ]


def _years(number: int) -> str:
    return "One year" if number == 1 else f"{number} years"
