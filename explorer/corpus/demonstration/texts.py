"""Titles and abstracts of invented papers, put together from sentence patterns and own phrases.

A paper chooses its phrases once, so that title and abstract speak of the same thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.corpus.demonstration.topics import read_sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    from explorer.corpus.demonstration.topics import Subfield, Technique

    Plan = dict[str, tuple[str, Technique | None]]

BRIDGES = 0.35
"""Probability that a paper that borrows lies halfway between two subfields."""
SPEAKS_OF_AREA = 0.5
SURVEYS = 0.03
TECHNIQUE_IN_TITLE = 0.3
TECHNIQUE_IN_PROPOSAL = 0.5
SAYS_BORROWED = 0.3
"""Probability that an abstract says that its technique comes from elsewhere."""
RUNS_LIGHT = 0.12
ALWAYS = ("context", "gap", "proposal", "detail", "data", "result")
FILLING = ("second", "example", "outlook")
"""What an abstract may have or lack; dropped from the end where it grows too long."""
ORDER = (
    "context",
    "gap",
    "proposal",
    "detail",
    "technique",
    "another technique",
    "data",
    "result",
    "second",
    "compute",
    "example",
    "open",
    "outlook",
)
EXCHANGED = ("objects", "data", "setting")
"""Phrases whose first and second choice change places within a paper, for variety."""
SENTENCES = (6, 9)
FEWEST_WORDS, MOST_WORDS = 90, 170


class _Words(dict[str, str]):
    """Phrases of one paper; what is not among them is made anew each time it is asked for."""

    def __init__(self, phrases: dict[str, str], make: Callable[[str], str]) -> None:
        super().__init__(phrases)
        self._make = make

    def __missing__(self, key: str) -> str:
        return self._make(key)


class Writer:
    """Writes one paper after the other and gives no title twice."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._patterns = read_sentences()
        self._titles: set[str] = set()
        self._rng = rng

    def write(
        self,
        subfield: Subfield,
        used: Sequence[Technique],
        *,
        neighbour: Subfield | None,
        is_open: bool,
        is_heavy: bool,
    ) -> tuple[str, str]:
        """Write title and abstract of a paper.

        It uses the first two of the techniques and takes some phrases from the neighbour, if any.
        """
        words = self._choose_words(subfield, neighbour)
        is_survey = self._chance(SURVEYS)
        title = self._title(words, used, is_survey=is_survey)
        plan = self._plan(subfield, used, is_survey=is_survey)
        if is_heavy or self._chance(RUNS_LIGHT):
            plan["compute"] = ("heavy" if is_heavy else "light", None)
        if is_open:
            plan["open"] = ("open", None)
        return title, self._abstract(words, plan)

    def _choose_words(self, subfield: Subfield, neighbour: Subfield | None) -> _Words:
        phrases = {"name": subfield.name, "collection": subfield.collection}
        for key, choices in (
            ("problem", subfield.problems),
            ("methods", subfield.methods),
            ("objects", subfield.objects),
            ("data", subfield.data),
            ("measure", subfield.measures),
            ("setting", subfield.settings),
            ("field", subfield.fields),
        ):
            phrases[key], phrases[f"{key}2"] = self._two(choices)
        if neighbour is not None:
            phrases["problem2"] = self._one(neighbour.problems)
            phrases["objects2"] = self._one(neighbour.objects)
            if self._chance(BRIDGES):
                phrases["methods2"] = self._one(neighbour.methods)
                phrases["data2"] = self._one(neighbour.data)
                phrases["measure2"] = self._one(neighbour.measures)
                phrases["setting2"] = self._one(neighbour.settings)
        return _Words(phrases, self._maker())

    def _maker(self) -> Callable[[str], str]:
        """Return what makes numbers, asides and scenes for one paper."""
        asides = self._patterns["aside"]
        place = int(self._rng.random() * len(asides))

        def make(key: str) -> str:
            nonlocal place
            chance = self._rng.random()
            if key == "aside":
                place = (place + 1) % len(asides)
                return asides[place]
            if key == "scene":
                return self._one(self._patterns["scene"])
            if key == "percent":
                return f"{2 + 24 * chance:.1f}"
            low, high = {"number": (120, 9_000), "count": (3, 13), "large": (16, 600)}[key]
            return f"{low + int(chance * chance * (high - low)):,}"

        return make

    def _plan(self, subfield: Subfield, used: Sequence[Technique], *, is_survey: bool) -> Plan:
        """Choose the kind of sentence, and the technique, for each place in an abstract."""
        plan: Plan = {role: (role, None) for role in ALWAYS}
        plan |= {role: (role, None) for role in FILLING if self._chance(0.5)}
        if self._chance(SPEAKS_OF_AREA):
            plan["context"] = ("context_area", None)
        waiting = list(used[:2])
        if is_survey:
            plan["proposal"] = ("proposal_survey", None)
        elif waiting and self._chance(TECHNIQUE_IN_PROPOSAL):
            plan["proposal"] = ("proposal_technique", waiting.pop(0))
        for place, technique in zip(("technique", "another technique"), waiting, strict=False):
            is_foreign = technique.donor not in ("", subfield.name)
            role = "imported" if is_foreign and self._chance(SAYS_BORROWED) else "technique"
            plan[place] = (role, technique)
        return plan

    def _title(self, words: _Words, used: Sequence[Technique], *, is_survey: bool) -> str:
        role, technique = ("title_survey" if is_survey else "title"), None
        if used and not is_survey and self._chance(TECHNIQUE_IN_TITLE):
            role, technique = "title_technique", used[0]
        while True:
            title = self._sentence(words, role, technique)
            if title in self._titles:
                ending = self._one(self._patterns["title_ending"]).format_map(words)
                title = f"{title.rstrip('?')}: {ending}"
            if title not in self._titles and title.count(":") < 2:
                self._titles.add(title)
                return title

    def _abstract(self, words: _Words, plan: Plan) -> str:
        fewest, most = SENTENCES
        dispensable = [role for role in (*FILLING[::-1], "detail") if role in plan]
        while len(plan) > most:
            del plan[dispensable.pop(0)]
        written = {role: self._sentence(words, *plan[role]) for role in ORDER if role in plan}
        for role in FILLING:
            if _length(written) < FEWEST_WORDS or len(written) < fewest:
                written.setdefault(role, self._sentence(words, role))
        while _length(written) > MOST_WORDS and dispensable:
            del written[dispensable.pop(0)]
        return " ".join(written[role] for role in ORDER if role in written)

    def _sentence(self, words: _Words, role: str, technique: Technique | None = None) -> str:
        if technique is not None:
            words["technique"] = self._one(technique.phrases)
        key = self._one(EXCHANGED)
        words[key], words[f"{key}2"] = words[f"{key}2"], words[key]
        text = self._one(self._patterns[role]).format_map(words)
        return text[0].upper() + text[1:]

    def _chance(self, probability: float) -> bool:
        return bool(self._rng.random() < probability)

    def _one(self, choices: Sequence[str]) -> str:
        return choices[int(self._rng.random() * len(choices))]

    def _two(self, choices: Sequence[str]) -> tuple[str, str]:
        """Choose two different phrases."""
        first = int(self._rng.random() * len(choices))
        second = int(self._rng.random() * (len(choices) - 1))
        return choices[first], choices[second + (second >= first)]


def _length(written: dict[str, str]) -> int:
    return sum(sentence.count(" ") + 1 for sentence in written.values())
