"""Spark gives the same release, byte for byte. Runs where pyspark (extra `spark`) and Java are installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus import build as road
from tests.test_build import SAMPLE, SETTINGS, files

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")


@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
def test_spark_and_the_local_engine_give_the_same_bytes_and_share_a_store(tmp_path: Path) -> None:
    before = road.build([SAMPLE / "text"], tmp_path / "spark", "0.1.0", SETTINGS)
    shutil.copytree(before.folder, tmp_path / "local" / "v0.1.0")
    local = road.build([SAMPLE], tmp_path / "local", "1.0.0", SETTINGS)
    spark = road.build([SAMPLE], tmp_path / "spark", "1.0.0", SETTINGS, workers=2, engine="spark")

    assert files(spark.folder) == files(local.folder)
    assert 0 < spark.reused < spark.manifest.ledger.read
