import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.plans.drafting.sentences import (
    LONGEST_QUOTE,
    data_named_in,
    is_metric,
    metrics_of,
    plain_words,
    quote,
    sentences_of,
    tell,
)

ABSTRACT = (
    "Robots meet waves, e.g. at dawn. However, surge remains a difficult problem. "
    "We propose a filter by A. Quill et al. Nobody tried before. "
    "The success rate improves by 12.5% on RockPool-3. More is to come."
)


def test_an_abbreviation_does_not_end_a_sentence():
    assert sentences_of(ABSTRACT)[0] == "Robots meet waves, e.g. at dawn."
    assert len(sentences_of(ABSTRACT)) == 5


def test_question_method_and_claim_are_told_apart():
    told = tell(ABSTRACT)
    assert told.question == "However, surge remains a difficult problem."
    assert told.method.startswith("We propose a filter")
    assert told.claim == "The success rate improves by 12.5% on RockPool-3."


@given(st.text(alphabet="abc .!?AB", max_size=200))
@settings(max_examples=50, deadline=None)
def test_no_sentence_is_told_twice(abstract):
    told = tell(abstract)
    said = [part for part in (told.question, told.method, told.claim) if part]
    sentences = [quote(sentence) for sentence in sentences_of(abstract)]
    assert all(said.count(part) <= sentences.count(part) for part in said)


def test_an_empty_abstract_tells_nothing():
    told = tell("")
    assert (told.question, told.method, told.claim) == ("", "", "")


@given(st.text(max_size=800))
@settings(max_examples=50, deadline=None)
def test_a_quote_is_short(text):
    assert len(quote(text)) <= LONGEST_QUOTE + 2


def test_markup_falls_away_from_a_quote():
    assert quote(r"\emph{Apis} gains 9\% more") == "Apis gains 9% more"


def test_metrics_are_counted_the_commonest_first():
    texts = ["the error rate falls", "less regret and a lower error rate", "nothing here"]
    assert metrics_of(map(plain_words, texts)) == [("error rate", 2), ("regret", 1)]


@pytest.mark.parametrize(("phrase", "answer"), [("error rates", True), ("surge filter", False)])
def test_a_measure_of_success_is_known(phrase, answer):
    assert is_metric(phrase) is answer


def test_named_data_sets_are_found_and_plain_words_are_not():
    texts = ["On the RockPool-3 dataset and the MNIST database.", "The dataset is large."]
    assert data_named_in(texts) == [("MNIST", 1), ("RockPool-3", 1)]
