"""report.html: the figures of a release on one page, with plots drawn as SVG by hand: no font, no script, no date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corpus.release.manifest import Manifest

PLOTS = (
    #  key            title                                        name of a bar   parts of a bar
    ("steps",         "Rows left after each stage",                "stage",        ("left", "removed")),
    ("reasons",       "Rows removed, by reason",                   "reason",       ("rows",)),
    ("sites",         "Articles kept and rows removed, by site",   "name",         ("kept", "removed")),
    ("years",         "Articles kept and rows removed, by year",   "name",         ("kept", "removed")),
    ("categories",    "Articles by section",                       "name",         ("rows",)),
    ("lengths",       "Articles by length in words",               "from",         ("rows",)),
    ("clusters",      "Articles by copies of their story",         "from",         ("rows",)),
    ("edits",         "Articles that each rule changed",           "name",         ("rows",)),
    ("labels",        "Lines by label",                            "name",         ("rows",)),
)  # fmt: skip

COLOURS = {"left": "#2f6f4f", "kept": "#2f6f4f", "rows": "#2f6f4f", "removed": "#c98b3c"}
WIDTH, ROW, NAMES = 860, 22, 240  # of a plot, of one bar and of the column of names, in pixels

TEMPLATE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ manifest.name }} {{ manifest.version }}</title>
<style>
body { font: 15px/1.5 "Noto Sans Bengali", sans-serif; max-width: 900px; margin: 2em auto; color: #222; }
svg text { font: 13px "Noto Sans Bengali", sans-serif; } td, th { padding: 2px 12px 2px 0; text-align: left; }
</style></head><body>
<h1>{{ manifest.name }} {{ manifest.version }}</h1>
<p>{{ "{:,}".format(manifest.ledger.read) }} pages read, {{ "{:,}".format(manifest.ledger.kept) }} articles kept,
{{ "{:,}".format(manifest.ledger.removed_rows) }} rows removed; {{ "{:,}".format(words) }} words.</p>
<table><tr><th>config<th>split<th>rows<th>bytes<th>row digest
{% for config, parts in manifest.configs.items() %}{% for split, part in parts.items() -%}
<tr><td>{{ config }}<td>{{ split }}<td>{{ "{:,}".format(part.rows) }}<td>{{ "{:,}".format(part.bytes) }}
<td><code>{{ part.row_digest[:16] }}</code>
{% endfor %}{% endfor %}</table>
{% for plot in plots %}<h2>{{ plot.title }}</h2>
<svg viewBox="0 0 {{ width }} {{ row * plot.bars|length }}" role="img" aria-label="{{ plot.title }}">
{% for bar in plot.bars -%}
<text x="{{ names - 8 }}" y="{{ loop.index0 * row + 15 }}" text-anchor="end">{{ bar.name }}</text>
{%- for part in bar.parts %}
<rect x="{{ part.x }}" y="{{ bar.y }}" width="{{ part.width }}" height="16" fill="{{ part.colour }}">
<title>{{ part.name }}: {{ part.value }}</title></rect>
{%- endfor %}
<text x="{{ bar.end }}" y="{{ loop.index0 * row + 15 }}">{{ bar.value }}</text>
{% endfor %}</svg>
{% endfor %}</body></html>
"""


def render(manifest: Manifest, counted: dict[str, Any]) -> str:
    """The report of a release as one HTML page."""
    import jinja2

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    plots = [
        {"title": title, "bars": _bars(counted[key], name, parts)} for key, title, name, parts in PLOTS if counted[key]
    ]
    sizes = {"width": WIDTH, "row": ROW, "names": NAMES}
    return environment.from_string(TEMPLATE).render(manifest=manifest, words=counted["words"], plots=plots, **sizes)


def summary(release: Path) -> str:
    """A few lines on a release for a terminal: rows by config and split, and why rows were removed."""
    from corpus.release import manifest

    facts = manifest.read(release)
    ledger = facts.ledger
    counts = f"{ledger.read:,} pages read, {ledger.kept:,} articles kept, {ledger.removed_rows:,} rows removed"
    lines = [f"{facts.name} {facts.version}: {counts}"]
    for config, parts in facts.configs.items():
        lines.append(f"  {config:<10} " + ", ".join(f"{split} {part.rows:,}" for split, part in parts.items()))
    for stage, reasons in ledger.removed.items():
        lines.append(f"  removed in {stage}: " + ", ".join(f"{reason} {count:,}" for reason, count in reasons.items()))
    lines.append(f"  plots: {release / 'report.html'}   prose and tables: {release / 'README.md'}")
    return "\n".join(lines)


def _bars(rows: list[dict[str, Any]], name: str, parts: tuple[str, ...]) -> list[dict[str, Any]]:
    most = max(sum(row[part] for part in parts) for row in rows) or 1
    return [_bar(number, row, name, parts, most) for number, row in enumerate(rows)]


def _bar(number: int, row: dict[str, Any], name: str, parts: tuple[str, ...], most: int) -> dict[str, Any]:
    room = WIDTH - NAMES - 160  # the rest is for the numbers at the end
    x, drawn = NAMES, []
    for part in parts:
        width = round(room * row[part] / most)
        drawn.append({"x": x, "width": width, "colour": COLOURS[part], "name": part, "value": row[part]})
        x += width
    value = " + ".join(f"{row[part]:,}" for part in parts)
    return {"name": row[name], "parts": drawn, "y": number * ROW + 2, "end": x + 6, "value": value}
