"""How a page that is taken along looks: light, dark and on paper."""

STYLE = """
:root { color-scheme: light dark; --ink: #10141a; --soft: #4a5260; --page: #ffffff;
  --line: #d5dbe3; --c0: #2f7fc1; --c1: #d4651a; --c2: #0f8f6b; --c3: #b0568f; --link: #0b5a98; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f5f9; --soft: #c3cad4; --page: #12161d;
  --line: #38414f; --link: #7cbcf0; } }
@media print { :root { --ink: #000000; --soft: #333333; --page: #ffffff; --line: #999999;
  --link: #000000; } h2, h3 { break-after: avoid; } figure, tr, li { break-inside: avoid; } }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.2; } h2 { margin-top: 2rem; }
h3 { margin: 1rem 0 0; font-size: 1rem; } h3 + p { margin-top: 0.2rem; }
a { color: var(--link); }
.soft { color: var(--soft); font-size: 0.9rem; }
.mark { display: inline-block; border: 2px solid var(--c1); padding: 0.1rem 0.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.6rem; text-align: start;
  vertical-align: top; overflow-wrap: normal; }
figure { margin: 1rem 0; overflow-x: auto; }
figure svg { width: 100%; min-width: 36rem; height: auto; }
svg.key { width: 40px; height: 12px; }
ul.keys { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.2rem 1.5rem; }
svg text { fill: var(--soft); font-size: 13px; } .tick { text-anchor: end; }
.year { text-anchor: middle; } .grid { stroke: var(--line); fill: none; }
.line { fill: none; stroke-width: 2.5; } .band { stroke: none; opacity: 0.16; }
.line.c0 { stroke: var(--c0); } .line.c1 { stroke: var(--c1); } .line.c2 { stroke: var(--c2); }
.line.c3 { stroke: var(--c3); } .band.c0 { fill: var(--c0); } .band.c1 { fill: var(--c1); }
.band.c2 { fill: var(--c2); } .band.c3 { fill: var(--c3); }
"""
