"""What a page of niches adds to the look that exported pages share: curves, keys, wide tables."""

from explorer.plans.exports.page_frame import STYLE

NICHE_STYLE = f"""{STYLE}
:root {{ --c0: #2f7fc1; --c1: #d4651a; --c2: #0f8f6b; --c3: #b0568f; }}
body {{ max-width: 60rem; }}
.mark {{ display: inline-block; border: 2px solid var(--c1); padding: .1rem .5rem; }}
.wide {{ overflow-x: auto; }}
.wide th, .wide td {{ padding: .3rem .6rem; overflow-wrap: normal; }}
figure {{ margin: 1rem 0; overflow-x: auto; }}
figure svg {{ width: 100%; min-width: 36rem; height: auto; }}
svg.key {{ width: 40px; height: 12px; }}
ul.keys {{ list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; }}
svg text {{ fill: var(--soft); font-size: 13px; }} .tick {{ text-anchor: end; }}
.year {{ text-anchor: middle; }} .grid {{ stroke: var(--line); fill: none; }}
.line {{ fill: none; stroke-width: 2.5; }} .band {{ stroke: none; opacity: .16; }}
.line.c0 {{ stroke: var(--c0); }} .line.c1 {{ stroke: var(--c1); }}
.line.c2 {{ stroke: var(--c2); }} .line.c3 {{ stroke: var(--c3); }}
.band.c0 {{ fill: var(--c0); }} .band.c1 {{ fill: var(--c1); }}
.band.c2 {{ fill: var(--c2); }} .band.c3 {{ fill: var(--c3); }}
@media print {{ figure {{ break-inside: avoid; }} }}
"""
