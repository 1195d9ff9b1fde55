"""The datum of what layers of GeoPandas hold besides their geometry."""

from __future__ import annotations

import pytest

import geodist as gd

geopandas = pytest.importorskip("geopandas")

NAD27 = gd.Points(lat=[50, 55], lon=[0, 10], crs="EPSG:4267")
WGS84 = gd.Points(lat=[50, 55], lon=[0, 10])
TRUTH = gd.pdist(NAD27)[0]


def test_columns_of_a_layer_have_its_datum() -> None:
    columns = {"lat": [50.0, 55.0], "lon": [0.0, 10.0]}
    layer = geopandas.GeoDataFrame(columns, geometry=NAD27.to_geoseries())
    for join in (
        gd.nearest_join,
        lambda *a, **k: gd.within_join(*a, 1e6, **k),
    ):
        for named in ({}, {"lat": "lat", "lon": "lon"}):
            joined = join(layer[:1], layer[1:], **named)
            assert joined["distance"].tolist() == [pytest.approx(TRUTH, abs=1e-6)]
            with pytest.raises(gd.GeodistError, match="left is on NAD27"):
                join(layer[:1], layer[1:].set_crs(4326, allow_override=True), **named)
    named = {"lat": "lat", "lon": "lon"}
    assert gd.Points.from_pandas(layer, **named) == NAD27
    assert gd.Points.from_pandas(layer, **named, crs=4326) == WGS84
    # A projected CRS is that of the geometry alone.
    plane = layer.to_crs(3857)
    assert gd.Points.from_pandas(plane, **named) == WGS84
    assert gd.nearest_join(plane[:1], plane[1:], **named)["distance"].item() < TRUTH - 20
