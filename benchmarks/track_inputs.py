"""Tracks to compare, as rows of matrices: latitudes and longitudes of two columns of tracks."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

import geodist as gd
from benchmarks.inputs import METRES_PER_DEGREE, SEED, Array
from benchmarks.shapes import offsets

Tracks: TypeAlias = tuple[Array, Array, Array, Array]


def column(lat: Array, lon: Array) -> gd.Shapes:
    """Make a column of lines."""
    return gd.Shapes.lines(lat.ravel(), lon.ravel(), offsets(lat))


def columns(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> tuple[gd.Shapes, gd.Shapes]:
    """Make both columns."""
    return column(lat1, lon1), column(lat2, lon2)


def _walks(
    rng: np.random.Generator, n: int, vertices: int, metres: float, spread: float
) -> tuple[Array, Array]:
    """Walks that keep to their course, more or less, in a region so many degrees wide."""
    course = rng.uniform(0, 2 * np.pi, (n, 1)) + np.cumsum(
        rng.normal(0, 0.15, (n, vertices)), axis=1
    )
    step = metres / METRES_PER_DEGREE
    lat = 48 + rng.uniform(-spread, spread, (n, 1)) + np.cumsum(step * np.cos(course), axis=1)
    lon = 11 + rng.uniform(-spread, spread, (n, 1))
    return lat, lon + np.cumsum(step * np.sin(course), axis=1) / np.cos(np.radians(48))


def dissimilar(vertices: int) -> Tracks:
    """One pair of tracks that go their own ways within some kilometres."""
    lat, lon = _walks(np.random.default_rng(SEED), 2, vertices, 10, 0.01)
    return lat[:1].copy(), lon[:1].copy(), lat[1:].copy(), lon[1:].copy()


def similar(vertices: int) -> Tracks:
    """One track measured twice, each vertex some metres off."""
    rng = np.random.default_rng(SEED)
    lat, lon = _walks(rng, 1, vertices, 30, 0.01)
    off = rng.normal(0, 8 / METRES_PER_DEGREE, (2, 1, vertices))
    return lat, lon, lat + off[0], lon + off[1] / np.cos(np.radians(48))


def apart(vertices: int) -> Tracks:
    """One pair of tracks that go their own ways, some of it tens of kilometres apart.

    Of five pairs of this kind, it is the one whose Frechet distance takes longest.
    """

    def walk(course: int, noise: int) -> tuple[Array, Array]:
        turns = np.random.default_rng(course).normal(0, 6, vertices)
        angle = np.radians(np.cumsum(turns))
        rng, step = np.random.default_rng(noise), 9
        east, north = (
            np.cumsum(step * part) + rng.normal(0, 0.27 * step, vertices)
            for part in (np.sin(angle), np.cos(angle))
        )
        return (48 + north / 111_200)[np.newaxis], (10 + east / 74_000)[np.newaxis]

    return *walk(0, 1), *walk(10, 2)


def many(n: int) -> tuple[Array, Array]:
    """Tracks of 100 vertices in one city."""
    return _walks(np.random.default_rng(SEED), n, 100, 30, 0.05)


def pair_count(lat: Array, *_: Array) -> int:
    """Count the pairs of a column of tracks."""
    return len(lat) * (len(lat) - 1) // 2


def few_and_many(n: int) -> Tracks:
    """Ten tracks of 100 vertices, and n of the same kind, within 50 km by 50 km."""
    lat, lon = _walks(np.random.default_rng(SEED), n + 10, 100, 30, 0.22)
    return lat[:10].copy(), lon[:10].copy(), lat[10:].copy(), lon[10:].copy()
