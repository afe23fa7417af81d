"""Texts that are read once: what comes out of the file is what reading all again would give."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.kept_texts import read_texts, words_at
from explorer.results import paper_hashes
from explorer.topics.tokens import Tokens, tokenize

WORDS = [
    "survey",
    "graph",
    "graphs",
    "neural",
    "código",
    "benchmark",
    "of",
    "$x$",
    "supercomputer",
    ",",
]
AUTHORS = ["Ann Lee; Bo Li", "", "Bo Li; C. D. Díaz", "Eve", "Eve; Ann Lee"]

PAPERS = st.lists(
    st.builds(
        lambda title, abstract, authors: {
            "title": " ".join(title),
            "abstract": " ".join(abstract),
            "authors": authors,
            "comments": "",
        },
        st.lists(st.sampled_from(WORDS), max_size=4),
        st.lists(st.sampled_from(WORDS), max_size=9),
        st.sampled_from(AUTHORS),
    ),
    max_size=8,
)


def table(rows):
    return pd.DataFrame(rows, columns=["title", "abstract", "authors", "comments"], dtype="str")


def read(path, papers):
    return read_texts(path, papers, paper_hashes(papers))


def assert_equal(found, wanted):
    """Compare all that was read, part by part."""
    assert found.hashes.tolist() == wanted.hashes.tolist()
    for name in Tokens.__dataclass_fields__:
        assert np.array_equal(getattr(found.tokens, name), getattr(wanted.tokens, name)), name
    assert found.tokens.ids.dtype == wanted.tokens.ids.dtype
    for name in ("paper", "author", "team"):
        one, other = (getattr(each.signs.authorships, name) for each in (found, wanted))
        assert np.array_equal(one, other), name
        assert one.dtype == other.dtype
    for name in ("names", "is_open", "is_heavy", "is_survey"):
        assert np.array_equal(getattr(found.signs, name), getattr(wanted.signs, name)), name


@settings(max_examples=40)
@given(before=PAPERS, after=PAPERS)
def test_texts_are_those_that_reading_all_again_gives(before, after, tmp_path_factory):
    """Papers come and go, change, and stand in another order."""
    folder = tmp_path_factory.mktemp("kept")
    read(folder / "texts.npz", table(before))
    for rows in (before[1:] + after[::-1], before):
        found = read(folder / "texts.npz", table(rows))
        assert_equal(found, read(folder / "none.npz", table(rows)))
        (folder / "none.npz").unlink()


def test_papers_that_the_file_knows_leave_it_as_it_is(tmp_path):
    """So that a look at some of them does not cost the reading of the others."""
    rows = [{"title": f"Paper {i}", "abstract": "x", "authors": "", "comments": ""} for i in "abc"]
    read(tmp_path / "texts.npz", table(rows))
    before = (tmp_path / "texts.npz").read_bytes()
    found = read(tmp_path / "texts.npz", table(rows[::2]))
    assert_equal(found, read(tmp_path / "none.npz", table(rows[::2])))
    assert (tmp_path / "texts.npz").read_bytes() == before


@settings(max_examples=40)
@given(rows=PAPERS, data=st.data())
def test_words_of_some_papers_are_those_of_them_alone(rows, data):
    papers = table(rows)
    chosen = data.draw(
        st.lists(st.sampled_from(range(len(rows))), unique=True) if rows else st.just([])
    )
    found = words_at(tokenize(papers["title"], papers["abstract"]), np.array(chosen, dtype=int))
    alone = papers.iloc[chosen]
    wanted = tokenize(alone["title"], alone["abstract"])
    for name in Tokens.__dataclass_fields__:
        assert np.array_equal(getattr(found, name), getattr(wanted, name)), name


def test_only_papers_that_are_new_or_changed_are_read(tmp_path, monkeypatch):
    from explorer import kept_texts

    rows = [{"title": f"Paper {i}", "abstract": "x", "authors": "", "comments": ""} for i in "abc"]
    read(tmp_path / "texts.npz", table(rows))
    rows[1]["abstract"] = "another text"
    rows.insert(0, {**rows[0], "title": "Before all"})
    asked, reading = [], kept_texts._read

    def noted(papers, *rest):
        asked.extend(papers["title"])
        return reading(papers, *rest)

    monkeypatch.setattr(kept_texts, "_read", noted)
    read(tmp_path / "texts.npz", table(rows))
    assert asked == ["Before all", "Paper b"]


@pytest.mark.parametrize("harm", ["cut short", "no archive", "other code"])
def test_a_file_that_cannot_be_used_is_made_again(tmp_path, monkeypatch, harm):
    from explorer import kept_texts

    papers = table([{"title": "A graph", "abstract": "It is.", "authors": "Eve", "comments": ""}])
    path = tmp_path / "texts.npz"
    whole = read(path, papers)
    if harm == "other code":
        monkeypatch.setattr(kept_texts, "_code", lambda: "another")
    else:
        path.write_bytes(path.read_bytes()[:-100] if harm == "cut short" else b"nothing")
    assert_equal(read(path, papers), whole)
    assert kept_texts._kept(path) is not None
    assert [each.name for each in tmp_path.iterdir()] == ["texts.npz"]


def test_where_it_cannot_be_written_texts_are_read_all_the_same(tmp_path):
    papers = table([{"title": "A graph", "abstract": "It is.", "authors": "Eve", "comments": ""}])
    assert read(tmp_path / "no folder" / "texts.npz", papers).tokens.n_papers == 1
