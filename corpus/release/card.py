"""README.md of a release: the prose of DATASET_CARD.md, with every figure and table printed from the manifest."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from corpus.errors import CardError
from corpus.release import assets
from corpus.schema import CONFIGS, Column

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from corpus.release.manifest import Manifest

MEANINGS = {
    "articles": "one row per story",
    "headlines": "each headline seen, once",
    "removed": "every page or article that was left out, and why",
    "lines": "each line of each page with its label",
}
SIZES = ((10**3, "n<1K"), (10**4, "1K<n<10K"), (10**5, "10K<n<100K"), (10**6, "100K<n<1M"), (10**7, "1M<n<10M"),
         (10**8, "10M<n<100M"), (10**9, "100M<n<1B"), (10**10, "1B<n<10B"))  # fmt: skip
"""The Hub's classes of size: articles below, name."""

UNFILLED = re.compile(r"\{\{|\{%|\bTODO\b|\bTBD\b|\bFIXME\b|More Information Needed|<[A-Z][A-Z _]+>")
"""What a card must not hold: placeholders of ours, of the Hub's template and of tired authors."""

# `version` and `description` reach the cache key of `datasets`: with the name and paths alone it gives out old rows.
FRONT_MATTER = """size_categories:
- {{ size }}
configs:
{% for config, splits in configs.items() %}
- config_name: {{ config }}
  version: '{{ version }}'
  description: {{ digests[config] }}
{% if config == default %}
  default: true
{% endif %}
  data_files:
{% for split, part in splits.items() %}
  - split: {{ split }}
    path:
{% for path in part.files %}
    - {{ path }}
{% endfor %}
{% endfor %}
{% endfor %}
dataset_info:
{% for config, splits in configs.items() %}
- config_name: {{ config }}
  version: '{{ version }}'
  features:
{% for name, feature in features[config].items() %}
  - name: {{ name }}
    {{ feature }}
{% endfor %}
  splits:
{% for split, part in splits.items() %}
  - name: {{ split }}
    num_bytes: {{ part.memory }}
    num_examples: {{ part.rows }}
{% endfor %}
  download_size: {{ splits.values() | sum(attribute="bytes") }}
  dataset_size: {{ splits.values() | sum(attribute="memory") }}
{% endfor %}"""

FLOATS = {"float": "float32", "double": "float64"}  # Arrow's names, and those of `datasets`
BAR = 24  # characters of the longest bar


def render(manifest: Manifest, counted: dict[str, Any]) -> str:
    """The card of a release; raises `CardError` where a placeholder has no value."""
    return rendered(assets.text(assets.TEMPLATE), values(manifest, counted))


def rendered(template: str, known: dict[str, Any]) -> str:
    """A template with its placeholders filled, none left over.

    >>> rendered("{{ rows }} rows", {"rows": 3})
    '3 rows'
    >>> rendered("{{ rows }} of {{ read }} rows", {"rows": 3})
    Traceback (most recent call last):
    corpus.errors.CardError: DATASET_CARD.md: 'read' is undefined. Give it a value in corpus/release/card.py.
    """
    import jinja2

    if found := UNFILLED.search(re.sub(r"\{\{.*?\}\}", "", template)):
        line = template[: found.start()].count("\n") + 1
        raise CardError(f"{assets.TEMPLATE}: {found.group()!r} is still to be filled (about line {line}).")
    try:
        return _filled(template, known)
    except jinja2.UndefinedError as error:
        raise CardError(f"{assets.TEMPLATE}: {error}. Give it a value in corpus/release/card.py.") from error
    except jinja2.TemplateSyntaxError as error:
        raise CardError(f"{assets.TEMPLATE}, line {error.lineno}: {error.message}.") from error


def _filled(template: str, known: dict[str, Any]) -> str:
    import jinja2

    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    return str(environment.from_string(template).render(known))


def values(manifest: Manifest, counted: dict[str, Any]) -> dict[str, Any]:
    """What the placeholders of the card may name."""
    return {
        "front_matter": _front_matter(manifest),
        "manifest": manifest,
        "version": manifest.version,
        "read": f"{manifest.ledger.read:,}",
        "kept": f"{manifest.ledger.kept:,}",
        "removed": f"{manifest.ledger.removed_rows:,}",
        "words": f"{counted['words']:,}",
        "lengths_of": counted["words_of"],
        "parents": ", ".join(f"{parent.version} (manifest `{parent.digest}`)" for parent in manifest.parents) or "none",
        "tombstones": f"{len(manifest.tombstones):,}",
        "tables": _tables(manifest, counted),
    }


