"""Warnings point to the line that calls geodist."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

import geodist as gd

if TYPE_CHECKING:
    from collections.abc import Callable

geopandas = pytest.importorskip("geopandas")

SERIES = gd.Points(lat=[1, 2, 4], lon=[5, 6, 8]).to_geoseries()
TABLE = pd.DataFrame({"lat": [1.0, 2.0, 4.0], "lon": [5.0, 6.0, 8.0]})
MISSING = TABLE.assign(lat=[1.0, None, 4.0])
LAYER = geopandas.GeoDataFrame(geometry=[SERIES[0], None, SERIES[2]], crs=4326)

CALLS: list[Callable[[], object]] = [
    lambda: gd.distance(SERIES[:-1], SERIES[1:]),
    lambda: gd.inverse(SERIES[:-1], SERIES[1:]),
    lambda: gd.distance(TABLE.lat[:-1], TABLE.lon[:-1], TABLE.lat[1:], TABLE.lon[1:]),
    lambda: gd.nearest_join(TABLE, TABLE),
    lambda: gd.within_join(TABLE, TABLE, 5),
    lambda: gd.nearest_join(MISSING, TABLE[:1]),
    lambda: gd.geopandas.sjoin_nearest(LAYER, LAYER[:1]),
]


@pytest.mark.parametrize("call", CALLS)
def test_they_name_the_callers_file(call: Callable[[], object]) -> None:
    with pytest.warns(UserWarning, match=r"row|tables|geometr") as caught:
        call()
    assert [warning.filename for warning in caught] == [__file__]
