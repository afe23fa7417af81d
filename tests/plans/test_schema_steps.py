from explorer.plans import schema
from explorer.plans.schema_steps import MIGRATIONS


def test_a_step_leads_on_from_every_earlier_version_and_from_no_other():
    assert sorted(MIGRATIONS) == list(range(1, schema.SCHEMA_VERSION))
