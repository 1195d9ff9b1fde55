"""The distance of a pair as functions that prepare points give it: matrices, indexes, joins."""

from __future__ import annotations

from typing import Any

import geodist as gd


def pair_distance(lat1: float, lon1: float, lat2: float, lon2: float, **options: Any) -> float:
    return float(gd.cdist([lat1], [lon1], [lat2], [lon2], **options)[0, 0])
