"""A little SVG: text of an element, and a page whose colours follow the reader's scheme."""
from xml.sax.saxutils import escape

STYLE = """<style>
  svg { --page: #ffffff; --ink: #1f2328; --quiet: #59636e; --line: #c4cbd3; --a: #0969da; --b: #bc4c00; --fill: #eef2f6 }
  @media (prefers-color-scheme: dark) {
    svg { --page: #0d1117; --ink: #e6edf3; --quiet: #9198a1; --line: #3d444d; --a: #4493f8; --b: #f0883e; --fill: #1a212b }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--ink) }
  .quiet { fill: var(--quiet) } .small { font-size: 12px } .mono { font-family: ui-monospace, monospace; font-size: 11px }
  .strong { font-weight: 600 } .middle { text-anchor: middle } .end { text-anchor: end }
  .page { fill: var(--page) } .box { fill: var(--fill); stroke: var(--line) } .line { stroke: var(--line) }
  .a { fill: var(--a) } .b { fill: var(--b) } .mark { stroke: var(--ink); stroke-width: 3 }
  .arrow { stroke: var(--quiet); stroke-width: 1.5; fill: none; marker-end: url(#tip) } #tip path { fill: var(--quiet) }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>
"""


def text(x, y, words, style=""):
    return f'<text x="{x:g}" y="{y:g}" class="{style}">{escape(words)}</text>'


def rect(x, y, width, height, style):
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3" class="{style}"/>'


def line(x1, y1, x2, y2, style):
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" class="{style}"/>'


def page(width, height, title, description, parts):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
            f'aria-labelledby="title description">\n<title id="title">{escape(title)}</title>\n'
            f'<desc id="description">{escape(description)}</desc>\n{STYLE}'
            + rect(0, 0, width, height, "page") + "\n" + "\n".join(parts) + "\n</svg>\n")
