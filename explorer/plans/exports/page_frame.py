"""What pages that are taken along have in common: complete in themselves, and asking nobody."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

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
"""Light, dark and on paper."""


def whole_page(title: str, body: Iterable[str], *, style: str = STYLE) -> str:
    """Put the parts of a page into a document whose policy forbids all but its own style sheet.

    Parameters
    ----------
    title : str
        Plain text, for the window.
    body : iterable of str
        HTML, whatever was typed or fetched escaped.
    style : str
        The whole style sheet.
    """
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(title)}</title>",
            f"<style>{style}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )
