"""Points and pairs by seeded generators; degrees and metres."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Pairs = tuple[Array, Array, Array, Array]
SEED = 20261122
METRES_PER_DEGREE = 111194.9


def _points(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    return np.degrees(np.arcsin(rng.uniform(-1, 1, n))), rng.uniform(-180, 180, n)


def uniform(n: int) -> Pairs:
    """Both points uniform on the globe."""
    rng = np.random.default_rng(SEED)
    return *_points(rng, n), *_points(rng, n)


def within_50km(n: int) -> Pairs:
    """The second point uniform in a disc of 50 km around the first, between the latitudes +-80."""
    rng = np.random.default_rng(SEED)
    lat1, lon1 = _points(rng, n)
    lat1 = np.clip(lat1, -80, 80)
    reach = 49e3 / METRES_PER_DEGREE * np.sqrt(rng.uniform(0, 1, n))
    course = rng.uniform(0, 2 * np.pi, n)
    lat2 = lat1 + reach * np.cos(course)
    return lat1, lon1, lat2, lon1 + reach * np.sin(course) / np.cos(np.radians(lat1))


def _disc(n: int, metres: float) -> tuple[Array, Array]:
    """Uniform in a disc around Paris; as many metres from there at most, but for 1 %."""
    rng = np.random.default_rng(SEED)
    reach = metres / METRES_PER_DEGREE * np.sqrt(rng.uniform(0, 1, n))
    course = rng.uniform(0, 2 * np.pi, n)
    lat = 48.86 + reach * np.cos(course)
    return lat, 2.35 + reach * np.sin(course) / np.cos(np.radians(lat))


def _two_sets(lat: Array, lon: Array) -> Pairs:
    return lat[::2].copy(), lon[::2].copy(), lat[1::2].copy(), lon[1::2].copy()


def city(n: int) -> Pairs:
    """Two sets of points of one city, no two of them 30 km apart."""
    return _two_sets(*_disc(2 * n, 14.8e3))


def region(n: int) -> Pairs:
    """No two 150 km apart."""
    return _two_sets(*_disc(2 * n, 74e3))


def country(n: int) -> Pairs:
    """No two 400 km apart."""
    return _two_sets(*_disc(2 * n, 198e3))


def continent(n: int) -> Pairs:
    """Points of 400 cities of some kilometres each, from 35 to 60 degrees north, 10 west to 40 east."""
    rng = np.random.default_rng(SEED)
    lat, lon = rng.uniform(35, 60, 400), rng.uniform(-10, 40, 400)
    which = rng.choice(400, 2 * n)
    return _two_sets(*(x[which] + rng.normal(0, 0.1, 2 * n) for x in (lat, lon)))


def near_antipodal(n: int) -> Pairs:
    """The second point within one degree of the first one's antipode in both coordinates."""
    rng = np.random.default_rng(SEED)
    lat1, lon1 = _points(rng, n)
    lat2 = np.clip(rng.uniform(-1, 1, n) - lat1, -90, 90)
    return lat1, lon1, lat2, lon1 + 180 + rng.uniform(-1, 1, n)


def hard_antipodal(n: int) -> Pairs:
    """Within 0.7 degrees of the antipode, inside and around the caustic, half near the equator."""
    rng = np.random.default_rng(SEED)
    lat1, lon1 = _points(rng, n)
    near_equator = 10 ** rng.uniform(-13, 0, n) * rng.choice([-1.0, 1.0], n)
    lat1 = np.where(rng.uniform(0, 1, n) < 0.5, near_equator, lat1)
    lat2 = np.clip(rng.uniform(-0.7, 0.7, n) - lat1, -90, 90)
    return lat1, lon1, lat2, lon1 + 180 + rng.uniform(-0.7, 0.7, n)


def starts(n: int) -> Pairs:
    """Points, azimuths, and distances up to half the way round."""
    rng = np.random.default_rng(SEED)
    return *_points(rng, n), rng.uniform(-180, 180, n), rng.uniform(0, 2e7, n)


def uniform_points(n: int, seed: int) -> tuple[Array, Array]:
    """Uniform on the globe."""
    return _points(np.random.default_rng(SEED + seed), n)


def clustered(n: int, seed: int) -> tuple[Array, Array]:
    """As cities are: 5000 of them, few large and many small, each of some kilometres."""
    places = np.random.default_rng(SEED)
    cities = 5000
    lat, lon = _points(places, cities)
    size = 1 / np.arange(1, cities + 1)
    rng = np.random.default_rng(SEED + seed)
    which = rng.choice(cities, n, p=size / size.sum())
    reach = 0.3 * size[which] ** 0.3
    return (
        np.clip(lat[which] + rng.normal(0, 1, n) * reach, -90, 90),
        lon[which] + rng.normal(0, 1, n) * reach / np.cos(np.radians(np.clip(lat[which], -85, 85))),
    )


def neighbours_uniform(n: int) -> Pairs:
    """As many points asked for as an index of ten times as many, all uniform on the globe."""
    return *uniform_points(n, 1), *uniform_points(10 * n, 2)


def neighbours_clustered(n: int) -> Pairs:
    return *clustered(n, 1), *clustered(10 * n, 2)


def neighbours_of_many(n: int) -> Pairs:
    """An index of 250 times as many points as are asked for, all uniform on the globe."""
    return *uniform_points(n, 1), *uniform_points(250 * n, 2)


def radius_uniform(n: int) -> Pairs:
    """As many points asked for as are in the index."""
    return *uniform_points(n, 1), *uniform_points(n, 2)


def radius_clustered(n: int) -> Pairs:
    return *clustered(n, 1), *clustered(n, 2)
