import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from planted_backtest import ASKED, CUTOFF, NOW, keep
from planted_growth import N_RISING

from explorer.analysis import analyze
from explorer.backtesting.asked import Asked, check_cutoffs, usual_cutoffs
from explorer.backtesting.became import what_became
from explorer.backtesting.corpus import corpus_of
from explorer.backtesting.flags import flag_record
from explorer.backtesting.kept import read_backtest
from explorer.backtesting.known import look_back
from explorer.backtesting.measures import auc
from explorer.backtesting.run import RANKINGS, back_test
from explorer.cli import main
from explorer.corpus.months import month_of
from explorer.errors import (
    BackTestDamagedError,
    BackTestNotFoundError,
    BadCutoffError,
    TooFewPapersError,
    UnknownCategoryError,
)
from explorer.kept_texts import read_texts
from explorer.results import paper_hashes
from explorer.runs import TABLES, list_runs
from explorer.settings import Settings

PHRASE = "quokka hopscotch"


def niches_at(made, cutoff=CUTOFF):
    niches = made.tables["niches"]
    return niches[(niches["cutoff"] == cutoff) & niches["measured"]]


def pooled(made, ranking, measure="auc"):
    keys = made.tables["measures"].set_index(["cutoff", "ranking", "measure"])
    return keys.loc[("pooled", ranking, measure), "value"]


# What is forecast is what was planted


def test_what_was_planted_to_rise_is_what_grew(made, planted, known):
    papers, subject = planted
    of_paper = dict(zip([p.arxiv_id for p in papers], subject.tolist(), strict=True))
    members = known.tables["members"]
    mostly = members["paper_id"].map(of_paper).groupby(members["niche_id"]).median()
    niches = niches_at(made).set_index("niche_id")
    rises = mostly.reindex(niches.index) < N_RISING
    assert rises.sum() >= N_RISING
    assert (niches["grew"] == rises).mean() > 0.95
    assert niches["realised"][rises].median() > 1.15
    assert niches["realised"][~rises].median() < 1


def test_the_score_sees_it_and_beats_chance_and_a_rule_that_counts(made):
    assert pooled(made, "score") > 0.9
    assert pooled(made, "score", "csi") > 0.5
    assert pooled(made, "score", "lift_10") > 2
    assert pooled(made, "score") > pooled(made, "last_year_growth")
    assert set(made.tables["measures"]["ranking"]) == set(RANKINGS)


def test_the_last_known_year_and_a_later_one_are_shared_out_whole(made, planted):
    papers, _ = planted
    niches = made.tables["niches"].query("cutoff == @CUTOFF and kind == 'partition'")
    last_year = sum("2013-01" <= month_of(p.submitted) <= CUTOFF for p in papers)
    later = sum("2016-01" <= month_of(p.submitted) <= "2016-12" for p in papers)
    assert niches["now"].sum() == pytest.approx(last_year, abs=1)
    assert niches["later"].sum() == pytest.approx(later, rel=0.01)


def test_outcomes_that_are_shuffled_are_not_forecast(made):
    niches, rng = niches_at(made), np.random.default_rng(0)
    told, grew = niches[["score", "newcomers"]].to_numpy(), niches["grew"].to_numpy()
    found = np.mean([auc(told, rng.permutation(grew)) for _ in range(300)], axis=0)
    assert found == pytest.approx(0.5, abs=0.03)
    assert auc(told, grew).min() > 0.8


# Nothing later is known


@pytest.fixture(scope="module")
def changed(planted, tmp_path_factory):
    """The same papers up to the cutoff; later ones are missing, or speak of something new."""
    papers, _ = planted
    settings = Settings(data_dir=tmp_path_factory.mktemp("changed"))
    early = [p for p in papers if month_of(p.submitted) <= CUTOFF]
    late = [p for p in papers if month_of(p.submitted) > CUTOFF][::3]
    spoken = [
        replace(p, title=f"{PHRASE} {p.title}", abstract=f"{PHRASE}. {p.abstract} On {PHRASE}.")
        for p in late
    ]
    keep(settings, [*early, *spoken])
    return settings


def test_papers_after_a_cutoff_change_nothing_that_was_known(known, changed, tmp_path):
    again = look_back(changed.papers, ASKED.scope(CUTOFF, 0))
    for name, table in known.tables.items():
        files = [tmp_path / f"{which}.parquet" for which in ("one", "other")]
        for file, each in zip(files, (table, again.tables[name]), strict=True):
            each.to_parquet(file, index=False)
        assert files[0].read_bytes() == files[1].read_bytes(), name
    assert again.embedding.vocabulary == known.embedding.vocabulary
    assert (again.points == known.points).all()
    assert (again.history.counts == known.history.counts).all()


def test_a_phrase_that_came_after_the_cutoff_is_nowhere_in_the_run(changed):
    words = set(PHRASE.split())

    def speaks(known):
        terms = {word for term in known.embedding.vocabulary.terms for word in term.split()}
        texts = [
            text
            for table in known.tables.values()
            for name in table.columns[table.dtypes == "str"]
            for text in table[name]
        ]
        return bool(words & terms) or any(word in text for word in words for text in texts)

    assert not speaks(look_back(changed.papers, ASKED.scope(CUTOFF, 0)))
    assert speaks(look_back(changed.papers, ASKED.scope("2015-12", 0)))


def test_a_cutoff_is_an_ordinary_analysis_as_of_that_day(known, planted, tmp_path):
    settings = Settings(data_dir=tmp_path)
    keep(settings, planted[0])
    scope = known.scope
    run = analyze(settings, as_of=scope.as_of, papers_per_niche=scope.papers_per_niche, now=NOW)
    for name in TABLES:
        known.tables[name].to_parquet(tmp_path / name, index=False)
        assert (tmp_path / name).read_bytes() == (run.path / f"{name}.parquet").read_bytes(), name


