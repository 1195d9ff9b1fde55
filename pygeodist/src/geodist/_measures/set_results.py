"""What functions of sets hand to the core, and what they make of its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geodist._types.witnesses import Location, Witness

if TYPE_CHECKING:
    from geodist._types.points import Points
    from geodist._typing import Columns


def set_columns(points: Points) -> Columns:
    """Give the columns as the core takes them."""
    return (
        np.ascontiguousarray(points.lat),
        np.ascontiguousarray(points.lon),
        None if points.altitude is None else np.ascontiguousarray(points.altitude),
    )


def witness_of(found: Any) -> Witness:
    distance, a, b = found
    return Witness(distance, Location(*a), Location(*b))