def _tables(manifest: Manifest, counted: dict[str, Any]) -> dict[str, str]:
    from corpus.release.manifest import Threshold

    kept_and_removed = ("kept", "removed")
    return {
        "configs": _table(
            ("config", "split", "rows", "bytes", "what a row is"),
            [
                (f"`{config}`", split, part.rows, part.bytes, MEANINGS[config])
                for config, parts in manifest.configs.items()
                for split, part in parts.items()
            ],
        ),
        "columns": "\n\n".join(
            f"`{config}`: {MEANINGS[config]}\n\n" + _columns(CONFIGS[config]) for config in manifest.configs
        ),
        "thresholds": _table(
            Threshold.__struct_fields__, [(t.stage, f"`{t.name}`", t.value, t.why) for t in manifest.thresholds]
        ),
        "steps": _table(
            ("stage", "removed", "left"), [(s["stage"], s["removed"], s["left"]) for s in counted["steps"]]
        ),
        "reasons": _table(
            ("stage", "reason", "rows", ""),
            [(r["stage"], f"`{r['reason']}`", r["rows"], bar) for r, bar in _barred(counted["reasons"], "rows")],
        ),
        "sites": _named(counted["sites"], "site", kept_and_removed),
        "years": _named(counted["years"], "year", kept_and_removed),
        "categories": _named(counted["categories"], "category", ("rows",)),
        "sources": _named(counted["sources"], "form", ("rows",)),
        "edits": _named(counted["edits"], "rule", ("rows",)),
        "lengths": _ranges(counted["lengths"], "words"),
        "clusters": _ranges(counted["clusters"], "copies of the story"),
        "digests": _table(
            ("config", "split", "rows", "row digest"),
            [
                (config, split, part.rows, f"`{part.row_digest}`")
                for config, parts in manifest.configs.items()
                for split, part in parts.items()
            ],
        ),
        "configuration": _table(
            ("setting", "value"), [(f"`{k}`", f"`{json.dumps(v)}`") for k, v in manifest.configuration.items()]
        ),
    }


def _columns(columns: tuple[Column, ...]) -> str:
    return _table(
        ("column", "type", "meaning"),
        [(f"`{c.name}`", _feature(c.type).removeprefix("dtype: "), c.meaning) for c in columns],
    )


def _named(rows: list[dict[str, Any]], name: str, numbers: tuple[str, ...]) -> str:
    return _table(
        (name, *numbers, ""), [(r["name"], *(r[n] for n in numbers), bar) for r, bar in _barred(rows, numbers[0])]
    )


def _ranges(rows: list[dict[str, Any]], name: str) -> str:
    spans = [_span(row["from"], row["to"]) for row in rows]
    bars = _barred(rows, "rows")
    return _table((name, "articles", ""), [(s, r["rows"], bar) for s, (r, bar) in zip(spans, bars, strict=True)])


def _span(low: int, high: int | None) -> str:
    """A class of numbers.

    >>> _span(1, 1), _span(3, 1_000), _span(3_200, None)
    ('1', '3-1,000', '3,200 or more')
    """
    if high is None:
        return f"{low:,} or more"
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


def _barred(rows: list[dict[str, Any]], name: str) -> list[tuple[dict[str, Any], str]]:
    """Each row with a bar as long as its number: a plot that every reader of Markdown can show."""
    most = max((row[name] for row in rows), default=0) or 1
    return [(row, "█" * (BAR * row[name] // most) or ("▏" if row[name] else "")) for row in rows]


def _table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; numbers to the right.

    >>> print(_table(("site", "rows"), [("a|b", 1200)]))
    | site | rows |
    |---|--:|
    | a\\|b | 1,200 |
    """
    rows = [tuple(row) for row in rows]
    if not rows:
        return "(none)"
    right = [isinstance(value, int) for value in rows[0]]
    lines = [tuple(heads), *(tuple(_cell(value) for value in row) for row in rows)]
    ruled = "|" + "|".join("--:" if number else "---" for number in right) + "|"
    written = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([written[0], ruled, *written[1:]])


def _cell(value: Any) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    # Names come from pages: they must neither end the cell nor be read as HTML or as a link.
    text = re.sub(r"\s+", " ", str(value))
    return re.sub(r"([|<>\[\]])", r"\\\1", text)


def _front_matter(manifest: Manifest) -> str:
    """The part of the YAML header that comes from the manifest: size, configs and exact sizes for `datasets`."""
    articles = sum(part.rows for part in manifest.configs.get("articles", {}).values())
    return _filled(
        FRONT_MATTER,
        {
            "size": next(name for below, name in SIZES if articles < below),
            "version": manifest.version,
            "default": next(iter(manifest.configs), None),
            "configs": manifest.configs,
            "digests": {config: manifest.config_digest(config) for config in manifest.configs},
            "features": {config: {c.name: _feature(c.type) for c in CONFIGS[config]} for config in manifest.configs},
        },
    )


def _feature(kind: pa.DataType) -> str:
    import pyarrow as pa

    if pa.types.is_list(kind):
        return f"list: {kind.value_type}"
    return f"dtype: {FLOATS.get(str(kind), kind)}"