# What is kept


def test_made_again_by_command_it_is_byte_equal_and_no_analysis_is_touched(made, held, capsys):
    before = {file.name: file.read_bytes() for file in made.path.glob("*.parquet")}
    cutoffs = [option for each in ASKED.cutoffs for option in ("--cutoff", each)]
    size = ["--papers-per-niche", str(ASKED.papers_per_niche)]
    assert main(["--data-dir", str(held.data_dir), "backtest", *cutoffs, *size]) == 0
    assert {file.name: file.read_bytes() for file in made.path.glob("*.parquet")} == before
    assert {name.removesuffix(".parquet") for name in before} == made.tables.keys()
    assert list_runs(held.runs) == []
    shown = capsys.readouterr().out
    for told in ("base rate", "last_year_growth", "fastest of last year", str(made.path)):
        assert told in shown


def test_what_was_kept_is_read(made, held):
    read = read_backtest(held.backtests)
    assert read.manifest["cutoffs"] == list(ASKED.cutoffs)
    for name, table in made.tables.items():
        pd.testing.assert_frame_equal(read.tables[name], table)


@pytest.mark.usefixtures("made")
def test_without_one_or_with_a_damaged_one_it_is_said(held, tmp_path):
    with pytest.raises(BackTestNotFoundError, match="explorer backtest"):
        read_backtest(tmp_path)
    shutil.copytree(held.backtests, tmp_path / "kept", symlinks=True)
    (tmp_path / "kept" / "current" / "niches.parquet").unlink()
    with pytest.raises(BackTestDamagedError, match="explorer backtest"):
        read_backtest(tmp_path / "kept")


def test_the_record_counts_flags_beside_what_last_years_fastest_would_have_had(made):
    record = flag_record(made.tables["niches"]).set_index("rule")
    every = made.tables["niches"].query("measured")
    assert record.loc["any", "named"] == len(every)
    assert record.loc["any", "grew"] == every["grew"].sum()
    assert record.loc["opening", "named"] == record.loc["fastest of last year", "named"]
    assert record.loc["opening", "part"] > record.loc["fastest of last year", "part"]


# What is asked


def test_bad_cutoffs_are_refused_before_anything_is_computed(held, tmp_path):
    settings = Settings(data_dir=tmp_path)
    shutil.copy(held.papers, settings.papers)
    for cutoff, told in (
        ("2014-06", "2013-12, which is the latest"),
        ("2010-06", "2010-12 is the first"),
    ):
        with pytest.raises(BadCutoffError, match=told):
            back_test(settings, Asked(cutoffs=("2012-12", cutoff)), now=NOW)
    with pytest.raises(UnknownCategoryError):
        back_test(settings, Asked(cutoffs=("2012-12",), categories=("cs.XX",)), now=NOW)
    assert not settings.backtests.exists()
    assert not settings.runs.exists()


def test_the_usual_cutoffs_are_the_last_that_leave_room():
    assert usual_cutoffs("2007-01", "2016-12", 3) == ("2010-12", "2011-12", "2012-12", "2013-12")
    assert usual_cutoffs("2012-01", "2016-12", 3) == ("2013-12",)
    with pytest.raises(BadCutoffError, match="two years before a cutoff and 3 years after"):
        usual_cutoffs("2013-01", "2016-12", 3)


def test_few_papers_before_a_cutoff_are_too_few():
    months = pd.Series(["2010-01"] * 100 + ["2016-12"] * 900)
    with pytest.raises(TooFewPapersError, match="end of 2012-12"):
        check_cutoffs(months, ["2012-12"], [3])


def test_nothing_is_said_of_niches_with_few_papers(held):
    """So small a scope says that it cannot tell, and raises nothing."""
    asked = Asked(cutoffs=("2012-12",), categories=("stat.AP",), papers_per_niche=300)
    small = back_test(held, asked, now=NOW)
    assert small.tables["measures"].empty
    assert small.tables["cutoffs"].empty


def test_a_year_before_a_cutoff_is_enough_if_it_is_asked_for(held):
    asked = replace(ASKED, cutoffs=("2010-12",), horizons=(1,))
    made = back_test(held, asked, now=NOW)
    assert made.tables["cutoffs"]["cutoff"].tolist() == ["2010-12"]
    assert pooled(made, "score") > 0.5
    measured = made.tables["niches"].query("measured")
    assert measured["new_people"].between(0, 1).all()


def test_later_years_are_asked_for_one_by_one(known, planted, tmp_path):
    papers, _ = planted
    table = pd.DataFrame(
        {
            "id": [p.arxiv_id for p in papers],
            "authors": ["; ".join(p.authors) for p in papers],
            "title": [p.title for p in papers],
            "abstract": [p.abstract for p in papers],
            "comments": "",
            "month": [month_of(p.submitted) for p in papers],
        }
    )
    texts = read_texts(tmp_path / "texts.npz", table, paper_hashes(table))
    became = what_became(known, corpus_of(table, texts), [1, 2])
    assert sorted(set(became["horizon"])) == [1, 2]
    one, two = (own.set_index("niche_id") for _, own in became.groupby("horizon"))
    assert (one["now"] == two["now"]).all()
    assert (one["later"] != two["later"]).any()
    assert became["new_people"].between(0, 1).all()
    assert (one["new_people_before"] == two["new_people_before"]).all()
    assert (one["new_people"] != one["new_people_before"]).any()
