"""The house as it was drawn: who may import whom, how large a room may be, what has no place."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

STAGES = ("corpus", "topics", "trends", "plans")
FOUNDATION = {"errors", "settings", "runs", *STAGES}
MAY_IMPORT = {
    "errors": set(),
    "settings": set(),
    "memory": set(),
    **{stage: {"errors", *STAGES[:i]} for i, stage in enumerate(STAGES)},
    "runs": {"errors"},
    "results": FOUNDATION,
    "field_files": FOUNDATION,
    "joined_papers": FOUNDATION,
    "run_places": FOUNDATION | {"results"},
    "run_combinations": FOUNDATION | {"results"},
    "run_white_space": FOUNDATION | {"results"},
    "run_tables": FOUNDATION | {"results", "run_places", "run_combinations", "run_white_space"},
    "newborns": FOUNDATION | {"results"},
    "ledger": FOUNDATION,
    "kept_texts": {"corpus", "topics", "trends"},
    "analysis": FOUNDATION
    | {"results", "field_files", "kept_texts", "run_places", "run_tables", "newborns", "ledger"},
    "author_paths": FOUNDATION | {"field_files"},
    "own_niche": FOUNDATION | {"results", "field_files", "joined_papers"},
    "fitting": FOUNDATION | {"results", "field_files", "own_niche"},
    "merged_niches": FOUNDATION | {"results", "own_niche"},
    "asking": FOUNDATION | {"field_files", "own_niche", "niches", "fitting", "presentation"},
    "refreshing": FOUNDATION
    | {"results", "analysis", "kept_texts", "own_niche", "merged_niches", "field_files"}
    | {"joined_papers", "run_places"},
    "backtesting": FOUNDATION | {"results", "kept_texts", "run_tables", "newborns", "analysis"},
    "demonstration": FOUNDATION | {"analysis"},
    "niches": FOUNDATION | {"analysis", "own_niche", "merged_niches", "results"},
    "charts": set(),
    "presentation": {"errors", *STAGES},
    "jobs": FOUNDATION | {"memory", "analysis", "demonstration", "refreshing"},
    "commands": FOUNDATION
    | {"analysis", "niches", "own_niche", "refreshing", "jobs", "serving", "presentation"}
    | {"backtesting", "fitting", "merged_niches", "asking"},
    "cli": FOUNDATION
    | {"memory", "analysis", "niches", "refreshing", "jobs", "serving", "commands"},
    "cached": FOUNDATION
    | {"analysis", "niches", "own_niche", "refreshing", "backtesting", "jobs", "presentation"}
    | {"author_paths", "fitting", "merged_niches", "asking"},
    "pages": FOUNDATION
    | {"analysis", "niches", "own_niche", "merged_niches", "jobs", "presentation", "charts"}
    | {"cached", "fitting", "asking"},
    "serving": {"charts", "pages"},
    "app": {"errors", "settings", "pages", "presentation"},
}
"""What each part of the package may import besides itself; a part not listed has no place."""

HOMES = {
    "arxiv": {"corpus"},
    "sklearn": {"topics", "trends"},
    "altair": {"charts"},
    "streamlit": {"cached", "pages", "serving", "app"},
    "pickle": set(),
    "joblib": set(),
    "shelve": set(),
}
"""The parts that may import a library."""

FILES = [ROOT / "app.py", *sorted((ROOT / "explorer").rglob("*.py"))]
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def part_of(module):
    """Name the part of the package that a module belongs to."""
    return module.removeprefix("explorer.").partition(".")[0]


MODULES = {module_of(path): path for path in FILES}


def imported(tree):
    """List what a file imports, wherever it does so."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (names & MODULES.keys()) or {node.module}
    return found


IMPORTS = {module: imported(TREES[path]) for module, path in MODULES.items()}


def lines_of(function):
    """Count the lines of a function from its first decorator, without its docstring."""
    start = min([function.lineno, *(line.lineno for line in function.decorator_list)])
    lines = function.end_lineno - start + 1
    if ast.get_docstring(function) is not None:
        lines -= function.body[0].end_lineno - function.body[0].lineno + 1
    return lines


