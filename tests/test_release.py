"""What is in a release and how it is written: shards, manifest, card, statistics, Croissant; the same twice."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import CardError, ClaimError, CorpusError
from corpus.release import assets, card, changelog, croissant, manifest, parquet, report
from corpus.release.builder import _tables
from corpus.release.load import _conditions
from corpus.release.manifest import Facts, seal
from corpus.release.staging import Stage
from corpus.schema import CONFIGS
from corpus.tables.screens import SCREENS
from tests.fresh import fresh
from tests.release_maker import article, in_order, make, table


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("out"), articles=300)


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Shards


@pytest.mark.parametrize("config", CONFIGS)
def test_the_schema_is_what_datasets_makes_of_it(config):
    """`parquet.release_schema` is made without `datasets`; the two must not drift apart."""
    from datasets import Features

    ours = parquet.release_schema(CONFIGS[config])
    theirs = Features.from_arrow_schema(ours).arrow_schema

    assert ours.equals(theirs)
    assert json.loads(ours.metadata[b"huggingface"]) == json.loads(theirs.metadata[b"huggingface"])


@pytest.mark.parametrize("config", CONFIGS)
def test_no_column_has_a_type_that_does_not_load(config):
    """Maps do not load, and categories would lose their names: strings, lists, integers and floats do."""
    allowed = {"string", "large_string", "int32", "int64", "float", "list<item: string>", "list<item: large_string>"}

    assert {str(column.type) for column in CONFIGS[config]} <= allowed


def test_a_shard_is_written_as_the_design_says(tmp_path):
    entry = parquet.write_shard(tmp_path / "data/train-00000-of-00001.parquet", many(5_000), CONFIGS["articles"])

    with pq.ParquetFile(tmp_path / entry.path) as shard:
        groups = [shard.metadata.row_group(number) for number in range(shard.num_row_groups)]
        body = groups[0].column(shard.schema_arrow.names.index("body"))
        assert b"huggingface" in shard.schema_arrow.metadata
    assert sum(group.num_rows for group in groups) == entry.rows == 5_000
    assert all(parquet.GROUP_LEAST <= group.num_rows <= parquet.GROUP_MOST for group in groups[:-1])
    assert body.compression == "ZSTD"
    assert body.has_offset_index
    assert not body.is_stats_set
    assert not body.has_dictionary_page


def test_the_same_rows_give_the_same_bytes_however_they_arrive(tmp_path):
    rows = many(3_000)
    arrivals = [
        rows,
        rows.to_batches(max_chunksize=77),
        [rows.slice(0, 1_999), rows.slice(1_999)],
        shuffled_columns(rows),
    ]
    entries = [
        parquet.write_shard(tmp_path / f"{n}/train-00000-of-00001.parquet", arrival, CONFIGS["articles"])
        for n, arrival in enumerate(arrivals)
    ]

    assert len({(entry.sha256, entry.row_digest, entry.memory) for entry in entries}) == 1


def test_one_row_less_leaves_most_row_groups_as_they_were(tmp_path):
    """Groups end where a row's digest says; with a fixed number of rows each later group would change."""
    rows = many(12_000)
    before = {str(group["id"].to_pylist()) for group in groups_of(rows)}
    after = [str(group["id"].to_pylist()) for group in groups_of(pa.concat_tables([rows.slice(0, 10), rows.slice(11)]))]

    assert sum(group in before for group in after) >= len(after) - 3


def test_a_shard_without_rows_or_with_other_columns_is_refused(tmp_path):
    empty = table("articles", [])
    with pytest.raises(CorpusError, match="without rows"):
        parquet.write_shard(tmp_path / "data/a.parquet", empty, CONFIGS["articles"])
    with pytest.raises(CorpusError, match=r"missing: \['url'\], unknown: \['link'\]"):
        parquet.write_shard(tmp_path / "data/a.parquet", many(2).rename_columns({"url": "link"}), CONFIGS["articles"])
    assert not list((tmp_path / "data").glob("*"))


def test_a_shard_that_came_out_too_large_is_refused_and_not_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "SHARD_BYTES", 10_000)
    with pytest.raises(parquet.ShardTooLargeError, match="at most 10,000"):
        parquet.write_shard(tmp_path / "data/a.parquet", many(100), CONFIGS["articles"])
    assert not list((tmp_path / "data").glob("*"))


