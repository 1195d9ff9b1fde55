"""Maps: colours, samples, outlines, the view, and what a page does in a real browser."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")

from click.testing import CliRunner
from test_cli_map import BROWSER, browse, content, draw, invoke

from geodist.cli.app import app
from geodist.cli.map import data as map_data
from geodist.cli.map.colors import GREY, PALETTE, STEPS, color_rows, shades
from geodist.cli.map.data import span
from geodist.cli.map.outlines import Outline, parse_outlines
from geodist.cli.map.sample import Piece, Sample

ROOT = Path(__file__).parents[2]
browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium")
NASTY = "</script><img src=x onerror=document.title='hit'><!--<script>"


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_features(path: Path, *features: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


# Rows


def test_a_join_of_other_names_is_drawn_as_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,lat,lng\na,1,2\n")
    (tmp_path / "b.csv").write_text("id,latitude,longitude\n1,49,8.5\n")
    joined = tmp_path / "joined.csv"
    arguments = ["nearest", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "-o", str(joined)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    result = invoke(joined, "-o", tmp_path / "map.html")
    assert "geodist: 1 geodesic drawn" in result.stderr
    page = content(tmp_path / "map.html")
    assert (page["points"], page["ends"]) == ([2, 1], [8.5, 49])


@pytest.mark.parametrize("suffix", ["", "x"])
def test_joins_are_drawn_as_lines(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a.csv").write_text("name,lat,lon\na,1,2\nb,50,8\n")
    (tmp_path / "b.csv").write_text("id,lat,lon\n1,49,8.5\n2,1,3\n")
    joined = tmp_path / "joined.csv"
    if suffix:
        joined.write_text("name,lat_x,lon_x,id,lat_y,lon_y\na,1,2,2,1,3\nb,50,8,1,49,8.5\n")
    else:
        arguments = ["nearest", str(tmp_path / "a.csv"), str(tmp_path / "b.csv"), "-o", str(joined)]
        assert CliRunner().invoke(app, arguments).exit_code == 0
    result = invoke(joined, "-o", tmp_path / "map.html")
    assert "geodist: 2 geodesics drawn" in result.stderr
    page = content(tmp_path / "map.html")
    assert (page["points"], page["ends"]) == ([2, 1, 8, 50], [3, 1, 8.5, 49])
    assert [line[:2] + line[-2:] for line in page["lines"]] == [[2, 1, 3, 1], [8, 50, 8.5, 49]]
    assert page["lineRows"] == page["pointRows"] == [0, 1]


@pytest.mark.parametrize("ending", ["csv", "geojson"])
def test_nearest_places_are_drawn_as_lines(tmp_path: Path, ending: str) -> None:
    road = {"type": "LineString", "coordinates": [[5, 50], [5, 51]]}
    # Neither the coordinates of the neighbour nor its geometry are the place.
    roads = write_features(tmp_path / "roads.geojson", feature(road, lat=3, lon=4))
    towns, joined = tmp_path / f"towns.{ending}", tmp_path / f"joined.{ending}"
    if ending == "csv":
        towns.write_text("lat,lon\n50.5,4\n0,0\n")
    else:
        points = ({"type": "Point", "coordinates": at} for at in ([4, 50.5], [0, 0]))
        write_features(towns, *map(feature, points))
    arguments = ["nearest", str(towns), str(roads), "--witness", "--max-distance", "100000"]
    result = CliRunner().invoke(app, [*arguments, "--how", "left", "-o", str(joined)])
    assert result.exit_code == 0, result.output
    result = invoke(joined, "-o", tmp_path / "map.html")
    # A row without a neighbour has no place.
    assert "geodist: 1 geodesic drawn" in result.stderr, result.stderr
    assert "; 1 row left out" in result.stderr
    page = content(tmp_path / "map.html")
    assert page["points"] == [4, 50.5]
    # North of the parallel, where the perpendicular of the meridian leads.
    assert page["ends"] == [5, pytest.approx(50.504, abs=1e-3)]


def test_outlines_of_every_kind_of_geometry(tmp_path: Path) -> None:
    ring = [[0, 0], [4, 0], [4, 4], [0, 0]]
    table = write_features(
        tmp_path / "in.geojson",
        feature({"type": "LineString", "coordinates": [[179, 10], [-179, 12, 7]]}, name="river"),
        feature({"type": "Polygon", "coordinates": [ring, [[2, 1], [3, 1], [3, 2], [2, 1]]]}),
        feature({"type": "MultiPolygon", "coordinates": [[ring], [ring]]}),
        feature({"type": "MultiLineString", "coordinates": [[[1, 1], [2, 2]], []]}),
        feature({"type": "MultiPoint", "coordinates": [[5, 6], [7, 8]]}),
        feature(
            {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Point", "coordinates": [9, 9]},
                    {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
                ],
            }
        ),
        feature({"type": "Point", "coordinates": [20, 30]}),
        feature(None),
        feature({"type": "LineString", "coordinates": [[0, 95], [1, 2]]}),
        feature({"type": "Point", "coordinates": [20, 95]}),
    )
    result = invoke(table, "-o", tmp_path / "map.html")
    assert "geodist: 7 shapes drawn" in result.stderr
    assert "; 3 rows left out, without valid coordinates" in result.stderr
    page = content(tmp_path / "map.html")
    flat = [float(number) for vertex in ring for number in vertex]
    assert page["lines"] == [
        # Planar edges go the long way.
        [179, 10, 59.66667, 10.66667, -59.66667, 11.33333, -179, 12],
        *(flat, [2, 1, 3, 1, 3, 2, 2, 1], flat, flat, [1, 1, 2, 2], [1, 2, 3, 4]),
    ]
    assert page["lineRows"] == [0, 1, 1, 2, 2, 3, 5]
    assert "geodist: 1 edge of more than 180 degrees of longitude: planar edges" in result.stderr
    assert [len(rings) for rings in page["areas"]] == [2, 1, 1]
    assert page["areaRows"] == [1, 2, 2]
    # Holes turn the other way round, which is how pictures tell them.
    assert page["areas"][0] == [flat, [2, 1, 3, 2, 3, 1, 2, 1]]
    pairs = np.array(page["points"]).reshape(-1, 2).tolist()
    found = dict(zip(map(tuple, pairs), page["pointRows"], strict=True))
    assert found == {(5, 6): 4, (7, 8): 4, (9, 9): 5, (20, 30): 6}
    assert page["names"] == ["name"]
    assert page["cells"] == [["river", "", "", "", "", "", ""]]


@pytest.mark.parametrize("ending", ["parquet", "gpkg", "fgb"])
def test_outlines_of_other_formats(tmp_path: Path, ending: str) -> None:
    pytest.importorskip("pyarrow", reason="the extra cli is not installed")
    if ending != "parquet":
        pytest.importorskip("pyogrio", reason="the extra gis is not installed")
    line = {"type": "LineString", "coordinates": [[6, 50], [7, 51], [8, 50]]}
    area = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 0]]]}
    # Columns of numbers beside it are not what is drawn.
    source = write_features(
        tmp_path / "in.geojson", feature(line, lat=1, lon=2), feature(area, lat=1, lon=2)
    )
    table = tmp_path / f"in.{ending}"
    arguments = ["distance", str(source), "--from", "1,2", "--lat2", "lat", "--lon2", "lon"]
    result = CliRunner().invoke(app, [*arguments, "-o", str(table)])
    assert result.exit_code == 0, result.output
    result = invoke(table, "-o", tmp_path / "map.html")
    assert "geodist: 2 shapes drawn" in result.stderr, result.stderr
    assert content(tmp_path / "map.html")["lines"] == [
        [6, 50, 7, 51, 8, 50],
        [0, 0, 4, 0, 4, 4, 0, 0],
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("null", "7", "[]", "{}", '{"type": "Circle", "coordinates": [1, 2]}', "{"),
        '{"type": "LineString", "coordinates": [[0, "x"], [1, 2]]}',
        '{"type": "LineString", "coordinates": [[0], [1]]}',
        '{"type": "LineString", "coordinates": [[0, 1], [1]]}',
        '{"type": "LineString", "coordinates": [[0, 1], [1, NaN]]}',
        '{"type": "LineString", "coordinates": [[0, 1], [600, 2]]}',
        '{"type": "LineString", "coordinates": {"a": 1}}',
        '{"type": "LineString", "coordinates": [[[0, 1], [1, 2]]]}',
        '{"type": "MultiPolygon", "coordinates": [[0, 1], [1, 2]]}',
        '{"type": "GeometryCollection", "geometries": [3]}',
        '{"type": "Point", "coordinates": [1, 2]}',
        '{"type": "Polygon", "coordinates": []}',
    ],
)
def test_no_outlines(text: str) -> None:
    assert parse_outlines(text.encode()) == []


# The sample


def test_the_sample_is_even_and_always_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_data, "MAX_ROWS", 1000)
    count = 60_000
    rows = "".join(f"{i},{i / count * 80},{i / count * 170}\n" for i in range(count))
    table = tmp_path / "in.csv"
    table.write_text("id,lat,lon\nbad,95,0\n" + rows)
    pages = []
    for _ in range(2):
        result = invoke(table, "-o", tmp_path / "map.html", "--color", "id")
        assert (
            "geodist: 1000 points drawn in "
            f"{tmp_path / 'map.html'}; an even sample of {count}; 1 row left out" in result.stderr
        )
        pages.append(content(tmp_path / "map.html"))
    assert pages[0] == pages[1]
    ids = np.array(pages[0]["cells"][0], float)
    assert (np.diff(ids) > 0).all()
    tenths, _ = np.histogram(ids, 10, (0, count))
    assert tenths.min() > 60
    assert tenths.max() < 140
    # Each row keeps its own coordinates and colour.
    np.testing.assert_allclose(pages[0]["points"][1::2], ids / count * 80, atol=1e-5)
    assert (np.diff(pages[0]["color"]["codes"]) >= 0).all()


def test_the_sample_does_not_depend_on_batches_and_bounds_vertices() -> None:
    outline = Outline(np.zeros((50, 2)))
    found = []
    for step in (7, 100, 1000):
        sample = Sample(100, 1000)
        for begin in range(0, 1000, step):
            rows, keys = sample.draw(np.arange(begin, min(begin + step, 1000)))
            outlines = [(outline,) if row % 2 else () for row in rows.tolist()]
            sample.add(Piece(keys, [rows.astype(float)], [], outlines))
        pieces = sample.pieces()
        found.append(np.concatenate([piece.arrays[0] for piece in pieces]).tolist())
        assert sum(int(piece.vertices().sum()) for piece in pieces) <= 1000
        assert sample.total == 1000
    assert found[0] == found[1] == found[2]
    assert 20 < len(found[0]) <= 100
    one = Sample(100, 10)
    one.add(Piece(one.draw(np.arange(1))[1], [np.zeros(1)], [], [(outline,)]))
    assert len(one.pieces()) == 1


# Colours


def test_numbers_get_a_scale() -> None:
    coloring = color_rows("n", np.array([0.0, 50, np.nan, 100]), ["0", "50", "", "100"])
    assert coloring.codes.tolist() == [0, STEPS // 2, STEPS, STEPS - 1]
    assert coloring.colors == [*shades(), GREY]
    assert (coloring.bounds, coloring.ends) == ((0, 100), ("0", "100"))
    assert (coloring.grey, coloring.logarithmic) == ("no number (1)", False)
    # A few extremes are beyond the scale, and the legend says so.
    values = np.append(np.arange(1000.0, 2000), [-1e9, 1e9])
    coloring = color_rows("n", values, ["x"] * len(values))
    assert coloring.ends == (
        "\N{LESS-THAN OR EQUAL TO} 1,019",
        "\N{GREATER-THAN OR EQUAL TO} 1,980",
    )
    assert coloring.codes[-2:].tolist() == [0, STEPS - 1]
    # Powers of ten are as far from each other.
    coloring = color_rows("n", 10.0 ** np.arange(5), ["x"] * 5)
    assert coloring.logarithmic
    assert np.ptp(np.diff(coloring.codes)) <= 1
    assert color_rows("n", np.full(3, 7.0), ["7"] * 3).codes.tolist() == [0, 0, 0]


def test_the_scale_is_perceptually_uniform() -> None:
    cm = pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    ours = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in shades()])
    viridis = cm.colormaps["viridis"](np.linspace(0, 0.9, STEPS))[:, :3] * 255
    assert np.abs(ours - viridis).max() < 16


def test_texts_get_a_palette() -> None:
    texts = ["b"] * 3 + ["a"] * 3 + ["c"] * 5 + ["", "12"]
    numbers = np.array([np.nan] * 12 + [12.0])
    coloring = color_rows("kind", numbers, texts)
    assert coloring.labels == ["c (5)", "a (3)", "b (3)", "12 (1)", "no value (1)"]
    assert [coloring.colors[code] for code in coloring.codes[[0, 3, 6, 11, 12]]] == [
        *(PALETTE[2], PALETTE[1], PALETTE[0], GREY, PALETTE[3]),
    ]
    many = [str(i % 20) + "x" for i in range(100)]
    coloring = color_rows("kind", np.full(100, np.nan), many)
    assert coloring.labels[-1] == "12 other values (60)"
    assert len(coloring.labels) == len(coloring.colors) == len(PALETTE) + 1


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
@pytest.mark.parametrize("column", ["kind", "size"])
def test_pictures_have_a_legend(tmp_path: Path, ending: str, column: str) -> None:
    pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    text = "lat1,lon1,lat2,lon2,kind,size\n1,2,3,4,_a $x$ b,1\n5,6,7,8,_c,2\n5,5,7,8,,3\n"
    picture = draw(tmp_path, f"map.{ending}", text, "--color", column)
    assert picture.read_bytes()[:4] == {"svg": b"<?xm", "pdf": b"%PDF", "png": b"\x89PNG"}[ending]
    if ending == "svg":
        texts = ["".join(e.itertext()).strip() for e in ET.parse(picture).iter()]
        wanted = {"kind": ["_a $x$ b (1)", "_c (1)", "no value (1)"], "size": ["1", "3"]}[column]
        for label in ("start", "end", column, *wanted):
            assert label in texts
        ids = {element.get("id") for element in ET.parse(picture).iter()}
        assert {"starts", "points", "geodesics"} <= ids
    again = draw(tmp_path, f"again.{ending}", text, "--color", column, "--title", "in.csv")
    assert again.read_bytes() == picture.read_bytes()


@pytest.mark.parametrize(
    ("name", "column", "message"),
    [
        ("in.csv", "none", "no column is named 'none'"),
        ("in.geojson", "geometry", "--color geometry: this is the geometry; name a column"),
    ],
)
def test_columns_that_cannot_colour(tmp_path: Path, name: str, column: str, message: str) -> None:
    (tmp_path / "in.csv").write_text("lat,lon\n1,2\n")
    write_features(tmp_path / "in.geojson", feature({"type": "Point", "coordinates": [1, 2]}, a=1))
    result = invoke(tmp_path / name, "-o", tmp_path / "map.html", "--color", column)
    assert result.exit_code == 3
    assert message in result.stderr


# The view


def test_the_view_is_what_is_shown(tmp_path: Path) -> None:
    west, east, south, north = content(draw(tmp_path, "a.html", "lat,lon\n40,0\n50,10\n"))["extent"]
    assert (west, east, south, north) == (-0.5, 10.5, 39.5, 50.5)
    # Over the antimeridian: Fiji and Samoa, not the whole world.
    page = content(draw(tmp_path, "b.html", "lat,lon\n-18,178\n-13.8,-172\n"))
    assert page["extent"][:2] == [177.5, 188.5]
    line = content(draw(tmp_path, "c.html", "lat1,lon1,lat2,lon2\n35,140,37,-122\n"))
    assert line["extent"][:2] == pytest.approx([140 - 4.9, 238 + 4.9])
    world = "lat,lon\n" + "".join(f"{i / 4},{i}\n" for i in range(-180, 180, 20))
    assert content(draw(tmp_path, "d.html", world))["extent"][:2] == [-180, 177]
    assert span(np.array([-180.0]), np.array([180.0])) == (-180, 180)


def test_other_bodies_have_no_coastlines_of_the_earth(tmp_path: Path) -> None:
    page = content(
        draw(tmp_path, "a.html", "lat,lon\n4,0\n5,1\n", "--ellipsoid", "3396190,1/169.9")
    )
    assert page["coast"] == []
    assert page["degree"] == pytest.approx(np.pi / 180 * 3396190)


# The page


def test_cells_are_data_whatever_they_hold(tmp_path: Path) -> None:
    text = f'lat,lon,"{NASTY}"\n1,2,"{NASTY}"\n3,4,\u2028{{data}}\n'
    page = draw(tmp_path, "map.html", text, "--color", NASTY, "--title", "{data}{notes}" + NASTY)
    source = page.read_text(encoding="utf-8")
    assert source.count("<script") == source.count("</script>") == 2
    assert "<img" not in source
    assert "<!--" not in source
    assert "{data}{notes}" in source
    found = content(page)
    assert found["names"] == ["lat", "lon", NASTY]
    assert found["cells"][2] == [NASTY, "\u2028{data}"]
    long = draw(tmp_path, "long.html", "lat,lon,a\n1,2,x" + "\N{SNOWMAN}" * 500 + "\n")
    assert content(long)["cells"][2] == ["x" + "\N{SNOWMAN}" * 78 + "\N{HORIZONTAL ELLIPSIS}"]


def run_script(page: Path, script: str) -> str:
    """Give what a script appended to the page leaves in the document."""
    source = page.read_text(encoding="utf-8")
    page.write_text(source.replace("</body>", f"<script>{{{script}}}</script></body>"), "utf-8")
    return browse(page, "--dump-dom")


@browser
def test_the_row_under_the_pointer_is_shown(tmp_path: Path) -> None:
    text = f'lat1,lon1,lat2,lon2,name\n10,0,10,1,"{NASTY}"\n40,0,40,20,b\n'
    page = draw(tmp_path, "map.html", text, "--color", "name")
    dom = run_script(
        page,
        """
        const spots = [[0, 10], [10, 40.9], [10, 25]].map(([a, b]) => {
          show(x(a), y(b));
          return tip.hidden ? "" : tip.querySelector("tr:last-child td:last-child").textContent;
        });
        document.body.dataset.spots = JSON.stringify(spots);
        document.body.dataset.images = document.images.length;
        document.body.dataset.key = get("legend").textContent;
        """,
    )
    (spots,) = re.findall(r'data-spots="([^"]*)"', dom)
    # On the start of one, on the middle of the other, which is north of both its ends, on none.
    spots = spots.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    assert json.loads(spots) == [NASTY, "b", ""]
    assert 'data-images="0"' in dom
    assert "<title>in.csv</title>" in dom
    assert re.search(r'data-key="name.*b \(1\)startend"', dom)


@browser
def test_zoom_pan_and_pinch(tmp_path: Path) -> None:
    page = draw(tmp_path, "map.html", "lat,lon\n40,0\n50,10\n")
    dom = run_script(
        page,
        """
        const seen = [], first = scale;
        const at = (kind, id, left, top) => canvas.dispatchEvent(new PointerEvent(kind,
          { pointerId: id, clientX: left, clientY: top + canvas.getBoundingClientRect().top }));
        canvas.setPointerCapture = () => {};
        get("in").click(); seen.push(scale / first);
        get("out").click(); seen.push(scale / first);
        at("pointerdown", 1, 300, 200); at("pointerdown", 2, 400, 200);
        const held = place(350, 200);
        at("pointermove", 2, 500, 200);
        const now = place(400, 200);
        seen.push(scale / first, now[0] - held[0], now[1] - held[1]);
        at("pointerup", 1, 300, 200); at("pointerup", 2, 500, 200);
        get("all").click(); seen.push(scale / first, lon, lat);
        at("pointerdown", 1, 300, 200); at("pointermove", 1, 300 + scale * shrink(), 200);
        seen.push(lon);
        document.body.dataset.seen = JSON.stringify(seen);
        """,
    )
    (seen,) = re.findall(r'data-seen="([^"]*)"', dom)
    assert json.loads(seen) == pytest.approx([1.6, 1, 2, 0, 0, 1, 5, 45, 4], abs=1e-9)


@browser
def test_the_first_view_fills_the_window_and_is_fitted_again(tmp_path: Path) -> None:
    page = draw(tmp_path, "map.html", "lat,lon\n40,0\n50,16\n")
    dom = run_script(
        page,
        """
        const share = () => Math.max(Math.abs(x(16) - x(0)) / wide(), Math.abs(y(50) - y(40)) / high());
        const shares = [share()];
        document.body.style.height = "300px";
        document.body.style.width = "450px";
        refit();  // as the observer of the canvas does, when the browser draws
        shares.push(share());
        document.body.dataset.shares = shares;
        """,
    )
    (shares,) = re.findall(r'data-shares="([^"]*)"', dom)
    values = [float(share) for share in shares.split(",")]
    assert min(values) > 0.8
    assert max(values) <= 1


@browser
@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (60.0, 10.0)])
def test_the_scale_bar_is_right(tmp_path: Path, lat: float, lon: float) -> None:
    import geodist

    page = draw(tmp_path, "map.html", f"lat,lon\n{lat},{lon}\n{lat},{lon + 1}\n")
    dom = run_script(
        page,
        """
        const bar = [], line = pen.lineTo.bind(pen), start = pen.moveTo.bind(pen);
        pen.moveTo = (a, b) => { bar.push(a); start(a, b); };
        pen.lineTo = (a, b) => { bar.push(a); line(a, b); };
        scaleBar();
        const middle = wide() / 2, width = Math.max(...bar) - Math.min(...bar);
        document.body.dataset.bar = [lat, place(middle - width / 2, 0)[0], place(middle + width / 2, 0)[0]];
        """,
    )
    (bar,) = re.findall(r'data-bar="([^"]*)"', dom)
    (said,) = re.findall(r'data-scale="([^"]*)"', dom)
    middle, begin, end = map(float, bar.split(","))
    number, unit = said.split()
    length = float(number) * {"m": 1, "km": 1000}[unit]
    assert length == pytest.approx(geodist.distance(middle, begin, middle, end), rel=0.005)


def test_what_is_wrong_with_the_vertices_of_a_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "in.geojson"
    path.write_text('{"type":"LineString","coordinates":[[1,2],[3,108.2]]}')
    result = invoke(path, "-o", tmp_path / "out.html")
    assert result.exit_code == 3
    assert "108.2 in part 1, ring 1, vertex 2 of the geometry is not a latitude" in result.stderr
