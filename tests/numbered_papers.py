"""ArXiv's numbering, invented: which numbers of each month are those of papers held."""

import numpy as np

from explorer.corpus.months import months_between


def numbers_held(
    *, first="2011-01", last="2016-12", rate=0.14, yearly=1.12, spread=0.08, total=5_000, seed=0
):
    """Draw numbers as a field that grows keeps them; its rate wavers by ``spread`` a week."""
    rng = np.random.default_rng(seed)
    stay = 0.6 ** (1 / 7)
    held, wave = {}, 0.0
    for back, month in enumerate(months_between(first, last)):
        ids = np.arange(1, int(total * rng.uniform(0.93, 1.07)) + 1)
        waves = []
        for _ in range(30):
            wave = stay * wave + rng.normal(0, spread * np.sqrt(1 - stay**2))
            waves.append(wave)
        of_id = np.array(waves)[(ids - 1) * 30 // len(ids)]
        held[month] = ids[rng.random(len(ids)) < rate * yearly ** (back / 12) * np.exp(of_id)]
    return held


def tear(held, month, *, days=(8, 26), keep=0.4, seed=0):
    """Lose papers of some days of a month, and tell which part of the month is left."""
    numbers = held[month]
    place = numbers * 30 / numbers.max()
    kept = np.random.default_rng(seed).random(len(numbers)) < keep
    left = numbers[(place <= days[0]) | (place > days[1]) | kept]
    return {**held, month: left}, len(left) / len(numbers)