class Counted(io.FileIO):
    """A file that knows how many bytes were read from it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        found = super().read(size)
        self.taken += len(found)
        return found


def test_columns_and_dates_are_pushed_down_to_the_file(tmp_path):
    """What was not asked for is not read: neither other columns nor row groups of other days."""
    ordered = table("articles", in_order(article(number, words=20) for number in range(6_000)))
    entry = parquet.write_shard(tmp_path / "data/a.parquet", ordered, CONFIGS["articles"])
    every = [column.name for column in CONFIGS["articles"]]

    def read(names: list[str], **days: str) -> tuple[int, int]:
        with Counted(tmp_path / entry.path) as file:
            rows = sum(
                len(found) for _, found in _tables(file, "", names, _conditions("published", **{**NO_DAYS, **days}))
            )
            return rows, file.taken

    whole, ids, late = read(every), read(["id"]), read(every, since="2020-01-06")

    assert whole[0] == ids[0] == 6_000
    assert 0 < late[0] < 1_000
    assert ids[1] < whole[1] * 0.4
    assert late[1] < whole[1] * 0.5


NO_DAYS = {"since": None, "until": None}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "-", "1:", "ক", "ক\u200d", None]),
            st.sampled_from([None, [], [""], ["", ""], ["2:"], [None]]),
        )
    )
)
@settings(max_examples=200, deadline=None)
def test_rows_that_differ_have_different_digests(rows):
    """Lengths stand before values, so no value can pass for two, for null or for a list."""
    one = pa.table(
        {"a": pa.array([a for a, _ in rows], pa.string()), "b": pa.array([b for _, b in rows], pa.list_(pa.string()))}
    )
    digests = parquet.row_digests(one)

    assert len(set(digests)) == len({repr(row) for row in rows})
    assert parquet.row_digests(one.slice(len(rows) // 2)) == digests[len(rows) // 2 :]


def test_the_row_digest_does_not_depend_on_writer_order_or_shards(tmp_path):
    rows = many(500)
    whole = parquet.write_shard(tmp_path / "data/a.parquet", rows, CONFIGS["articles"])
    parts = [rows.slice(200), rows.slice(0, 200)]
    entries = [
        parquet.write_shard(tmp_path / f"data/{n}.parquet", part, CONFIGS["articles"]) for n, part in enumerate(parts)
    ]
    pq.write_table(rows, tmp_path / "data/other.parquet", compression="snappy", use_dictionary=False, row_group_size=37)

    assert parquet.combined_digest(entry.row_digest for entry in entries) == whole.row_digest
    assert parquet.read_entry(tmp_path / "data/other.parquet").row_digest == whole.row_digest


# The release


def test_the_same_input_twice_gives_the_same_bytes(tmp_path):
    """Of every file; the folder, the order of writing and the program's run do not matter."""
    first, second = make(tmp_path / "a"), make(tmp_path / "b" / "c")

    assert content(first) == content(second)
    assert all(str(tmp_path).encode() not in text for text in content(first).values())


def test_another_seed_of_python_hashes_gives_the_same_bytes(tmp_path, release):
    digests = [fresh("made_digest", tmp_path / "home", out=tmp_path / seed, seed=seed) for seed in ("0", "1")]

    assert len(set(digests)) == 1


def test_a_release_has_all_its_files(release):
    names = set(content(release))

    assert {
        "README.md",
        "manifest.json",
        "croissant.json",
        "stats.json",
        "report.html",
        "CHANGELOG.md",
        "LICENSE",
        "CITATION.cff",
    } <= names
    assert {name.split("/")[0] for name in names if name.endswith(".parquet")} == {"data", "headlines", "removed"}
    assert not any(name.endswith(".py") for name in names)


def test_the_manifest_says_what_made_the_release(release):
    facts = manifest.read(release)

    assert facts.version == "1.0.0"
    assert facts.unicode.split(".")[0].isdigit()
    assert all(
        getattr(facts, name).startswith("sha256-")
        for name in ("code_digest", "schema_digest", "tables_digest", "digest")
    )
    assert facts.ledger.read == 312
    assert facts.ledger.removed == {"deduplicate": {"same_headline": 6}, "screen": {"too_short": 6}}
    assert {entry.path for entry in facts.files} == set(content(release)) - {"manifest.json"}


def test_a_ledger_that_does_not_balance_is_no_release(tmp_path):
    with Stage(tmp_path, "1.0.0") as stage:
        parquet.write_shard(stage.folder / "data/train-00000-of-00001.parquet", many(3), CONFIGS["articles"])
        with pytest.raises(CorpusError, match="read 5 pages but kept 3 and removed 0; 2 unaccounted for"):
            seal(stage.folder, Facts("1.0.0", 5, {}))
    assert not (tmp_path / "v1.0.0").exists()


