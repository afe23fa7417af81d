from planted_fields import ground

from explorer.trends.field_words import field_words


def test_a_field_is_told_by_words_that_others_do_not_use():
    made = ground(
        {"deep widget": {0: (0, 4, 9, 20, 40), 1: (0, 0, 4, 8, 16)}, "robot": {2: (9,) * 5}}
    )
    words = field_words(made.phrases, made.fields, made.month, last=made.last, most=3)
    assert words == [[], [], ["robot"], []]


def test_words_of_later_papers_are_not_known():
    made = ground({"deep widget": {0: (0, 4, 9, 20, 40)}, "robot": {2: (0, 0, 0, 0, 9)}})
    words = field_words(made.phrases, made.fields, made.month, last=40, most=3)
    assert words == [[], [], [], []]
