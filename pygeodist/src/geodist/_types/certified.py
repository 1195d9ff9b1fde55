"""What measures of lines with their edges return."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, SupportsFloat, TypeVar, cast

from geodist._types.witnesses import Location

if TYPE_CHECKING:
    from geodist._typing import IntArray

__all__ = ["CertifiedDistance", "Matching"]

D = TypeVar("D")
M = TypeVar("M")


class Matching(NamedTuple):
    """
    How to walk along two tracks at once, as `geodist.tracks.frechet` returns it.

    Parameters
    ----------
    a, b : Location
        Columns of places on either track, in order: those of one row are reached at the same time.
        Between two rows both go on evenly along an edge.
    """

    a: Location
    b: Location


class CertifiedDistance(NamedTuple, Generic[D, M]):
    """
    How far two tracks are apart, edges included, or each pair of them, between two bounds.

    ``float()`` gives the distance of two single tracks.

    Parameters
    ----------
    distance : float or ndarray
        Metres: the middle of the bounds.
    lower, upper : float or ndarray
        The true distance is at least `lower` and at most `upper`.
    a, b : Location
        Where: a place on either track. Columns for several pairs.
    matching : Matching, list of them, or None
        With ``matching=True``, how to walk along both.
    """

    distance: D
    lower: D
    upper: D
    a: Location
    b: Location
    matching: M

    def __float__(self) -> float:
        return float(cast("SupportsFloat", self.distance))


def certified_distance(found: Any, matching: Any, single: bool) -> CertifiedDistance[Any, Any]:
    """Make the result of the columns that the core gives."""
    lower, upper, at_a, at_b = found
    if single:
        place_a, place_b = (Location(*[column.item() for column in at]) for at in (at_a, at_b))
        lower, upper = lower.item(), upper.item()
        matching = None if matching is None else matching[0]
    else:
        place_a, place_b = Location(*at_a), Location(*at_b)
    return CertifiedDistance((lower + upper) / 2, lower, upper, place_a, place_b, matching)


def split_matchings(indptr: IntArray, a: Any, b: Any) -> list[Matching]:
    """Cut matchings that stand one after the other."""
    return [
        Matching(*(Location(*(column[i:j] for column in at)) for at in (a, b)))
        for i, j in itertools.pairwise(indptr.tolist())
    ]


_KINDS: tuple[Any, ...] = (CertifiedDistance, Matching)
for _kind in _KINDS:
    _kind.__module__ = "geodist.tracks"  # where they are public; pickles name it
