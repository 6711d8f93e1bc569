"""Run a function of `tests.loads` in a new process with caches of its own, as a user's first program would run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

PROGRAM = """
import json, os, sys
from tests import loads
sys.stdout.flush()
result = getattr(loads, sys.argv[1])(**json.loads(sys.argv[2]))
print("\\n" + json.dumps(result, ensure_ascii=False), flush=True)
os._exit(0)  # a stream of plain `datasets` now and then aborts what ends while it is open: apache/arrow#45214
"""


def fresh(function: str, home: Path, *, hub: str | None = None, offline: bool = False, **arguments: Any) -> Any:
    """What `tests.loads.<function>(**arguments)` returns there; `home` holds every cache, `hub` is HF_ENDPOINT."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    environment |= {
        "HF_HOME": str(home),
        "HF_DATASETS_CACHE": str(home / "datasets"),
        "HF_HUB_DISABLE_XET": "1",  # large files go over plain HTTP, which the stand-in speaks
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_TOKEN": "hf_of_the_stand_in",
        "PYTHONIOENCODING": "utf-8",
    }
    if hub:
        environment["HF_ENDPOINT"] = hub
    if offline or not hub:
        environment |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    arguments = {name: str(value) if isinstance(value, Path) else value for name, value in arguments.items()}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, function, json.dumps(arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{function} failed:\n{done.stderr[-4000:]}"
    return json.loads(done.stdout.splitlines()[-1])
