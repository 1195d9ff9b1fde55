"""Joins of lazy frames of Polars: the rows of eager ones, in batches, with columns known before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import geodist as gd

pl = pytest.importorskip("polars")

if TYPE_CHECKING:
    from pathlib import Path


def points(count: int, seed: int, **columns: Any) -> Any:
    rng = np.random.default_rng(seed)
    table = pl.DataFrame({"lat": rng.uniform(40, 60, count), "lon": rng.uniform(-10, 20, count)})
    return table.with_columns(**columns)


@pytest.fixture(scope="module")
def towns() -> Any:
    return points(500, 1, town=pl.int_range(pl.len(), dtype=pl.Int32).cast(pl.String))


@pytest.fixture
def stored(tmp_path: Path) -> Any:
    """A file of several batches."""
    rows = points(300_000, 2, id=pl.int_range(pl.len()))
    rows.write_parquet(tmp_path / "rows.parquet", row_group_size=50_000)
    return tmp_path / "rows.parquet"


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
@pytest.mark.parametrize("how", ["inner", "left"])
def test_same_rows_as_eager_frames(stored: Any, towns: Any, engine: Any, how: Any) -> None:
    scan, rows = pl.scan_parquet(stored), pl.read_parquet(stored)
    for lazy, eager in (
        (
            gd.nearest_join(scan, towns, 2, how=how, max_distance=30_000),
            gd.nearest_join(rows, towns, 2, how=how, max_distance=30_000),
        ),
        (
            gd.within_join(scan, towns, 20_000, how=how, suffixes=("", "_town"), distance_col="d"),
            gd.within_join(rows, towns, 20_000, how=how, suffixes=("", "_town"), distance_col="d"),
        ),
    ):
        assert isinstance(lazy, pl.LazyFrame)
        assert lazy.collect_schema() == eager.schema
        assert lazy.collect(engine=engine).equals(eager)
        assert lazy.head(3).collect(engine=engine).equals(eager.head(3))


def test_the_right_table_is_indexed_once(
    stored: Any, towns: Any, monkeypatch: pytest.MonkeyPatch
) -> None:

    sizes, make = list[int](), gd.PointIndex.__init__

    def counted(self: Any, lat: Any, *others: Any, **options: Any) -> None:
        sizes.append(len(lat))
        make(self, lat, *others, **options)

    monkeypatch.setattr(gd.PointIndex, "__init__", counted)
    lazy = gd.nearest_join(pl.scan_parquet(stored), towns)
    assert sizes == []  # nothing happens before it is collected
    lazy.collect(engine="streaming")
    assert sizes == [500]


def test_files_larger_than_a_batch_go_to_a_file(stored: Any, towns: Any, tmp_path: Path) -> None:
    lazy = gd.nearest_join(pl.scan_parquet(stored), towns)
    lazy.filter(pl.col("distance") < 10_000).select("id", "town").sink_parquet(
        tmp_path / "o.parquet"
    )
    eager = gd.nearest_join(pl.read_parquet(stored), towns)
    expected = eager.filter(pl.col("distance") < 10_000).select("id", "town")
    assert pl.read_parquet(tmp_path / "o.parquet").equals(expected)


def test_a_lazy_right_table_is_read_each_time(towns: Any) -> None:
    times = list[int]()

    def count(rows: Any) -> Any:
        times.append(rows.height)
        return rows

    here = points(10, 3)
    lazy = gd.nearest_join(here, towns.lazy().map_batches(count), suffixes=("", "_r"))
    assert times == []
    for _ in range(2):
        assert lazy.collect().equals(gd.nearest_join(here, towns, suffixes=("", "_r")))
    assert times == [500, 500]


def test_a_table_joined_to_itself(towns: Any) -> None:
    lazy = towns.lazy()
    with pytest.warns(gd.SelfJoinWarning):
        gd.nearest_join(lazy, towns).collect(engine="streaming")
    found = gd.nearest_join(lazy, towns, exclude_self=True).collect(engine="streaming")
    assert found.equals(gd.nearest_join(towns, towns, exclude_self=True))


def test_radii_of_rows(towns: Any) -> None:
    here, radii = points(50, 4, id=1), np.linspace(0, 1e5, 50)
    found = gd.within_join(here.lazy(), towns, radii).collect(engine="streaming")
    assert found.equals(gd.within_join(here, towns, radii))


def test_polygons(towns: Any) -> None:
    shapely = pytest.importorskip("shapely")
    geopandas = pytest.importorskip("geopandas")
    squares = [shapely.box(lon, 45, lon + 5, 50) for lon in (-5, 0, 5)]
    layer = geopandas.GeoDataFrame({"name": [*"abc"]}, geometry=squares, crs="EPSG:4326")
    polygons = pl.DataFrame(layer.to_arrow())
    lazy = gd.contains_join(towns.lazy(), polygons, edges="geodesic")
    eager = gd.contains_join(towns, polygons, edges="geodesic")
    assert lazy.collect_schema() == eager.schema
    assert lazy.collect(engine="streaming").equals(eager)
    assert len(eager) > 10


def test_mistakes_are_errors_at_once(towns: Any) -> None:
    lazy = towns.lazy()
    with pytest.raises(
        TypeError, match="beside a lazy frame right must be a frame of Polars, got D"
    ):
        gd.nearest_join(lazy, towns.to_pandas())
    with pytest.raises(gd.GeodistError, match="there is a column 'town' already"):
        gd.nearest_join(lazy, points(3, 5), distance_col="town")
    with pytest.raises(ValueError, match="make columns twice"):
        gd.within_join(lazy, towns, 5, suffixes=("_a", "_a"))
    with pytest.raises(ValueError, match="how must be"):
        gd.contains_join(lazy, towns, how="outer")  # type: ignore[call-overload]
    assert gd.nearest_join(lazy, {"lat": [50.0], "lon": [5.0]}).collect().height == 500


def test_errors_while_rows_are_joined() -> None:
    wrong = pl.LazyFrame({"lat": [95.0], "lon": [0.0], "id": [1]})
    lazy = gd.nearest_join(wrong, points(3, 6))
    with pytest.raises(Exception, match=r"left table: latitude .* got 95"):
        lazy.collect()
