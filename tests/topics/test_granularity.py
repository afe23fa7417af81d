import pytest

from explorer.topics.granularity import GRANULARITIES, granularity_name, read_granularity


@pytest.mark.parametrize("name", GRANULARITIES)
def test_every_name_stands_for_a_size_and_back(name):
    assert granularity_name(read_granularity(f" {name.upper()} ")) == name


def test_finer_means_fewer_papers_a_niche():
    sizes = [GRANULARITIES[name] for name in ("coarse", "usual", "fine")]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(("text", "size"), [("20", 20), ("5000", 5_000), (" 60 ", 60)])
def test_a_number_is_taken_as_it_is(text, size):
    assert read_granularity(text) == size
    assert granularity_name(size) == ""


@pytest.mark.parametrize(
    "text", ["", "19", "5001", "-120", "12.5", "1e2", "finest", "0", "9" * 5_000, "½", "²"]
)
def test_nonsense_is_told_with_what_can_be_asked_for(text):
    with pytest.raises(ValueError, match=r"coarse, usual, fine, and not a number from 20 to 5,000"):
        read_granularity(text)
