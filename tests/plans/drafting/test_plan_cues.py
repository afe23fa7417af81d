import pandas as pd
import pytest

from explorer.plans.drafting.cues import read_cues, team_of


def one_paper(**changes):
    paper = {
        "id": "2401.00001",
        "title": "Soft limbs",
        "abstract": "We bend them.",
        "published": pd.Timestamp("2024-06-30"),
        "authors": "Ada Quill; Bo Marsh",
        "comments": "",
        "similarity": 0.5,
    }
    return pd.DataFrame([{**paper, **changes}])


@pytest.mark.parametrize(
    ("abstract", "flag"),
    [
        ("Our code is available online.", "says_code"),
        ("See GitHub for scripts.", "says_code"),
        ("An open-source simulator.", "says_code"),
        ("The recordings are publicly available.", "says_data"),
        ("We release a new dataset of waves.", "mentions_data"),
        ("It tops the leaderboard.", "mentions_benchmark"),
        ("Trained on 64 A100 GPUs.", "heavy"),
        ("It runs on a single GPU.", "light"),
    ],
)
def test_a_cue_is_found_and_silence_is_not_one(abstract, flag, as_of):
    assert read_cues(one_paper(abstract=abstract), as_of=as_of)[flag].item()
    assert not read_cues(one_paper(), as_of=as_of)[flag].item()


def test_a_cue_in_the_comments_counts(as_of):
    assert read_cues(one_paper(comments="Code is available"), as_of=as_of)["says_code"].item()


def test_a_code_of_coding_theory_is_not_open_code(as_of):
    table = read_cues(one_paper(abstract="A binary code of length seven."), as_of=as_of)
    assert not table["says_code"].item()


@pytest.mark.parametrize(
    ("abstract", "kind"),
    [
        ("We prove a theorem on folding.", "theory"),
        ("We prove that it stops. The bound is tight.", "theory"),
        ("We prove a theorem and run experiments.", "method"),
        ("Bounds on effects converge fast.", "method"),
        ("We release a data set of folds.", "resource"),
        ("We investigate how drivers wait.", "study"),
        ("A faster crease solver.", "method"),
    ],
)
def test_the_kind_of_contribution_is_read_from_the_abstract(abstract, kind, as_of):
    assert read_cues(one_paper(abstract=abstract), as_of=as_of)["contribution"].item() == kind


def test_a_survey_is_told_by_its_title(as_of):
    table = read_cues(one_paper(title="A survey of soft limbs"), as_of=as_of)
    assert table["contribution"].item() == "survey"


def test_age_is_counted_to_the_day_looked_from_and_never_negative(as_of):
    assert read_cues(one_paper(), as_of=as_of)["age"].item() == pytest.approx(6.05, abs=0.1)
    later = one_paper(published=pd.Timestamp("2025-06-30"))
    assert read_cues(later, as_of=as_of)["age"].item() == 0


def test_the_most_central_paper_comes_first_and_the_input_stays(niche, as_of):
    before = niche.papers.copy()
    table = read_cues(niche.papers, as_of=as_of)
    assert table["similarity"].is_monotonic_decreasing
    assert table["rank"].tolist() == list(range(1, len(table) + 1))
    pd.testing.assert_frame_equal(niche.papers, before)


def test_missing_columns_are_empty(as_of):
    bare = one_paper()[["id", "title", "abstract", "published"]]
    table = read_cues(bare, as_of=as_of)
    assert table["team"].item() == 0
    assert not table["says_code"].item()


def test_authors_are_counted_without_blanks():
    assert team_of("Ada Quill; Bo Marsh; ") == ["Ada Quill", "Bo Marsh"]
    assert team_of("") == []
