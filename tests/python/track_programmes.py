"""Plain programmes over all cells, the definitions of measures of tracks as they stand in papers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


def dtw(
    cells: Matrix,
    window: int | None = None,
    *,
    open_begin: bool = False,
    open_end: bool = False,
) -> float:
    n, m = cells.shape
    values = np.full((n + 1, m + 1), np.inf)
    values[0, : None if open_begin else 1] = 0
    for i in range(n):
        for j in range(m):
            if window is None or abs(i - j) <= window:
                least = min(values[i, j], values[i, j + 1], values[i + 1, j])
                values[i + 1, j + 1] = least + cells[i, j]
    return float(values[n, 1:].min() if open_end else values[n, m])


def discrete_frechet(cells: Matrix) -> float:
    n, m = cells.shape
    values = np.full((n + 1, m + 1), np.inf)
    values[0, 0] = 0
    for i in range(n):
        for j in range(m):
            least = min(values[i, j], values[i, j + 1], values[i + 1, j])
            values[i + 1, j + 1] = max(least, cells[i, j])
    return float(values[n, m])


def edr(cells: Matrix, eps: float) -> int:
    n, m = cells.shape
    values = np.zeros((n + 1, m + 1), int)
    values[:, 0] = np.arange(n + 1)
    values[0] = np.arange(m + 1)
    for i in range(n):
        for j in range(m):
            replaced = values[i, j] + int(cells[i, j] > eps)
            values[i + 1, j + 1] = min(replaced, values[i, j + 1] + 1, values[i + 1, j] + 1)
    return int(values[n, m])


def lcss(cells: Matrix, eps: float) -> int:
    n, m = cells.shape
    values = np.zeros((n + 1, m + 1), int)
    for i in range(n):
        for j in range(m):
            values[i + 1, j + 1] = (
                values[i, j] + 1 if cells[i, j] <= eps else max(values[i, j + 1], values[i + 1, j])
            )
    return int(values[n, m])


def erp(cells: Matrix, gap_a: Any, gap_b: Any) -> float:
    n, m = cells.shape
    values = np.zeros((n + 1, m + 1))
    values[1:, 0] = np.cumsum(gap_a)
    values[0, 1:] = np.cumsum(gap_b)
    for i in range(n):
        for j in range(m):
            values[i + 1, j + 1] = min(
                values[i, j] + cells[i, j],
                values[i, j + 1] + gap_a[i],
                values[i + 1, j] + gap_b[j],
            )
    return float(values[n, m])


def chamfer(cells: Matrix) -> float:
    return float(cells.min(axis=1).mean() + cells.min(axis=0).mean())
