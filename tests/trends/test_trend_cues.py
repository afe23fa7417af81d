import pandas as pd
import pytest

from explorer.trends.cues import HEAVY, OPEN, mentions

OPEN_TEXTS = [
    "Code is available at https://github.com/someone/something",
    "see GitLab",
    "models on Hugging Face",
    "models on HuggingFace",
    "archived at Zenodo",
    "an open-source toolbox",
    "Open source software",
    "weights are publicly available",
    "our code will be released",
    "Code has been made publicly available",
    "the code are made available",
    "a new dataset of birds",
    "two data sets",
    "a benchmark for planners",
    "we top the leaderboard",
]

HEAVY_TEXTS = [
    "a model with 70B parameters",
    "1.5 T parameters",
    "a seven-billion-parameter model",
    "pre-trained from scratch",
    "pretraining from scratch",
    "pretrained on 15 trillion words",
    "trained on 64 GPUs",
    "on 128 A100s",
    "with hundreds of GPUs",
    "thousands of TPUs",
    "665,000 H100 hours",
    "took 3,000 GPU-hours",
    "two trillion tokens",
    "large-scale pre-training",
    "a large-scale cluster",
    "on a supercomputer",
    "needs beam time",
    "telescope time was granted",
    "a randomised clinical trial",
    "with human subjects",
]


def says(text, cue):
    """Tell whether a paper with this abstract mentions the cue, whatever its case."""
    papers = pd.DataFrame({"abstract": [text, text.upper(), ""], "comments": ["", "", text]})
    (found,) = set(mentions(papers, cue).tolist())
    return found


@pytest.mark.parametrize("text", OPEN_TEXTS)
def test_what_others_can_use_is_open(text):
    assert says(text, OPEN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "data settings are discussed",
        "the source of open questions",
        "error-correcting code",
        "publicly funded",
        "benchwork and marks",
    ],
)
def test_what_names_nothing_to_use_is_not_open(text):
    assert not says(text, OPEN)


@pytest.mark.parametrize("text", HEAVY_TEXTS)
def test_machinery_that_one_person_seldom_has_is_heavy(text):
    assert says(text, HEAVY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "trained on one GPU",
        "on four GPUs",
        "on 8 GPUs",
        "fine-tuned from a pretrained model",
        "parameters of a small model",
        "a cluster of points",
        "large-scale graphs",
        "50 parameters",
    ],
)
def test_what_a_person_can_have_is_not_heavy(text):
    assert not says(text, HEAVY)


@pytest.mark.parametrize(
    "text",
    [
        "in minutes on a single A100 GPU",
        "runs on one NVIDIA RTX 3090 GPU",
        "on an RTX4090 GPU",
        "faster than an H100 GPU",
        "a GTX 1080 GPU",
        "four A100 GPUs",
    ],
)
def test_the_name_of_a_processor_is_no_number_of_processors(text):
    assert not says(text, HEAVY)


def test_abstracts_and_comments_are_both_read():
    papers = pd.DataFrame(
        {
            "abstract": ["a benchmark", "nothing", "nothing", "GITHUB"],
            "comments": ["", "Code at github.com", "12 pages", ""],
        }
    )
    assert mentions(papers, OPEN).tolist() == [True, True, False, True]
    assert mentions(papers, OPEN).dtype == bool
    assert mentions(papers[:0], OPEN).tolist() == []


@pytest.mark.parametrize("cue", [OPEN, HEAVY])
def test_every_match_holds_one_of_the_words_looked_for_first(cue):
    """Else the quick look would hide it: each way to match is tried without the quick look."""
    for alternative in (*OPEN_TEXTS, *HEAVY_TEXTS):
        text = alternative.lower()
        assert bool(cue.pattern.search(text)) == says(text, cue)


def test_a_word_looked_for_first_is_not_yet_a_match():
    assert not says("many parameters, trained tokens and data available", HEAVY)
    assert not says("a source of released data", OPEN)