def asked_of(tree):
    """List what is asked of a name, as in ``date.today``."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {f"{node.value.id}.{node.attr}" for node in nodes if isinstance(node.value, ast.Name)}


def test_every_part_has_its_place():
    assert {part_of(module) for module in MODULES} - {"explorer"} <= MAY_IMPORT.keys()


@pytest.mark.parametrize("part", MAY_IMPORT)
def test_a_part_imports_only_itself_and_what_stands_before_it(part):
    wrong = {
        (module, name)
        for module, names in IMPORTS.items()
        for name in names
        if part_of(module) == part
        and name.startswith("explorer.")
        and part_of(name) not in MAY_IMPORT[part] | {part}
    }
    assert wrong == set()


@pytest.mark.parametrize("library", HOMES)
def test_a_library_stays_in_its_home(library):
    users = {
        module
        for module, names in IMPORTS.items()
        if library in {name.partition(".")[0] for name in names}
    }
    assert {module for module in users if part_of(module) not in HOMES[library]} == set()


def test_no_modules_import_each_other_in_a_circle():
    graph = {module: (names & MODULES.keys()) - {module} for module, names in IMPORTS.items()}
    try:
        assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_a_module_has_at_most_300_lines_and_a_page_120():
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    pages = {path for path in FILES if "pages" in path.parts or path.name == "app.py"}
    assert {p: n for p, n in lines.items() if n > (120 if p in pages else 300)} == {}


def test_a_function_has_at_most_40_lines_besides_its_docstring():
    functions = {
        (module, node.name): lines_of(node)
        for module, path in MODULES.items()
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in functions.items() if lines > 40} == {}


def test_a_module_is_named_after_what_it_holds_and_says_what_that_is():
    empty_names = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert {module for module in MODULES if empty_names & set(module.split("."))} == set()
    scripts = {path for path in FILES if path.parent.name == "pages"}
    assert {path for path in FILES if not ast.get_docstring(TREES[path])} <= scripts


def test_no_html_is_let_through():
    keywords = {
        (module, node.arg)
        for module, path in MODULES.items()
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.keyword)
    }
    assert {module for module, name in keywords if name == "unsafe_allow_html"} == set()


def test_only_settings_read_the_variables_of_the_program():
    """Children may be given an environment; what it says is read in one place."""
    readers = {
        module
        for module, path in MODULES.items()
        for node in ast.walk(TREES[path])
        if isinstance(node, ast.Constant) and str(node.value).startswith("EXPLORER_")
        if not assigned(node, TREES[path])
    }
    assert readers == {"explorer.settings"}


def assigned(key, tree):
    """Tell whether a constant is the key of something that is set."""
    return any(
        isinstance(node, ast.Subscript) and node.slice is key and isinstance(node.ctx, ast.Store)
        for node in ast.walk(tree)
    )


def test_time_comes_into_the_library_as_a_parameter():
    clocks = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}
    library = {module for module in MODULES if part_of(module) in {*STAGES, "runs", "analysis"}}
    assert {module for module in library if clocks & asked_of(TREES[MODULES[module]])} == set()


@pytest.mark.parametrize("stage", STAGES)
def test_every_module_of_a_stage_has_tests(stage):
    """Tests of its name, of the room it stands in (``demonstration``), or that import it."""
    tests = sorted((ROOT / "tests" / stage).rglob("test_*.py"))
    rooms = {test.stem.removeprefix("test_") for test in tests}
    used = set().union(*(imported(ast.parse(test.read_text(encoding="utf-8"))) for test in tests))
    modules = {m for m, path in MODULES.items() if part_of(m) == stage and path.stem != "__init__"}
    untested = {m for m in modules - used if not rooms & set(m.split(".")[2:])}
    assert untested == set()


def test_no_two_test_modules_have_the_same_name():
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
