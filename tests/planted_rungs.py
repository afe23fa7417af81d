"""Papers that do what a rung says in other words, by the writer of the demonstration."""

from dataclasses import replace

import numpy as np

from explorer.corpus.demonstration.texts import Writer
from explorer.corpus.demonstration.topics import read_techniques

FIELDS = ("problems", "methods", "objects", "data", "measures", "settings", "fields")


def reworded(rung, main, subfield, *, count, seed):
    """Write papers of a rung: all that it, or else its main paper, names is taken from there."""
    rng = np.random.default_rng(seed)
    said, based = (f"{a} {b}".lower() for a, b in ((rung.title, rung.problem), main))

    def named(field):
        phrases = getattr(subfield, field)
        for text in (said, based):
            found = tuple(phrase for phrase in phrases if phrase.lower() in text)
            if found:
                return found * 2 if len(found) == 1 else found
        return phrases

    used = [
        replace(each, phrases=tuple(p for p in each.phrases if p.lower() in said))
        for each in read_techniques()
        if any(phrase.lower() in rung.title.lower() for phrase in each.phrases)
    ]
    narrowed = replace(subfield, **{field: named(field) for field in FIELDS})
    writer = Writer(rng)
    return [
        writer.write(narrowed, used, neighbour=None, is_open=False, is_heavy=False)
        for _ in range(count)
    ]
