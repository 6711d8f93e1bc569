"""Columns over the lines of a page from formulas over other columns.

Tables say what a column is ("digits / max(chars, 1)"). Here each formula is parsed once, equal parts of formulas are
one column, and together they are a short list of instructions that a compiled interpreter goes through in one call.
A page has a hundred lines, so a numpy call for each operation would cost more than all its work.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from corpus.text.hashed import Array

OPERATIONS = (
    "constant", "+", "-", "*", "/", "<=", ">=", "<", ">", "==", "min", "max", "log1p", "exp", "abs",
    "bit", "shift", "before", "after", "around", "within", "running", "sum", "top", "peak", "at", "since",
    "until", "held", "run",
)  # fmt: skip
"""What formulas are made of. Of columns x and y and a number k:

log1p(x), exp(x), abs(x), min(x, y), max(x, y), and x + y, x <= y and the like (0 or 1)
bit(x, k)       the bit of worth 2**k
shift(x, k)     the value k lines further on, 0 past the ends
before(x, k)    the mean over the k lines before each line, 0 where there are none; after(x, k) over those after it
around(x, k)    the mean over each line and k lines on both sides; within(x, k) the sum
running(x)      the sum of all lines up to each; sum(x) of all lines; top(x) the greatest value, or 0;
                peak(x) the number of the first line that has the greatest
at(x, y)        the value at line number y, 0 where there is no such line
since(x)        how many lines above stands the nearest where x is not 0; until(x) below
held(x, k)      the sum over all lines of the same container, the k-th out from the line's own block
run(x, k)       the sum over the run of lines around each line in which at most k lines together have an x of 0, which
                begins and ends with one that has not; 0 outside
"""

_NUMBER = {name: number for number, name in enumerate(OPERATIONS)}
_SIGNS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">",
    ast.Eq: "==",
}  # fmt: skip
_OF_ONE = frozenset(("log1p", "exp", "abs", "running", "sum", "top", "peak", "since", "until"))
_OF_TWO = frozenset(("min", "max", "at"))


NO_CONTAINERS = np.zeros((0, 3), np.int64)
NO_COLUMNS = np.zeros((0, 0))


class Program(NamedTuple):
    """Formulas as instructions: the columns that they start from, and the row at which each feature comes to stand."""

    inputs: tuple[str, ...]
    code: Array
    constants: Array
    rows: dict[str, int]

    def run(self, given: Array, containers: Array = NO_CONTAINERS) -> Array:
        """All columns, a row each; `given` holds a row for each input."""
        from corpus.text.column_kernel import run

        assert len(given) == len(self.inputs), f"{len(given)} columns were given for {len(self.inputs)} inputs"
        columns: Array = run(self.code, self.constants, containers, given)
        return columns

    def weighed(self, columns: Array, weights: Mapping[str, float]) -> Array:
        """The linear model: the bias and the sum of the features, each with its weight."""
        from corpus.text.column_kernel import weighed

        total: Array = weighed(columns, *self.vectors(weights), weights["bias"])
        return total

    def vectors(self, weights: Mapping[str, float]) -> tuple[Array, Array]:
        """The rows of the features, and the weight of each."""
        key = id(self.rows), id(weights)
        if key not in _VECTORS:
            if len(_VECTORS) >= 256:
                _VECTORS.clear()
            rows = np.array([*self.rows.values()], np.int64)
            _VECTORS[key] = weights, rows, np.array([weights.get(name, 0.0) for name in self.rows])
        return _VECTORS[key][1:]

    def named(self, columns: Array) -> dict[str, Array]:
        """The features among the columns, by their names."""
        return {name: columns[row] for name, row in self.rows.items()}


_VECTORS: dict[tuple[int, int], tuple[Mapping[str, float], Array, Array]] = {}
"""Worked out once for each model; it holds on to the weights, so that no others come to lie where they did."""


def program(inputs: Iterable[str], terms: Mapping[str, str], features: Mapping[str, str]) -> Program:
    """The instructions for features, whose formulas may use the inputs and the terms, as terms may use each other.

    >>> short = program(["digits", "chars"], {"some": "max(chars, 1)"}, {"share": "digits / some"})
    >>> short.named(short.run(np.array([[1.0, 0.0], [4.0, 0.0]])))["share"].tolist()
    [0.25, 0.0]
    """
    writer = _Writer(tuple(inputs), terms)
    rows = {name: writer.column(ast.parse(formula, mode="eval").body) for name, formula in features.items()}
    code = np.array([instruction[:3] for instruction in writer.code], np.int64).reshape(-1, 3)
    constants = np.array([instruction[3] for instruction in writer.code], np.float64)
    return Program(writer.inputs, code, constants, rows)


class _Writer:
    """Writes instructions, none twice."""

    def __init__(self, inputs: tuple[str, ...], terms: Mapping[str, str]) -> None:
        self.inputs = inputs
        self.terms = terms
        self.rows = {name: row for row, name in enumerate(inputs)}
        self.code: list[tuple[int, int, int, float]] = []
        self._known: dict[tuple[int, int, int, float], int] = {}

    def column(self, part: ast.expr) -> int:
        """The row of a part of a formula."""
        match part:
            case ast.Name(name):
                if name not in self.rows:
                    self.rows[name] = self.column(ast.parse(self.terms[name], mode="eval").body)
                return self.rows[name]
            case ast.Constant(int() | float() as value):
                return self._row("constant", 0, 0, value)
            case ast.UnaryOp(ast.USub(), x):
                return self._row("-", self._row("constant", 0, 0), self.column(x))
            case ast.BinOp(left, sign, right) | ast.Compare(left, [sign], [right]) if type(sign) in _SIGNS:
                return self._row(_SIGNS[type(sign)], self.column(left), self.column(right))
            case ast.Call(ast.Name(name), [x]) if name in _OF_ONE:
                return self._row(name, column := self.column(x), column)
            case ast.Call(ast.Name(name), [x, y]) if name in _OF_TWO:
                return self._row(name, self.column(x), self.column(y))
            case ast.Call(ast.Name(name), [x, k]) if name in _NUMBER:
                return self._row(name, column := self.column(x), column, float(ast.literal_eval(k)))
        raise ValueError(f"{ast.unparse(part)} is no formula over columns; see OPERATIONS for what there is")

    def _row(self, operation: str, x: int, y: int, constant: float = 0) -> int:
        instruction = (_NUMBER[operation], x, y, float(constant))
        if instruction not in self._known:
            self._known[instruction] = len(self.inputs) + len(self.code)
            self.code.append(instruction)
        return self._known[instruction]
