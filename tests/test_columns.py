"""Formulas over the lines of a page: each operation is what its description says, and models name no unknown feature."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.text.columns import OPERATIONS, program
from corpus.text.labels import _programs, line_weights

Values = list[float]


def _run(x: Values, place: int, gap: int) -> float:
    """The sum of the run of lines around one: not 0, and at most `gap` of 0 between two of them."""
    runs: list[list[int]] = []
    for line in (line for line, value in enumerate(x) if value):
        if runs and line - runs[-1][-1] <= gap + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return sum(sum(x[line] for line in run) for run in runs if run[0] <= place <= run[-1])


PLAIN: dict[str, Callable[[Values, int, int], float]] = {
    "shift(x, 2)": lambda x, i, n: x[i + 2] if i + 2 < n else 0,
    "shift(x, -1)": lambda x, i, n: x[i - 1] if i else 0,
    "before(x, 3)": lambda x, i, n: sum(x[max(i - 3, 0) : i]) / max(len(x[max(i - 3, 0) : i]), 1),
    "after(x, 3)": lambda x, i, n: sum(x[i + 1 : i + 4]) / max(len(x[i + 1 : i + 4]), 1),
    "around(x, 2)": lambda x, i, n: sum(x[max(i - 2, 0) : i + 3]) / len(x[max(i - 2, 0) : i + 3]),
    "within(x, 2)": lambda x, i, n: sum(x[max(i - 2, 0) : i + 3]),
    "running(x)": lambda x, i, n: sum(x[: i + 1]),
    "sum(x)": lambda x, i, n: sum(x),
    "top(x)": lambda x, i, n: max(x),
    "peak(x)": lambda x, i, n: x.index(max(x)),
    "run(x, 0)": lambda x, i, n: _run(x, i, 0),
    "run(x, 2)": lambda x, i, n: _run(x, i, 2),
    "at(x, 1)": lambda x, i, n: x[1] if n > 1 else 0,
    "at(x, -1)": lambda x, i, n: 0,
    "since(x)": lambda x, i, n: i - max((j for j in range(i + 1) if x[j]), default=-1000),
    "until(x)": lambda x, i, n: min((j for j in range(i, n) if x[j]), default=n + 1000) - i,
    "held(x, 1)": lambda x, i, n: sum(x[j] for j in range(n) if j % 3 == i % 3),
    "bit(x, 1)": lambda x, i, n: int(x[i]) >> 1 & 1,
    "min(x, 3) + max(x, 2) * abs(1 - x)": lambda x, i, n: min(x[i], 3) + max(x[i], 2) * abs(1 - x[i]),
    "exp(-x) / log1p(x + 1)": lambda x, i, n: math.exp(-x[i]) / math.log1p(x[i] + 1),
    "(x <= 2) - (x >= 2) + (x == 3) * (x > 1) + (x < 1)": lambda x, i, n: (
        (x[i] <= 2) - (x[i] >= 2) + (x[i] == 3) * (x[i] > 1) + (x[i] < 1)
    ),
}


@pytest.mark.parametrize("formula", PLAIN)
@settings(deadline=None)
@given(x=st.lists(st.integers(0, 5).map(float), min_size=1, max_size=12))
def test_an_operation_is_what_it_says(formula: str, x: Values) -> None:
    n = len(x)
    containers = np.array([[0, i % 3, 0] for i in range(n)], np.int64)
    short = program(["x"], {}, {"found": formula})
    found = short.named(short.run(np.array([x]), containers))["found"]

    assert found.tolist() == pytest.approx([float(PLAIN[formula](x, i, n)) for i in range(n)], abs=1e-12)


def test_each_operation_is_tested() -> None:
    tested = program(["x"], {}, {formula: formula for formula in PLAIN})

    assert {OPERATIONS[number] for number in tested.code[:, 0]} == set(OPERATIONS)


def test_equal_parts_are_worked_out_once() -> None:
    assert len(program(["x"], {"y": "x + 1"}, {"a": "y * y", "b": "(x + 1) * 2"}).code) == 5  # 1, x + 1, y * y, 2, ...


@pytest.mark.parametrize("formula", ["x.y", "x ** 2", "x if x else 1", "open(x)", "x < 1 < 2"])
def test_what_is_no_formula_is_told(formula: str) -> None:
    with pytest.raises(ValueError, match="is no formula over columns"):
        program(["x"], {}, {"a": formula})


@pytest.mark.parametrize("form", ["dump", "html"])
def test_each_feature_of_a_model_has_a_formula_and_each_formula_a_weight(form: str) -> None:
    steps, weights = _programs(form == "html"), line_weights()[form]
    alone = set(steps.alone.rows)

    assert set(weights["alone"]) - {"bias"} == alone
    assert set(weights["together"]) - {"bias"} == alone | set(steps.together.rows)
    assert set(weights["headline"]) - {"bias"} == set(steps.headline.rows)
    assert set(steps.page.rows) <= set(weights["page"])
