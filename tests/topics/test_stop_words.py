from explorer.topics.stop_words import stop_words, weak_words


def test_lists_hold_words_as_texts_are_split_into():
    for word in stop_words() | weak_words():
        assert word.isascii()
        assert word.isalnum()
        assert word == word.lower()


def test_grammar_is_stopped_and_subjects_are_not():
    assert {"the", "of", "and", "propose", "however"} <= stop_words()
    assert not {"graph", "robot", "protein", "language", "speech"} & (stop_words() | weak_words())


def test_no_word_is_both_stopped_and_weak():
    assert not stop_words() & weak_words()
