import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.corpus.numbered_rows import begins_of, by_first_use, gathered, one_list

TEXTS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=5), max_size=8)


def numbered(texts):
    """Number the words of texts by their first use."""
    index = {}
    ids = [index.setdefault(word, len(index)) for text in texts for word in text]
    return np.array(ids, dtype=np.int32), list(index), begins_of(np.array([*map(len, texts)], int))


def words_of(ids, words):
    return [words[i] for i in ids.tolist()]


@given(TEXTS, TEXTS)
def test_joined_rows_say_what_both_said(one, other):
    ids, words = one_list(*numbered(one)[:2], *numbered(other)[:2])
    assert words_of(ids, words) == [word for text in one + other for word in text]
    assert len(set(words)) == len(words)


@given(TEXTS, st.data())
def test_chosen_texts_are_numbered_as_if_they_were_all(texts, data):
    rows = st.lists(st.sampled_from(range(len(texts))), unique=True) if texts else st.just([])
    row = data.draw(rows)
    ids, words, begins = numbered(texts)
    found, starts = gathered(ids, begins, np.array(row, dtype=int))
    found, words = by_first_use(found, words)
    wanted_ids, wanted_words, wanted_begins = numbered([texts[i] for i in row])
    assert found.tolist() == wanted_ids.tolist()
    assert found.dtype == wanted_ids.dtype
    assert words == wanted_words
    assert starts.tolist() == wanted_begins.tolist()


def test_words_that_always_stand_first_stay_without_use():
    ids, words = by_first_use(np.array([2, 3], dtype=np.int32), ["always", "b", "c", "d"], always=1)
    assert (words, ids.tolist()) == (["always", "c", "d"], [1, 2])
