"""What to compute of tracks, as the core takes it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from geodist._arguments import checked_flag, checked_metres, whole_number
from geodist._geodist_core import Point
from geodist._measures.line_sets import TOLERANCE, checked_tolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

    # Metric, eps, latitude and longitude of the gap, window, max_distance, open_begin, open_end.
    Measure: TypeAlias = tuple[str, float, float, float, int | None, float, bool, bool]

# The metrics that there are, and what each of them takes.
OPTIONS: Final = {
    "dtw": ("window", "open_begin", "open_end", "max_distance"),
    "discrete_frechet": ("max_distance",),
    "edr": ("eps",),
    "lcss": ("eps",),
    "erp": ("gap",),
    "sspd": (),
    "chamfer": (),
}

# Those of continuous.py.
CONTINUOUS: Final = ("frechet", "hausdorff")


class Continuous(NamedTuple):
    """A continuous metric.

    Parameters
    ----------
    metric : str
        Which.
    filled : bool
        Whether what is inside of polygons counts.
    tolerance : float
        How far its bounds may be apart, metres.
    """

    metric: str
    filled: bool
    tolerance: float


def matrix_measure(
    metric: str, tolerance: Any, filled: Any, options: Mapping[str, Any]
) -> Measure | Continuous:
    """Check what a metric takes.

    >>> matrix_measure("frechet", None, False, {"eps": None})
    Continuous(metric='frechet', filled=False, tolerance=1e-06)
    >>> matrix_measure("frechet", 1, False, {"eps": 5})
    Traceback (most recent call last):
        ...
    TypeError: frechet takes no eps
    """
    if metric in CONTINUOUS:
        _refuse(metric, options, ())
        within = checked_tolerance(TOLERANCE if tolerance is None else tolerance)
        return Continuous(metric, checked_filled(filled, metric), within)
    measure = measure_of(metric, others=CONTINUOUS, **options)
    _refuse(metric, {"tolerance": tolerance}, ())
    checked_filled(filled, metric)
    return measure


def checked_filled(filled: Any, metric: str) -> bool:
    """Take whether what is inside of polygons counts.

    >>> checked_filled(True, "dtw")
    Traceback (most recent call last):
        ...
    TypeError: dtw takes no filled: tracks have no inside
    """
    if checked_flag(filled, "filled") and metric != "hausdorff":
        raise TypeError(f"{metric} takes no filled: tracks have no inside")
    return bool(filled)


def _refuse(metric: str, options: Mapping[str, Any], taken: tuple[str, ...]) -> None:
    """Raise the error of an option that is given and that the metric does not take."""
    for name, value in options.items():
        if value is not None and value is not False and name not in taken:
            raise TypeError(f"{metric} takes no {name}")


def measure_of(
    metric: str,
    *,
    others: tuple[str, ...] = (),
    eps: Any = None,
    gap: Any = None,
    window: Any = None,
    open_begin: Any = False,
    open_end: Any = False,
    max_distance: Any = None,
) -> Measure:
    """Check what a metric takes. `others`: metrics that the caller takes beside these.

    >>> measure_of("edr", eps=5)
    ('edr', 5.0, 0.0, 0.0, None, inf, False, False)
    >>> measure_of("edr")
    Traceback (most recent call last):
        ...
    TypeError: edr needs eps: how far apart vertices may be that match, metres
    >>> measure_of("sspd", window=5)
    Traceback (most recent call last):
        ...
    TypeError: sspd takes no window
    """
    if metric not in OPTIONS:
        names = ", ".join(map(repr, (*OPTIONS, *others)))
        raise ValueError(f"metric must be one of {names}, got {metric!r}")
    given = {"eps": eps, "gap": gap, "window": window, "max_distance": max_distance}
    given |= {"open_begin": open_begin, "open_end": open_end}
    _refuse(metric, given, OPTIONS[metric])
    if eps is None and "eps" in OPTIONS[metric]:
        raise TypeError(f"{metric} needs eps: how far apart vertices may be that match, metres")
    if not isinstance(gap, Point) and (gap is not None or "gap" in OPTIONS[metric]):
        raise TypeError(f"gap must be a geodist.Point(lat, lon), got {_kind(gap)}")
    return (
        metric,
        0.0 if eps is None else checked_metres(eps, "eps"),
        0.0 if gap is None else gap.lat,
        0.0 if gap is None else gap.lon,
        None if window is None else _window(window),
        math.inf if max_distance is None else checked_metres(max_distance, "max_distance"),
        checked_flag(open_begin, "open_begin"),
        checked_flag(open_end, "open_end"),
    )


def _kind(value: Any) -> str:
    """Name the class of a value, with its library: others have points, too."""
    library = type(value).__module__.partition(".")[0]
    name = type(value).__name__
    return name if library in {"builtins", "geodist"} else f"{library}.{name}"


def _window(window: Any) -> int:
    width = whole_number(window, "window")
    if width < 0:
        raise ValueError(f"window must not be negative, got {width}")
    return min(width, 2**62)
