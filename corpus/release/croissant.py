"""croissant.json: the description of a release that dataset search engines and mlcroissant read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from corpus.schema import CONFIGS, Column

if TYPE_CHECKING:
    from corpus.release.manifest import Manifest, Part
    from corpus.release.parquet import FileEntry

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the Croissant 1.0 specification gives, as mlcroissant writes it."""

PARQUET = "application/x-parquet"
TYPES = {
    "string": "sc:Text",
    "large_string": "sc:Text",
    "int32": "sc:Integer",
    "int64": "sc:Integer",
    "float": "sc:Float",
}


def render(manifest: Manifest) -> str:
    """The description of a release whose shards the manifest lists: a record set for each split of each config."""
    parts = [(config, split, part) for config, splits in manifest.configs.items() for split, part in splits.items()]
    description = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": manifest.name,
        "description": "Bengali news articles: normalized Unicode, no page around them, each headline and story once.",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "citeAs": f"Bengali news corpus, version {manifest.version}",
        "license": "https://spdx.org/licenses/Apache-2.0.html",
        "usageInfo": "The licence covers annotations; the text belongs to its publishers. See README.md.",
        "version": manifest.version,
        "inLanguage": "bn",
        "url": f"https://pypi.org/project/{manifest.name}/",
        "distribution": [*map(_file, manifest.files), *(_file_set(*part) for part in parts)],
        "recordSet": [_record_set(config, split) for config, split, _ in parts],
    }
    return json.dumps(description, ensure_ascii=False, indent=1) + "\n"


def _file(entry: FileEntry) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": entry.path,
        "name": entry.path,
        "contentUrl": entry.path,
        "contentSize": f"{entry.bytes} B",
        "encodingFormat": PARQUET,
        "sha256": entry.sha256,
    }


def _file_set(config: str, split: str, part: Part) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"shards-of-{config}-{split}",
        "name": f"shards-of-{config}-{split}",
        "encodingFormat": PARQUET,
        "includes": list(part.files),
    }


def _record_set(config: str, split: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": f"{config}-{split}",
        "name": f"{config}-{split}",
        "field": [_field(config, split, column) for column in CONFIGS[config]],
    }


def _field(config: str, split: str, column: Column) -> dict[str, Any]:
    repeated = pa.types.is_list(column.type)
    return {
        "@type": "cr:Field",
        "@id": f"{config}-{split}/{column.name}",
        "name": column.name,
        "description": column.meaning,
        "dataType": TYPES[str(column.type.value_type if repeated else column.type)],
        **({"repeated": True} if repeated else {}),
        "source": {"fileSet": {"@id": f"shards-of-{config}-{split}"}, "extract": {"column": column.name}},
    }
