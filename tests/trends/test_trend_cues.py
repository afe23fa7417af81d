import pandas as pd
import pytest

from explorer.trends.cues import HEAVY, OPEN, SURVEY, mentions

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


SURVEY_TITLES = [
    "A survey of moss",
    "Moss: a survey",
    "Moss -- A Brief Survey",
    "Survey on moss and ferns",
    "Moss (a survey)",
    "A Survey and Taxonomy of Mosses",
    "A comprehensive review of mosses",
    "Moss: a systematic literature review",
    "Review of state-of-the-art moss",
    "Moss and ferns: overview and outlook",
    "A tutorial on moss",
    "Lecture notes on moss",
    "A primer on moss",
    "Moss: a research roadmap",
    "A road map for mosses",
    "Moss: state of the art and open problems",
    "The State of the Art in Moss",
    "Recent advances in moss",
    "Moss: past, present, and future",
]


def says(text, cue):
    """Tell whether a paper with this abstract mentions the cue, whatever its case."""
    papers = pd.DataFrame({"abstract": [text, text.upper(), ""], "comments": ["", "", text]})
    if cue is SURVEY:
        papers = pd.DataFrame({"title": [text, text.upper(), text.replace(" ", "  ")]})
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


@pytest.mark.parametrize("title", SURVEY_TITLES)
def test_a_title_says_that_a_paper_is_a_survey(title):
    assert says(title, SURVEY)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Weighting survey data",
        "Survey propagation on moss",
        "Moss in the Sloan Digital Sky Survey",
        "Estimates from a household survey",
        "Moss surveys",
        "Surveying moss with drones",
        "Survey-based estimates",
        "The helpfulness of reviews",
        "Review helpfulness",
        "Mining product reviews",
        "A product review of phones",
        "Peer review of papers",
        "On peer-review in journals",
        "Reviewers and authors",
        "Outperforming state-of-the-art parsers",
        "Moss beats the state of the art",
        "A probabilistic roadmap for arms",
        "Roadmaps of mosses",
        "A taxonomy of mosses",
        "Recent mosses",
        "Moss of the past, presented",
    ],
)
def test_what_a_title_is_about_is_not_what_the_paper_is(title):
    assert not says(title, SURVEY)


def test_only_the_title_says_that_a_paper_is_a_survey():
    papers = pd.DataFrame(
        {"title": ["Moss"], "abstract": ["A survey of moss"], "comments": ["A survey"]}
    )
    assert mentions(papers, SURVEY).tolist() == [False]


@pytest.mark.parametrize("cue", [OPEN, HEAVY, SURVEY])
def test_every_match_holds_one_of_the_words_looked_for_first(cue):
    """Else the quick look would hide it: each way to match is tried without the quick look."""
    for alternative in (*OPEN_TEXTS, *HEAVY_TEXTS, *SURVEY_TITLES):
        text = alternative.lower()
        assert bool(cue.pattern.search(text)) == says(text, cue)


def test_a_word_looked_for_first_is_not_yet_a_match():
    assert not says("many parameters, trained tokens and data available", HEAVY)
    assert not says("a source of released data", OPEN)
