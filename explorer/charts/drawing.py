"""A chart ready to be drawn: its look, written once as Vega-Lite, and the tables that it draws.

Altair takes longer to write a look than all else that a page does, so a look names its tables
instead of holding them, and is kept for the next tables.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import altair as alt
from altair.utils import schemapi

from explorer.charts.looks import INKS, SOFT_INKS

if TYPE_CHECKING:
    import pandas as pd

LINE = 120
"""Letters in a line under the title of a picture."""

LOOKS_KEPT = 64
"""Of each chart: on light and dark pages, for what a person changes of it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a chart looks, and the tables that it draws."""

    look: str
    """Vega-Lite as JSON, in which data are named."""
    tables: Mapping[str, pd.DataFrame]
    """By those names."""

    def titled(self, title: str, *, source: str) -> Drawing:
        """Write a title and what was looked at into a light chart, so that a picture has both."""
        text = alt.TitleParams(
            title,
            subtitle=wrap(source, LINE),
            anchor="start",
            color=INKS[False],
            subtitleColor=SOFT_INKS[False],
            subtitlePadding=4,
            offset=10,
        )
        return replace(self, look=json.dumps({**json.loads(self.look), "title": text.to_dict()}))

    def spec(self) -> dict[str, Any]:
        """Return the chart as Vega-Lite, its tables as they are under ``datasets``."""
        return {**json.loads(self.look), "datasets": dict(self.tables)}

    def to_dict(self) -> dict[str, Any]:
        """Return the chart as Vega-Lite that is whole in itself, its tables as rows."""
        rows = {name: alt.to_values(table)["values"] for name, table in self.tables.items()}
        return {**json.loads(self.look), "datasets": rows}


def table(name: str) -> alt.Chart:
    """Begin a chart of the table of a name."""
    return alt.Chart(alt.NamedData(name=name))


def written(chart: alt.Chart | alt.LayerChart | alt.FacetChart) -> str:
    """Write a chart of named tables as Vega-Lite, checked against its schema unless trusted."""
    spec = chart.to_dict(validate=schemapi.DEBUG_MODE)
    spec["config"].pop("view", None)  # a size of Altair's own, which would hold a page's width
    return json.dumps(spec, ensure_ascii=False)
