import pandas as pd

from explorer.presentation.reading_list import LENGTHS, reading_list


def papers(n, titles=None):
    return pd.DataFrame(
        {
            "id": [f"{2000 + i}.00001" for i in range(n)],
            "title": titles or [f"Paper {i}" for i in range(n)],
            "published": pd.date_range("2010-01-31", periods=n, freq="D"),
            "similarity": [((i * 7) % n) / n for i in range(n)],
            "abstract": "What we found.",
            "authors": "Ada Byron; Bo Li",
            "comments": "",
        }
    )


def shelves(table):
    return {shelf.title: shelf.papers for shelf in reading_list(table)}


def test_no_paper_stands_on_two_shelves_and_no_shelf_is_empty():
    for n in (1, 3, 6, 40):
        lists = reading_list(papers(n))
        ids = [paper for shelf in lists for paper in shelf.papers["id"]]
        assert len(ids) == len(set(ids)) == min(n, len(ids))
        assert all(len(shelf.papers) for shelf in lists)


def test_the_most_central_come_first_then_the_earliest_and_the_newest():
    table = papers(40)
    found = shelves(table)
    best = table.nlargest(LENGTHS["central"], "similarity")["id"].tolist()
    assert found["Most central"]["id"].tolist() == best
    assert found["How it began"]["published"].is_monotonic_increasing
    assert found["Newest"]["published"].is_monotonic_decreasing
    assert found["Newest"]["published"].min() > found["How it began"]["published"].max()


def test_a_survey_is_told_by_its_title():
    titles = [f"Paper {i}" for i in range(30)]
    titles[10], titles[11] = "A Survey of grippers", "Surveying land with drones"
    assert shelves(papers(30, titles))["Survey-like"]["title"].tolist() == ["A Survey of grippers"]


def test_without_surveys_there_is_no_shelf_for_them():
    assert "Survey-like" not in shelves(papers(30))


def test_a_newcomer_begins_with_what_one_person_could_repeat():
    table = papers(12)
    table["abstract"] = "Our code is publicly available on github."
    table.loc[0, "published"] -= pd.DateOffset(years=3)
    table.loc[1, "abstract"] = "What we found."
    table.loc[2, "authors"] = "A B; C D; E F; G H"
    table.loc[3, "comments"] = "Trained on 512 GPUs; code on github"
    fit = table.drop([0, 1, 2, 3]).nlargest(LENGTHS["start"], "similarity")["id"].tolist()
    assert shelves(table)["Best start for a newcomer"]["id"].tolist() == fit
    assert "Best start for a newcomer" not in shelves(papers(12))
    assert reading_list(table.head(0)) == []
