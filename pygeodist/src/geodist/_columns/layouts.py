"""Where vertices, rings, parts and rows are in a column of lines and polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodist._typing import FloatArray, IntArray

# Numbered as in well-known binary; 0 is missing.
KINDS: Final = (
    *("", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"),
)
POINT: Final = 1
COLLECTION: Final = 7  # of Shapely and well-known binary; no row is one
LINES: Final = (2, 5)
POLYGONS: Final = (3, 6)


class Layout(NamedTuple):
    """Where vertices, rings, parts and rows are: each but the last by offsets into the one before.

    Parameters
    ----------
    lat, lon
        The vertices of all rings, one after the other, degrees.
    rings
        Where each ring begins; a line is one, and so is a point.
    parts
        Where each part begins. That of a polygon has its outer ring first.
    rows
        Where each row begins.
    kinds
        The kind of each row.
    """

    lat: FloatArray
    lon: FloatArray
    rings: IntArray
    parts: IntArray
    rows: IntArray
    kinds: NDArray[np.uint8]


# A row that is missing.
NO_SHAPE: Final = Layout(
    *(np.empty(0), np.empty(0)),
    *(np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(2, np.int64)),
    np.zeros(1, np.uint8),
)


def place_of(layout: Layout, vertex: int) -> tuple[int, int, int, int]:
    """Tell the row of a vertex, the part in it, the ring in that, and the vertex in that."""
    ring = int(np.searchsorted(layout.rings, vertex, "right")) - 1
    part = int(np.searchsorted(layout.parts, ring, "right")) - 1
    row = int(np.searchsorted(layout.rows, part, "right")) - 1
    return (
        row,
        part - int(layout.rows[row]),
        ring - int(layout.parts[part]),
        vertex - int(layout.rings[ring]),
    )


def no_shapes() -> Layout:
    """Give a column without rows."""
    none = np.zeros(1, np.int64)
    return Layout(np.empty(0), np.empty(0), none, none, none, np.empty(0, np.uint8))


def taken(layout: Layout, rows: IntArray) -> Layout:
    """Take rows, in any order and any number of times."""
    row_offsets, parts = _items(layout.rows, rows)
    part_offsets, rings = _items(layout.parts, parts)
    ring_offsets, vertices = _items(layout.rings, rings)
    return Layout(
        layout.lat[vertices],
        layout.lon[vertices],
        ring_offsets,
        part_offsets,
        row_offsets,
        layout.kinds[rows],
    )


def joined(layouts: Sequence[Layout]) -> Layout:
    """Join collections end to end."""
    return Layout(
        np.concatenate([x.lat for x in layouts]),
        np.concatenate([x.lon for x in layouts]),
        _joined_offsets([x.rings for x in layouts]),
        _joined_offsets([x.parts for x in layouts]),
        _joined_offsets([x.rows for x in layouts]),
        np.concatenate([x.kinds for x in layouts]),
    )


def _joined_offsets(offsets: list[IntArray]) -> IntArray:
    sizes = [np.diff(part) for part in offsets]
    return np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int64)


def _items(offsets: IntArray, chosen: IntArray) -> tuple[IntArray, IntArray]:
    """Give the offsets of what is chosen, and the items that it has."""
    begins, counts = offsets[chosen], offsets[chosen + 1] - offsets[chosen]
    ends = np.cumsum(counts)
    new = np.concatenate([[0], ends]).astype(np.int64)
    return new, np.repeat(begins - new[:-1], counts) + np.arange(int(new[-1]))


def without_empty(offsets: IntArray) -> tuple[IntArray, IntArray]:
    """Leave out items of no size; of every item, and of the end, tell how many come before it."""
    there = np.diff(offsets) > 0
    before = np.concatenate([[0], np.cumsum(there)]).astype(np.int64)
    return np.concatenate([offsets[:1], offsets[1:][there]]).astype(np.int64), before


def lost_some(before: IntArray, after: IntArray) -> NDArray[np.bool_]:
    """Tell which items have fewer than before, of those that have any left."""
    were, are = np.diff(before), np.diff(after)
    lost: NDArray[np.bool_] = (are > 0) & (are < were)
    return lost
