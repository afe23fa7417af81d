"""How an exported page looks: light, dark and on paper."""

STYLE = """
:root { color-scheme: light dark; --text: #10141a; --soft: #4a5462; --line: #d5dbe3;
  --back: #ffffff; --box: #f1f4f8; --link: #0b5a98; --done: #0f7a5c; }
@media (prefers-color-scheme: dark) { :root { --text: #f2f5f9; --soft: #aab4c2; --line: #38414f;
  --back: #12161d; --box: #1c222c; --link: #7cbcf0; --done: #4cc79f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 2.5rem 1.25rem 4rem; color: var(--text);
  background: var(--back); font: 1rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2.6rem 0 .4rem; }
h3 { font-size: 1.1rem; line-height: 1.35; margin: 1.4rem 0 .2rem; }
h4 { font-size: .98rem; margin: 1.1rem 0 .2rem; }
p, ul, ol { margin: .35rem 0 .6rem; }
a { color: var(--link); }
.facts, .foot { color: var(--soft); }
.note { background: var(--box); border-left: .25rem solid var(--link); padding: .5rem .9rem; }
.done { color: var(--done); font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-size: .93rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0;
  border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; }
.foot { border-top: 1px solid var(--line); margin-top: 3.5rem; padding-top: .75rem;
  font-size: .88rem; }
@media print { :root { color-scheme: light; --text: #000; --soft: #333; --line: #999;
  --back: #fff; --box: #fff; --link: #000; --done: #000; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h1, h2, h3, h4 { break-after: avoid; } tr, li { break-inside: avoid; }
  @page { margin: 18mm; } }
"""
