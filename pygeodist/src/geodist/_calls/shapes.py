"""Calls of `distance` with lines and polygons, which are measured pair by pair."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodist import _geodist_core
from geodist._arguments import thread_count
from geodist._types.shape_arguments import as_given, shape_pair

if TYPE_CHECKING:
    from geodist._typing import EllipsoidLike, FloatArray


def distances(a: Any, b: Any, ellipsoid: EllipsoidLike, threads: int | None) -> FloatArray | float:
    """Measure shapes pair by pair."""
    pair = shape_pair("distance", a, b, ellipsoid)
    found = _geodist_core.shape_distances(
        pair.a.columns, pair.b.columns, pair.ellipsoid, thread_count(threads)
    )
    return found[0].item() if pair.single else as_given(found, a, b, name="distance")
