import numpy as np
import pandas as pd
import pytest

from explorer.backtesting.reference import NOT_USED
from explorer.presentation.backtest_report import RANKINGS, above_score, backtest_markdown
from explorer.presentation.backtest_tables import by_cutoff, markdown_table, pooled_table
from explorer.trends.baselines.every import BASELINES
from explorer.trends.scores import NOVEL_PARTS


def measures(**values):
    """Make measures of two cutoffs and their mean, by the AUC of each ranking."""
    rows = [
        {
            "cutoff": cutoff,
            "ranking": ranking,
            "measure": measure,
            "value": value + shift,
            "low": value - 0.1,
            "high": value + 0.1,
            "less": values["score"] - value,
            "less_low": values["score"] - value - 0.05,
            "less_high": values["score"] - value + 0.05,
            "horizon": 3,
        }
        for cutoff, shift in (("2012-12", -0.02), ("2013-12", 0.02), ("pooled", 0.0))
        for measure in ("auc", "lift_20", "spearman_within", "csi")
        for ranking, value in values.items()
    ]
    return pd.DataFrame(rows)


def test_the_score_comes_first_and_the_others_are_held_against_it():
    table = pooled_table(measures(score=0.7, size=0.5))
    assert table["ranking"].tolist() == ["score", "size"]
    assert table["auc"].tolist() == [0.7, 0.5]
    assert table["below"].tolist() == pytest.approx([0, 0.2])
    assert table["csi"].tolist() == [0.7, 0.5]
    assert table["average_precision"].isna().all()


def test_each_cutoff_has_a_column():
    table = by_cutoff(measures(size=0.5, score=0.7), "auc")
    assert table.columns.tolist() == ["ranking", "2012-12", "2013-12"]
    assert table.iloc[0].tolist() == ["size", pytest.approx(0.48), pytest.approx(0.52)]


def test_a_ranking_that_did_better_is_named():
    assert "No ranking" in above_score(pooled_table(measures(score=0.7, size=0.5)))
    near = above_score(pooled_table(measures(score=0.7, size=0.72)))
    assert "size (0.72); no interval" in near
    far = above_score(pooled_table(measures(score=0.7, size=0.8)))
    assert "size (0.80); the interval of the difference excludes 0 for size" in far


def test_what_is_not_a_number_is_left_blank():
    table = pd.DataFrame({"a_name": ["x"], "n": [1_234], "value": [np.nan]})
    assert (
        markdown_table(table) == "| a name | n | value |\n| --- | --- | --- |\n| x | 1,234 |  |\n"
    )


def test_every_ranking_is_explained():
    assert list(RANKINGS) == ["score", "reference", *NOVEL_PARTS, *NOT_USED, *BASELINES]


def test_the_report_holds_every_table():
    facts = {
        "papers": 4_000,
        "first_month": "2010-01",
        "last_month": "2016-12",
        "papers_per_niche": 120,
        "seeds": [0, 1],
        "cutoffs": ["2012-12", "2013-12"],
        "horizons": [3],
        "categories": ["cs.RO"],
        "subfields": {"told": ["told"]},
    }
    cutoffs = {"horizon": 3, "cutoff": ["2012-12"], "niches": 40, "grew": 8, "base_rate": 0.2}
    named = pd.DataFrame(
        [
            {"name": "told", "kind": "known", "papers": 120, "takeoff": "2014-02"},
            {"name": "any words", "kind": "random", "papers": 110, "takeoff": ""},
        ]
    )
    record = pd.DataFrame({"horizon": [3], "rule": "opening", "named": 9, "grew": 4, "part": 4 / 9})
    overlap = {"kind": ["seeds"], "cutoff": "2012-12", "overlap": 0.7}
    tables = {
        "cutoffs": pd.DataFrame(cutoffs),
        "measures": measures(score=0.7, size=0.5),
        "named": named,
        "recall": pd.DataFrame({"kind": ["known"], "took_off": 1}),
        "overlaps": pd.DataFrame(overlap),
    }
    text = backtest_markdown(facts, tables, record)
    for told in (
        "4,000 papers",
        "--cutoff 2013-12 --horizon 3 --category cs.RO --seeds 2 --papers-per-niche 120",
        "| 3 | 2012-12 | 40 | 8 | 20 |",
        "| opening | 9 | 4 |",
    ):
        assert told in text
    assert "| told | 120 | 2014-02 |" in text
    assert "any words" not in text
