from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from planted_backtest import ASKED, CUTOFF, NOW

from explorer.backtesting.named import Look, later_looks, named_recall, recall_summary
from explorer.backtesting.run import back_test
from explorer.backtesting.subjects import (
    Subject,
    known_subjects,
    random_subjects,
    read_subfields,
    takeoff,
    telling,
)
from explorer.corpus.months import add_months
from explorer.errors import MissingColumnsError, PaperFileNotFoundError
from explorer.topics.tokens import tokenize

TITLES = ["A neural ODE", "Neural odes, twice", "On odes", "Neural. ODE", "A neuro-ODE", "NASA"]


def using(*phrases):
    tokens = tokenize(TITLES, [""] * len(TITLES))
    return known_subjects(tokens, {"it": list(phrases)})[0].rows.tolist()


def test_a_phrase_is_matched_as_whole_words_side_by_side():
    assert using("neural ode") == [0]
    assert using("neural ode", "neural odes") == [0, 1]
    assert using("neuro ode") == using("neuro-ode") == [4]
    assert using("nas", "never used") == []


def test_a_short_word_counts_only_where_there_is_nothing_longer():
    assert telling(["variational autoencoder", "vae"]) == ["variational autoencoder"]
    assert telling(["gan"]) == ["gan"]


def test_takeoff_is_the_month_that_ends_a_hundred_papers_in_twelve_months():
    months = pd.Series([add_months("2012-01", i // 9) for i in range(200)])
    assert takeoff(months) == "2012-12"
    assert takeoff(months[:99]) == ""
    assert takeoff(pd.Series([add_months("2012-01", i // 8) for i in range(200)])) == ""
    assert takeoff(pd.Series(["2014-03"] * 100)) == "2014-03"
    assert takeoff(pd.Series(dtype="str")) == ""


def test_random_phrases_are_used_by_as_many_papers(planted):
    papers, _ = planted
    tokens = tokenize([p.title for p in papers], [p.abstract for p in papers])
    pair = papers[0].title.partition(" and ")[0].lower()
    (known,) = known_subjects(tokens, {pair: [pair]})
    drawn = random_subjects(tokens, [known])
    sizes = np.array([len(each.rows) for each in drawn])
    assert len(drawn) >= 5
    assert len({each.name for each in drawn}) == len(drawn)
    assert pair not in {each.name for each in drawn}
    assert np.abs(np.log(sizes / len(known.rows))).max() <= np.log(1.25) + 1e-9


# When was it flagged


MONTHS = [add_months("2012-01", i // 5) for i in range(180)]
PAPERS = pd.DataFrame({"id": [f"p{i:03d}" for i in range(180)], "month": MONTHS})
SPOKEN = Subject(name="a subject", kind="known", rows=np.arange(0, 180))


def look(until, about, score, *, recent=20):
    """Show a niche of which a part is about the subject, beside one that never is."""
    ids = PAPERS["id"][PAPERS["month"] <= until].tolist()
    strangers = [f"x{i}" for i in range(round(len(ids) * (1 - about) / about))]
    members = pd.DataFrame({"paper_id": [*ids, *strangers], "niche_id": "n1"})
    other = pd.DataFrame({"paper_id": strangers, "niche_id": "n2"})
    niches = pd.DataFrame(
        {
            "niche_id": ["n1", "n2"],
            "name": ["the subject", "another"],
            "score": [score, 99.0],
            "papers_recent": [recent, 50],
        }
    )
    papers = pd.concat([PAPERS, pd.DataFrame({"id": strangers, "month": until})])
    return Look(niches=niches, members=pd.concat([members, other])), papers


def recalled(*looks):
    """Recall the subject from looks at ``(month, part about it, score, recent papers)``."""
    shown, papers = {}, PAPERS
    for until, about, score, recent in looks:
        shown[until], more = look(until, about, score, recent=recent)
        papers = pd.concat([papers, more]).drop_duplicates("id", ignore_index=True)
    named = named_recall(shown, [SPOKEN], papers)
    return named.iloc[0], named, list(shown)


def test_the_first_flag_counts_with_the_papers_of_then():
    row, named, looks = recalled(
        ("2012-06", 0.3, 90, 20), ("2012-12", 0.8, 60, 20), ("2013-06", 0.8, 80, 20)
    )
    assert (row["found"], row["flagged"], row["takeoff"]) == ("2012-12", "2013-06", "")
    assert (row["papers_then"], row["niche"], row["score"]) == (90, "the subject", 80)
    summary = recall_summary(named, looks).iloc[0]
    assert (summary["never_took_off"], summary["flagged_though"]) == (1, 1)


def test_a_niche_of_few_papers_raises_no_flag():
    row, _, _ = recalled(("2012-12", 0.9, 95, 5))
    assert (row["found"], row["flagged"]) == ("", "")


def test_months_before_the_takeoff_are_counted_and_negative_when_late(monkeypatch):
    monkeypatch.setattr("explorer.backtesting.named.takeoff", lambda _: "2013-03")
    early, named, looks = recalled(("2012-06", 0.9, 90, 20))
    assert early["months_before"] == 9
    summary = recall_summary(named, looks).iloc[0]
    assert (summary["took_off"], summary["in_time"], summary["papers_then"]) == (1, 1, 30)
    late, named, looks = recalled(("2012-12", 0.9, 10, 20), ("2013-06", 0.9, 90, 20))
    assert late["months_before"] == -3
    assert recall_summary(named, looks).iloc[0]["part"] == 0


def test_looks_go_on_every_six_months_up_to_the_last():
    assert later_looks(["2012-12", "2013-12"], "2016-02") == [
        "2014-06",
        "2014-12",
        "2015-06",
        "2015-12",
    ]
    assert later_looks(["2013-12"], "2013-12") == []


def test_where_little_is_left_looks_are_nearer_to_each_other():
    assert later_looks(["2024-12"], "2026-01") == ["2025-03", "2025-06", "2025-09", "2025-12"]
    assert later_looks(["2013-12"], "2014-03") == ["2014-01", "2014-02", "2014-03"]


# The whole, and its file


def test_known_subfields_come_from_a_file(tmp_path):
    file = tmp_path / "known.csv"
    with pytest.raises(PaperFileNotFoundError):
        read_subfields(file)
    file.write_text("name,words\nx,y\n", encoding="utf-8")
    with pytest.raises(MissingColumnsError, match="phrases"):
        read_subfields(file)
    file.write_text("name,phrases\nodes,neural ode| neural odes |\nnone,\n", encoding="utf-8")
    assert read_subfields(file) == {"odes": ["neural ode", "neural odes"]}


def test_a_planted_subject_is_flagged_at_the_first_look(held, planted, known, monkeypatch):
    """Its words are those of the subject's own papers; they are no feature of anything."""
    papers, subject = planted
    titles = [p.title for p, own in zip(papers, subject, strict=True) if own == 0]
    pair = titles[0].partition(" and ")[0].lower()
    asked_for = []

    def look_back(_, scope, **_texts):
        asked_for.append(scope.as_of.isoformat()[:7])
        return known

    monkeypatch.setattr("explorer.backtesting.looking.look_back", look_back)
    asked = replace(ASKED, cutoffs=(CUTOFF,))
    made = back_test(held, asked, subfields={"planted": [pair]}, now=NOW)
    assert asked_for == [CUTOFF, *later_looks([CUTOFF], "2016-12")]
    row = made.tables["named"].query("kind == 'known'").iloc[0]
    assert row["papers"] == len(titles)
    assert row["flagged"] == CUTOFF
    assert row["score"] >= 75
    assert "random" in set(made.tables["named"]["kind"])
    assert made.tables["recall"]["kind"].tolist()[0] == "known"