@pytest.mark.parametrize(
    "stranger", ["notes.txt", "data/spill.arrow", "work/train-00000-of-00001.parquet", "data/deep/a.parquet"]
)
def test_what_does_not_belong_into_a_release_stops_it(tmp_path, stranger):
    with Stage(tmp_path, "1.0.0") as stage:
        parquet.write_shard(stage.folder / "data/train-00000-of-00001.parquet", many(3), CONFIGS["articles"])
        (stage.folder / stranger).parent.mkdir(parents=True, exist_ok=True)
        (stage.folder / stranger).write_text("x")
        with pytest.raises(CorpusError, match="does not belong"):
            seal(stage.folder, Facts("1.0.0", 3, {}))


@pytest.mark.parametrize("name", ["train-00001-of-00002", "train-00000-of-00002", "dev-00000-of-00001"])
def test_a_gap_in_the_shards_stops_a_release(tmp_path, name):
    with Stage(tmp_path, "1.0.0") as stage:
        parquet.write_shard(stage.folder / f"data/{name}.parquet", many(3), CONFIGS["articles"])
        with pytest.raises(CorpusError, match="shards"):
            seal(stage.folder, Facts("1.0.0", 3, {}))


def test_a_build_of_nothing_but_removed_rows_is_a_release(tmp_path):
    release = make(tmp_path, articles=0)

    assert list(manifest.read(release).configs) == ["removed"]
    assert "default: true" in (release / "README.md").read_text()


def test_a_version_that_claims_too_little_is_not_built(tmp_path):
    first = make(tmp_path, articles=50)
    with pytest.raises(ClaimError, match=r"Call it 1\.1\.0 or higher"):
        make(tmp_path, "1.0.1", articles=60, parent=first)
    assert manifest.read(make(tmp_path, "1.1.0", articles=60, parent=first)).parents[0].version == "1.0.0"


def test_the_changelog_tells_what_changed_above_what_it_told_before(tmp_path):
    first = make(tmp_path, articles=50)
    second = make(tmp_path, "1.1.0", articles=60, parent=first)
    third = make(tmp_path, "2.0.0", articles=[article(n) for n in range(2, 60)], parent=second)
    text = (third / "CHANGELOG.md").read_text()

    assert text.startswith(changelog.TITLE)
    assert text.index("## 2.0.0") < text.index("## 1.1.0") < text.index("## 1.0.0")
    assert "2 removed" in text
    assert "10 articles added" in text


# The card


def test_the_card_is_the_template_rendered(release):
    facts = manifest.read(release)
    counted = json.loads((release / "stats.json").read_text())

    assert (release / "README.md").read_text(encoding="utf-8") == card.render(facts, counted)


def test_the_header_of_the_card_is_what_the_hub_and_datasets_read(release):
    from huggingface_hub import DatasetCard

    data = DatasetCard((release / "README.md").read_text(encoding="utf-8")).data.to_dict()
    facts = manifest.read(release)

    assert data["language"] == ["bn"]
    assert [config["config_name"] for config in data["configs"]] == ["articles", "headlines", "removed"]
    assert [config.get("default") for config in data["configs"]] == [True, None, None]
    assert {type(config["version"]) for config in data["configs"]} == {str}
    assert all(config["description"] == facts.config_digest(config["config_name"]) for config in data["configs"])
    assert data["dataset_info"][0]["splits"][0]["num_examples"] == facts.configs["articles"]["train"].rows
    assert data["dataset_info"][0]["download_size"] == sum(p.bytes for p in facts.configs["articles"].values())
    assert "version: '1.0.0'" in (release / "README.md").read_text()


def test_the_features_of_the_card_are_those_of_the_shards(release):
    from datasets import Features
    from huggingface_hub import DatasetCard

    infos = DatasetCard((release / "README.md").read_text(encoding="utf-8")).data.to_dict()["dataset_info"]

    for info in infos:
        expected = Features.from_arrow_schema(parquet.release_schema(CONFIGS[info["config_name"]]))
        assert Features._from_yaml_list(info["features"]) == expected


def test_the_tables_of_the_card_are_printed_from_the_manifest(release):
    text = (release / "README.md").read_text(encoding="utf-8")

    for screen in SCREENS:
        assert f"| screen | `{screen.reason}` | `{screen.measure}` " in text
        assert screen.why.replace("|", r"\|") in text
    assert "| screen | 6 | 306 |" in text
    assert "| `articles` | train | " in text
    assert r"অর্থনীতি\|বাণিজ্য" in text
    assert f"`{manifest.read(release).configs['articles']['train'].row_digest}`" in text


