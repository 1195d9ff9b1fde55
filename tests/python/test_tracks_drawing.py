"""Drawings of tracks."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pytest

import geodist as gd

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
A = gd.Shapes.lines([0, 1, 2], [0, 0, 1], [0, 3], edges="geodesic")
B = gd.Shapes.lines([0, 2], [1, 2], [0, 2], edges="geodesic")


class Found(NamedTuple):
    """As a continuous measure gives it."""

    distance: float
    a: Any
    b: Any

    def __float__(self) -> float:
        return self.distance


def labels(axes: Any) -> list[str]:
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_an_alignment_joins_vertices() -> None:
    found = gd.tracks.dtw(A, B, alignment=True)
    axes = gd.tracks.plot(A, B, found)
    assert labels(axes) == [f"{found.distance:,.0f} m", "a", "b"]
    lon, lat = axes.lines[0].get_data()
    for i, (one, two) in enumerate(found.path.tolist()):
        assert [lat[3 * i], lon[3 * i]] == [A.lat[one], A.lon[one]]
        assert [lat[3 * i + 1], lon[3 * i + 1]] == [B.lat[two], B.lon[two]]
        assert np.isnan(lat[3 * i + 2])
    count = gd.tracks.edr(A, B, 1000, alignment=True)
    assert labels(gd.tracks.plot(A, B, count))[0] == f"{count.count} vertices"


def test_places_are_joined_by_a_geodesic() -> None:
    places = [gd.Location(0, 0, 0, 0, 0.0, lat, lon) for lat, lon in ((1.0, 0.0), (1.0, 1.5))]
    axes = gd.tracks.plot(A, B, Found(166_980.0, *places))
    assert labels(axes)[0] == "166,980 m"
    lon, lat = axes.lines[0].get_data()
    assert [lat[0], lon[0], lat[-1], lon[-1]] == pytest.approx([1, 0, 1, 1.5])


def test_the_map_goes_on_across_the_antimeridian() -> None:
    one = gd.Shapes.lines([10, 12], [179, -178], [0, 2], edges="geodesic")
    other = gd.Shapes.lines([11, 12], [-179, -177.5], [0, 2], edges="geodesic")
    axes = gd.tracks.plot(one, other, gd.tracks.frechet(one, other))
    for drawn in axes.lines:
        assert np.isfinite(drawn.get_xdata()).all()
    low, high = axes.get_xlim()
    assert 178.5 < low < high < 183
    assert axes.collections[0].get_offsets()[:, 0].tolist() == [179, 182]
    assert axes.xaxis.get_major_formatter()(182) == "-178"


def test_tracks_all_around_leave_the_map() -> None:
    around = gd.Shapes.lines([10] * 5, [0, 100, 179, -100, -1], [0, 5], edges="geodesic")
    axes = gd.tracks.plot(around, B)
    lon = axes.lines[0].get_xdata()
    assert np.isnan(lon).sum() == 1
    assert {-180, 180} <= set(lon.tolist())
    assert np.nanmax(np.abs(np.diff(lon))) < 1
    assert axes.get_xlim() == (-180, 180)


def test_what_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="a must be one track, got 2"):
        gd.tracks.plot(gd.Shapes.concat([A, A]), B)
    with pytest.raises(ValueError, match="found is of other tracks"):
        gd.tracks.plot(B, A, gd.tracks.dtw(A, B, alignment=True))
    with pytest.raises(ValueError, match="neither places nor an alignment"):
        gd.tracks.plot(A, B, gd.tracks.dtw(A, B))
