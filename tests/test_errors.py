import copy
import inspect
import pickle
import re
from pathlib import Path

import pytest

from explorer import errors
from explorer.errors import ExplorerError

CLASSES = [
    value
    for value in vars(errors).values()
    if inspect.isclass(value) and issubclass(value, ExplorerError)
]

RAISED = [
    error for error in CLASSES if "__str__" in dir(error) and error.__str__ is not Exception.__str__
]
"""The classes that have something to say; the others only group them."""

FACTS = {
    "Path": Path("/somewhere/papers.sqlite"),
    "str": "a fact",
    "int": 1_234,
    "float": 2.5,
    "Sequence[str]": ["cs.LG", "cs.CL"],
}

NEXT_STEP = re.compile(
    r"\brun\b|\bwait\b|\binstall\b|\bchoose\b|\bcheck\b|\bexpected\b|\bmove\b|\bwrite\b|\breload\b|"
    r"\bfetch\b|did you mean|--|it has|was not saved|lists them|`explorer|\bsee\b",
    re.IGNORECASE,
)


def example_of(error):
    """Make an error of a class from facts of the types that its constructor names."""
    parameters = list(inspect.signature(error.__init__).parameters.values())[1:]
    return error(*(FACTS[parameter.annotation] for parameter in parameters))


def drawn():
    """Read the tree of the docstring as pairs (class, parent)."""
    path, pairs = [], []
    for line in errors.__doc__.splitlines():
        match = re.fullmatch(r"(?P<lines>[│├└─ ]*)(?P<name>\w+Error)(?:  +.*)?", line)
        if match:
            depth = len(match["lines"]) // 4
            path[depth:] = [match["name"]]
            pairs.append((match["name"], path[depth - 1] if depth else "Exception"))
    return pairs


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes():
    found = [(error.__name__, error.__base__.__name__) for error in CLASSES]
    assert sorted(drawn()) == sorted(found)


@pytest.mark.parametrize("error", RAISED)
def test_an_error_says_one_line_with_its_facts_and_what_to_do(error):
    raised = example_of(error)
    told = str(raised)
    assert "\n" not in told
    assert len(told) > 20
    assert not told.endswith(".")
    assert NEXT_STEP.search(told)
    shown = [name for name in vars(raised) if name != "args"]
    assert shown, "facts are attributes"


@pytest.mark.parametrize("error", RAISED)
def test_an_error_says_the_same_after_pickling_and_copying(error):
    raised = example_of(error)
    pickled = pickle.loads(pickle.dumps(raised))  # noqa: S301
    for other in (pickled, copy.copy(raised)):
        assert type(other) is error
        assert str(other) == str(raised)
        assert vars(other) == vars(raised)


@pytest.mark.parametrize("error", CLASSES)
def test_every_error_says_in_its_docstring_when_it_is_raised(error):
    assert error.__doc__


def test_a_refusal_to_serve_is_an_error_of_fetching_and_ours():
    with pytest.raises(errors.FetchError):
        raise errors.FetchRefusedError("https://example.org", "403")
    assert not issubclass(ExplorerError, OSError | ValueError)


@pytest.mark.parametrize("nearest", [(), ("cs.LG",), ("cs.LG", "cs.CL")])
def test_the_nearest_names_are_suggested(nearest):
    told = str(errors.UnknownCategoryError("cs.LGG", nearest))
    assert "'cs.LGG'" in told
    assert all(name in told for name in nearest)
    assert ("did you mean" in told) == bool(nearest)
    told = str(errors.NicheNotFoundError("graphs", nearest))
    assert all(name in told for name in nearest)


def test_one_bad_record_is_no_records():
    one = str(errors.BadRecordsError(Path("a.csv"), 1, 7, "no title"))
    many = str(errors.BadRecordsError(Path("a.csv"), 1_000, 7, "no title"))
    assert "1 unreadable record," in one
    assert "1,000 unreadable records," in many
