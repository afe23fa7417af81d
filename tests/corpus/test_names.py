import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.names import listed_names, natural_order, split_names, without_affiliations

BOTH_ORDERS = [
    ("Byron, Ada", "Ada Byron"),
    ("van der Berg, Jan Pieter", "Jan Pieter van der Berg"),
    ("de la Cruz, M.", "M. de la Cruz"),
    ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
    ("King, Jr., Martin Luther", "Martin Luther King Jr."),
    ("Martin Luther King, Jr.", "Martin Luther King Jr."),
    ("Tudor, Henry, VIII", "Henry Tudor VIII"),
    ("Smith, V.", "V. Smith"),
    ("Gödel, Kurt ", "Kurt Gödel"),
    ("王, 伟", "伟 王"),
    ("Plato", "Plato"),
    ("Plato,", "Plato"),
    ("Ada Byron", "Ada Byron"),
    ("Byron, for the Engine Collaboration", "Byron, for the Engine Collaboration"),
    ("Byron, Ada, London", "Byron, Ada, London"),
    ("Jr.", "Jr."),
]


@pytest.mark.parametrize(("written", "name"), BOTH_ORDERS)
def test_a_name_is_put_in_the_order_in_which_it_is_spoken(written, name):
    assert natural_order(written) == name
    assert natural_order(name) == name


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ada Byron; Bo Li", ("Ada Byron", "Bo Li")),
        ("Byron, Ada; Li, Bo; ", ("Ada Byron", "Bo Li")),
        ("Byron, Ada", ("Ada Byron",)),
        ("Byron, Ada and Li, Bo", ("Ada Byron", "Bo Li")),
        ("Ada Byron and Bo Li", ("Ada Byron", "Bo Li")),
        ("A. Byron, B. Li, and C. Fox, Jr.", ("A. Byron", "B. Li", "C. Fox Jr.")),
        ("van der Berg, Jan Pieter", ("Jan Pieter van der Berg",)),
        ("Ada Byron (London; Paris); Bo Li (2)", ("Ada Byron", "Bo Li")),
        ("Ada Byron (for the Engine Collaboration)", ("Ada Byron",)),
        ("The Engine Collaboration; Ada Byron", ("The Engine Collaboration", "Ada Byron")),
        ("The Engine and Loom Collaboration", ("The Engine and Loom Collaboration",)),
        ("John R. Fox, Jr.", ("John R. Fox Jr.",)),
        ("", ()),
        (" ; (1) ", ()),
    ],
)
def test_authors_are_told_apart_however_they_are_listed(written, names):
    assert split_names(written) == names


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("A. Byron (1), B. Li (1,2) ((1) London, (2) Paris (France))", ("A. Byron", "B. Li")),
        ("Plato, A. Byron and M. King, Jr.", ("Plato", "A. Byron", "M. King Jr.")),
        ("A. Byron, for the Engine Collaboration", ("A. Byron", "for the Engine Collaboration")),
        ("A. Byron; B. Li", ("A. Byron", "B. Li")),
    ],
)
def test_arxivs_own_list_is_parted_at_commas(written, names):
    assert listed_names(written) == names


def test_three_thousand_authors_are_three_thousand():
    names = [f"Ada {n} Byron{n}" for n in range(3000)]
    assert split_names("; ".join(names)) == tuple(names)
    assert listed_names(", ".join(names)) == tuple(names)
    turned = "; ".join(f"Byron{n}, Ada {n}" for n in range(3000))
    assert split_names(turned) == tuple(names)


@given(st.text("ab(), ;.Jr", max_size=25))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_an_empty_name_or_one_that_changes_when_read_again(text):
    names = split_names(text)
    assert all(name == name.strip() and name for name in names)
    assert all(natural_order(name) == name for name in names)
    assert without_affiliations(without_affiliations(text)) == without_affiliations(text)
