"""Random sequences of all that can be done to what a person keeps."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from kept_by_a_person import KeptByAPerson

HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def walk(sequences, steps):
    plan = settings(
        max_examples=sequences,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=HEALTH,
        database=None,
    )
    run_state_machine_as_test(KeptByAPerson, settings=plan)


def test_a_few_sequences_lose_nothing():
    walk(10, 10)


@pytest.mark.benchmark
def test_ten_thousand_sequences_lose_nothing():
    walk(10_000, 15)
