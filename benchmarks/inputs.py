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