def test_numbers_of_the_card_are_written_for_people(release):
    """No power of ten: 20,000,000 is not 2e+07."""
    assert [row for row in manifest.read(release).thresholds if re.search(r"\de[+-]?\d", row.value)] == []


def test_names_from_pages_cannot_break_the_card():
    assert card._cell("a|b\n<img src=x>[x](y)") == r"a\|b \<img src=x\>\[x\](y)"


@pytest.mark.parametrize(
    "text",
    [
        "TODO",
        "{{ nowhere }}",
        "{% if %}",
        "<YOUR NAME>",
        "[More Information Needed]",
        "{{ broken",
        "{{ tables.nothing }}",
    ],
)
def test_a_placeholder_left_unfilled_fails_the_build(tmp_path, monkeypatch, text):
    template = assets.text("DATASET_CARD.md")
    monkeypatch.setattr(assets, "text", lambda name: f"{template}\n{text}\n" if name == assets.TEMPLATE else "x")
    with pytest.raises(CardError):
        make(tmp_path)
    assert not (tmp_path / "v1.0.0").exists()


def test_the_prose_covers_what_a_card_must_say():
    text = assets.text(assets.TEMPLATE)
    heads = ("Why this corpus exists", "Where the text comes from", "How it was made", "Limits and biases", "Personal data", "Licence",
             "Taking text out", "What it is for, and what not", "Versions", "Making it again", "Citation")  # fmt: skip

    assert [head for head in heads if f"## {head}" not in text] == []


# Statistics, Croissant, report


def test_the_statistics_count_the_rows(release):
    counted = json.loads((release / "stats.json").read_text())

    assert sum(row["rows"] for row in counted["lengths"]) == 300
    assert sum(row["kept"] for row in counted["sites"]) == sum(row["kept"] for row in counted["years"]) == 300
    assert sum(row["removed"] for row in counted["sites"]) == 12
    assert counted["steps"][-1]["left"] == 300
    assert {row["name"]: row["rows"] for row in counted["edits"]} == {"nukta_letters": 200, "danda_spacing": 100}
    assert counted["words"] == 300 * 80
    assert counted["words_of"] == {"tenth": 80, "median": 80, "nine_tenths": 80}


def test_mlcroissant_validates_the_description_and_reads_every_row(tmp_path, release):
    found = fresh("croissant", tmp_path, release=release)
    facts = manifest.read(release)

    assert found["errors"] == []
    assert found["counts"] == {f"{c}-{s}": p.rows for c, parts in facts.configs.items() for s, p in parts.items()}
    assert (
        found["headline"]
        == next(parquet.row_groups(release / "data/train-00000-of-00002.parquet"))["headline"][0].as_py()
    )
    assert found["edits"] in (["nukta_letters"], ["nukta_letters", "danda_spacing"])


def test_the_report_shows_the_figures_and_cannot_be_broken_by_names(release):
    page = report.render(
        manifest.read(release),
        json.loads((release / "stats.json").read_text()) | {"categories": [{"name": "<b>", "rows": 1}]},
    )

    assert "312 pages read, 300 articles kept" in page
    assert "&lt;b&gt;" in page
    assert "12 removed" in report.summary(release).replace("12 rows removed", "12 removed")


def test_croissant_names_each_shard_with_its_digest(release):
    described = json.loads(croissant.render(manifest.read(release)))
    files = {item["@id"]: item["sha256"] for item in described["distribution"] if item["@type"] == "cr:FileObject"}

    assert files.items() >= {e.path: e.sha256 for e in manifest.read(release).files if e.rows}.items()


def many(count: int) -> pa.Table:
    return table("articles", [article(number, words=20) for number in range(count)])


def shuffled_columns(rows: pa.Table) -> pa.Table:
    return rows.select(sorted(rows.column_names, reverse=True))


def groups_of(rows: pa.Table) -> list[pa.Table]:
    return [group for group, _ in parquet._row_groups(parquet._conformed(Path("x"), rows, rows.schema))]


def test_every_plot_of_the_report_is_well_formed(release):
    import xml.etree.ElementTree as ElementTree

    plots = re.findall(r"<svg.*?</svg>", (release / "report.html").read_text(encoding="utf-8"), re.DOTALL)

    assert len(plots) == 8
    assert all(list(ElementTree.fromstring(plot)) for plot in plots)
