"""The Hausdorff distance of lines, for `geodist.hausdorff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geodist import _geodist_core
from geodist._arguments import checked_metres
from geodist._columns.coordinates import check_labels
from geodist._types.certified import certified_distance
from geodist._types.shape_arguments import check_lengths, holds_shapes, shape_ellipsoid, shape_side

if TYPE_CHECKING:
    from geodist._types.certified import CertifiedDistance
    from geodist._typing import EllipsoidLike

# How far certain bounds may be apart, unless the caller has another: metres.
TOLERANCE: Final = 1e-6


def checked_tolerance(tolerance: Any) -> float:
    """Take how far certain bounds may be apart, metres."""
    return checked_metres(tolerance, "tolerance", above_zero=True)


def hausdorff_of_lines(
    a: Any,
    b: Any,
    *,
    directed: bool,
    filled: bool,
    tolerance: Any,
    ellipsoid: EllipsoidLike,
    threads: int,
) -> CertifiedDistance[Any, Any]:
    """Measure lines with lines, pair by pair, as `geodist.tracks.hausdorff`.

    >>> from geodist._types.points import Points
    >>> options = {"directed": False, "filled": False, "tolerance": None}
    >>> hausdorff_of_lines(Points(lat=[0], lon=[0]), None, **options, ellipsoid=None, threads=1)
    Traceback (most recent call last):
        ...
    TypeError: a must be lines as b is, got Points
    """
    for value, name, other in ((a, "a", "b"), (b, "b", "a")):
        if not holds_shapes(value):
            raise TypeError(f"{name} must be lines as {other} is, got {type(value).__name__}")
    check_labels(a=a, b=b)
    one, two = shape_side("hausdorff", a, "a"), shape_side("hausdorff", b, "b")
    check_lengths(a=one.size, b=two.size)
    within = checked_tolerance(TOLERANCE if tolerance is None else tolerance)
    figure = shape_ellipsoid(ellipsoid, one, two)
    found = _geodist_core.track_hausdorff(
        one.columns, two.columns, directed, filled, within, figure, threads
    )
    return certified_distance(found, None, one.size == 1 and two.size == 1)
