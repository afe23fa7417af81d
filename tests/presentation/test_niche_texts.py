import pandas as pd

from explorer.presentation.niche_texts import growth_sentence, holes_note, path_text, reference


def niche(growth, low, high, recent=41, before=29):
    return {
        "growth": growth,
        "growth_low": low,
        "growth_high": high,
        "papers_recent": recent,
        "papers_before": before,
    }


def sentence(*numbers, **counts):
    return growth_sentence(niche(*numbers, **counts), last_month="2016-12")


def test_a_growth_is_told_with_its_interval_its_counts_and_their_dates():
    assert sentence(1.4, 1.1, 1.8) == (
        "Its share of papers grew 1.40× a year (80 % interval 1.10× to 1.80×): "  # noqa: RUF001
        "41 papers in the 12 months to December 2016 against 29 in the 12 before."
    )


def test_growth_that_may_be_none_is_not_called_growth():
    text = sentence(1.2, 0.9, 1.6)
    assert "grew" not in text
    assert "may be no growth" in text


def test_a_share_that_falls_is_said_to_shrink():
    assert "shrank to 0.70" in sentence(0.7, 0.5, 0.9)


def test_few_papers_are_said_to_be_few():
    assert "So few papers" in sentence(1.4, 1.1, 1.8, recent=6, before=3)
    assert "So few papers" not in sentence(1.4, 1.1, 1.8)


def test_a_reference_names_three_authors_the_day_and_the_category():
    row = {
        "authors": "Ana Ba; Cy Do; Ed Fu; Gi Ho; Ida Jo",
        "published": pd.Timestamp("2016-03-05"),
        "primary_category": "cs.RO",
        **dict.fromkeys(["title", "abstract", "comments"], "Grasping"),
    }
    assert reference(row) == "Ana Ba, Cy Do, Ed Fu and 2 more · 5 March 2016 · cs.RO"
    assert reference(row | {"authors": ""}) == "5 March 2016 · cs.RO"
    gone = reference(row | {"comments": "This paper has been withdrawn by the authors"})
    assert gone == f"withdrawn · {reference(row)}"


def test_a_path_goes_from_the_large_to_the_small():
    assert path_text(["robots", "legs"]).split()[::2] == ["robots", "legs"]


def test_months_with_holes_are_named_with_the_part_held_the_last_first():
    curve = pd.DataFrame(
        {
            "month_name": ["May 2015", "June 2015", "July 2015"],
            "coverage": [0.75, 0.59, 1.0],
            "hole": [True, True, False],
        }
    )
    note = holes_note(curve)
    assert "June 2015 (59 % held), May 2015 (75 % held)" in note
    assert "a hole is no dip" in note
    assert holes_note(curve.assign(hole=False)) == ""
