"""BibTeX from anybody: titles and abstracts are found, and no file takes long."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.errors import ProfileFileError
from explorer.plans.bibtex_reading import LARGEST, MOST_TRIED, read_bibtex
from explorer.plans.exports.bibtex import paper_entry
from explorer.plans.profile import MOST_WORKS, Work

FILE = r"""% a library
@string{conf = "A Conference"}
@article{one,
  title = {Soft {G}rippers: \'Etude in {\"o}},
  author = "Ada Byron",
  abstract = "We grip, {\em softly}
     and again.",
  keywords={grip, soft}, year=2020, journal = conf # " on " # {Touch},
}
@comment{@article{ignored, note={never seen}}}
@InProceedings(two, Title = "Second", year = 2021)
@misc{cut, title={Never closed
@misc{last, title={Last of all}}
@book{untitled, year=1999}
@article{again, title={second}}
"""


def test_titles_abstracts_and_keywords_are_read_as_a_person_reads_them():
    works = read_bibtex(FILE.encode(), name="f")
    assert [work.title for work in works] == [
        "Soft Grippers: Étude in ö",
        "Second",
        "Never closed",
        "Last of all",
    ]
    assert works[0].text.startswith("We grip,")
    assert works[0].text.endswith("and again. grip, soft")


@given(st.text("abc xyz-,:", min_size=1, max_size=60).filter(str.strip))
def test_our_own_bibtex_is_read_back(title):
    entry = paper_entry("2301.10001", {"title": title}, real=True)
    assert read_bibtex(entry.encode(), name="f") == (Work(title=" ".join(title.split())),)


@given(st.binary(max_size=300) | st.text('@a{}(),="#\\ \n', max_size=300).map(str.encode))
def test_any_bytes_are_works_or_refused(data):
    with suppress(ProfileFileError):
        assert all(work.title for work in read_bibtex(data, name="f.bib"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no entry with a title"),
        (b"Dear Ada,", "no entry with a title"),
        (b"\0" * 1000, "no entry with a title"),
        (b" " * (LARGEST + 1), "larger than 5 MB"),
        (b"@a{x,title={t}}" * (MOST_TRIED + 1), "more than 5,000 entries"),
    ],
)
def test_what_holds_no_works_is_refused_with_its_reason(data, words):
    with pytest.raises(ProfileFileError, match=words):
        read_bibtex(data, name="f")


def test_more_works_than_fit_are_told_with_both_numbers():
    data = "\n".join(f"@a{{x, title={{t{number}}}}}" for number in range(MOST_WORKS + 1))
    with pytest.raises(ProfileFileError, match="1,001 entries with a title and 1,000 fit"):
        read_bibtex(data.encode(), name="f")


@pytest.mark.parametrize(
    "data",
    [
        b"@a{" * 1_000_000,
        b"\n@a{x,title={" * 300_000,
        b"@a{x,title={t}" + b"#{}" * 1_500_000,
        b"@a{x," + b"a=1," * 1_000_000,
        b"@a{x,title=" + b"{" * 2_400_000 + b"}" * 2_400_000,
        (b"@" + b" " * 1000) * 4_900,
    ],
    ids=["entries", "unclosed", "joined", "fields", "nested", "blanks"],
)
def test_a_hostile_file_takes_no_time(data):
    began = time.process_time()
    with suppress(ProfileFileError):
        read_bibtex(data, name="f")
    assert time.process_time() - began < 3
