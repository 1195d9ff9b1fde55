"""Maps: what they hold, as pictures and as a page in a real browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("click", reason="the extra cli is not installed")
pytest.importorskip("pyarrow", reason="the extra cli is not installed")

from click.testing import CliRunner, Result

import geodist
from geodist.cli.app import app
from geodist.cli.map.data import graticule
from geodist.cli.map.lines import cut, trace, wrap

ROUTES = Path(__file__).parents[2] / "examples" / "routes.csv"
# Over the antimeridian, over a pole, along the equator, a point.
LINES = "lat1,lon1,lat2,lon2\n35,140,37,-122\n60,10,60,-170\n0,0,0,90\n5,5,5,5\n"
BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["map", *map(str, arguments)], prog_name="geodist")


def draw(tmp_path: Path, name: str, text: str = LINES, *options: str) -> Path:
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    result = invoke(tmp_path / "in.csv", "-o", tmp_path / name, *options)
    assert result.exit_code == 0, result.output
    return tmp_path / name


def content(page: Path) -> dict[str, Any]:
    found = re.search(r'type="application/json">(.*?)</script>', page.read_text(encoding="utf-8"))
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_lines_are_geodesics_cut_at_the_antimeridian(tmp_path: Path) -> None:
    lines = content(draw(tmp_path, "map.html"))["lines"]
    parts = [np.array(line).reshape(-1, 2) for line in lines]
    # The first is in two parts; the one over the pole turns there.
    assert parts[0][0].tolist() == [140, 35]
    assert parts[0][-1][0] == 180
    assert parts[1][0][0] == -180
    assert parts[0][-1][1] == parts[1][0][1]
    assert parts[1][-1].tolist() == [-122, 37]
    for part in parts:
        assert np.abs(np.diff(part[:, 0])).max(initial=0) <= 180
        assert np.abs(part[:, 0]).max() <= 180
    # Every vertex is on its geodesic: the two distances add up.
    total = geodist.distance(35, 140, 37, -122)
    for lon, lat in [*parts[0][:-1], *parts[1][1:]]:
        way = geodist.distance(35, 140, lat, lon) + geodist.distance(lat, lon, 37, -122)
        assert way == pytest.approx(total, abs=1)


def test_cut_and_wrap() -> None:
    np.testing.assert_array_equal(
        wrap(np.array([-190.0, 0, 359, 180, -180])), [170, 0, -1, 180, -180]
    )
    lines = trace([np.array([value]) for value in (0.0, 175.0, 0.0, 185.0)], "WGS84", 1000)
    assert np.nanmax(np.abs(lines.lon)) == 180
    assert np.isnan(lines.lon).sum() == np.isnan(lines.lat).sum() == 1
    assert [row for _, _, row in lines.parts()] == [0, 0]
    assert [array.tolist() for array in lines.bounds()] == [[175, -180], [180, -175]]
    none = np.zeros(0, int)
    for array in cut(np.zeros(0), np.zeros(0), none, none):
        assert len(array) == 0
    # Longer steps where there would be too many vertices.
    count = sum(
        len(lon)
        for lon, _, _ in trace([np.zeros(9)] * 3 + [np.full(9, 170.0)], "WGS84", 90).parts()
    )
    assert 90 <= count <= 9 * 12


def test_graticule_fits() -> None:
    for span in (360, 180, 20, 3, 0.5, 0.02):
        assert 1 <= span / graticule(0, span) <= 12


def test_points(tmp_path: Path) -> None:
    page = draw(tmp_path, "map.html", "name,lat,lon\na,1,2\nb,3,190\nbad,95,0\n")
    data = content(page)
    assert data["points"] == [2, 1, -170, 3]
    assert data["lines"] == []
    notes = "; 1 row left out, without valid coordinates"
    assert f"2 points{notes}" in page.read_text(encoding="utf-8")
    result = invoke(tmp_path / "in.csv", "-o", page)
    assert f"geodist: 2 points drawn in {page}{notes}\n" in result.stderr
    assert "geodist: the first: " in result.stderr
    assert "in.csv, line 4, column 'lat': '95' is not a latitude" in result.stderr


@pytest.mark.parametrize("ending", ["geojson", "parquet"])
def test_points_of_lines_are_points_where_they_are_geometries(tmp_path: Path, ending: str) -> None:
    (tmp_path / "in.csv").write_text("lat1,lon1,lat2,lon2\n1,2,3,4\n", encoding="utf-8")
    points = tmp_path / f"points.{ending}"
    arguments = ["waypoints", str(tmp_path / "in.csv"), "-n", "5", "-o", str(points)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    result = invoke(points, "-o", tmp_path / "map.html")
    assert "geodist: 5 points drawn" in result.stderr


def test_nothing_to_draw(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("lat,lon\nx,2\n", encoding="utf-8")
    result = invoke(tmp_path / "in.csv", "-o", tmp_path / "map.html")
    assert (result.exit_code, (tmp_path / "map.html").exists()) == (3, False)
    assert "there is nothing to draw: no row has valid coordinates; " in result.stderr
    assert "in.csv, line 2, column 'lat': 'x' is not a number" in result.stderr
    (tmp_path / "in.csv").write_text("lat,lon\n", encoding="utf-8")
    result = invoke(tmp_path / "in.csv", "-o", tmp_path / "map.html")
    assert "there is nothing to draw: it has no rows" in result.stderr


def test_coastlines_are_where_the_coasts_are(tmp_path: Path) -> None:
    parts = [np.array(part).reshape(-1, 2) for part in content(draw(tmp_path, "map.html"))["coast"]]
    assert len(parts) > 1000
    assert min(map(len, parts)) >= 2
    coast = np.concatenate(parts)
    assert np.abs(coast).max(axis=0).tolist() == [180, pytest.approx(85, abs=2)]
    # Cape Froward, Land's End, Cape Agulhas, North Cape, South East Point of Australia.
    lat, lon = [-53.9, 50.07, -34.83, 71.17, -39.14], [-71.3, -5.72, 20.0, 25.78, 146.42]
    distance, _ = geodist.PointIndex(coast[:, 1], coast[:, 0]).query(lat, lon)
    assert distance.max() < 15_000
    # No point of them lies far inland or far out: Kansas, the Sahara, Siberia, the South Pacific.
    lat, lon = [38.5, 23, 60, -48.9], [-98.5, 10, 105, -123.4]
    distance, _ = geodist.PointIndex(coast[:, 1], coast[:, 0]).query(lat, lon)
    assert distance.min() > 800_000


def test_page_needs_no_network_and_no_trust(tmp_path: Path) -> None:
    title = '</script><img src="x" onerror="alert(1)">'
    text = draw(tmp_path, "map.html", LINES, "--title", title).read_text(encoding="utf-8")
    assert not re.search(r"https?://|src=\"|@import|url\(", text.replace(title, ""))
    assert "<img" not in text


@pytest.mark.parametrize("name", ["map.png", "map.svg"])
def test_pictures(tmp_path: Path, name: str) -> None:
    pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    picture = draw(tmp_path, name, LINES, "--title", "A title")
    data = picture.read_bytes()
    if name.endswith("png"):
        import matplotlib.image

        pixels = matplotlib.image.imread(picture)
        blue = (pixels[..., 2] > pixels[..., 0] + 0.2).sum()
        red = (pixels[..., 0] > pixels[..., 2] + 0.4).sum()
        assert blue > 500
        assert red > 50
    else:
        root = ET.fromstring(data)
        groups = {element.get("id") for element in root.iter()}
        assert {"geodesics", "points", "graticule", "coastlines"} <= groups
        assert "A title" in picture.read_text(encoding="utf-8")
        assert draw(tmp_path, "again.svg", LINES, "--title", "A title").read_bytes() == data


@pytest.mark.parametrize("title", [r"a $\foo$ b", "$x^2$", "US$ 5", r"\alpha & <b> {} %"])
@pytest.mark.parametrize("given", [False, True])
def test_titles_are_drawn_as_they_are(tmp_path: Path, title: str, given: bool) -> None:
    pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    table = tmp_path / ("in.csv" if given else f"{title}.csv")
    table.write_text(LINES)
    result = invoke(table, "-o", tmp_path / "map.svg", *(("--title", title) if given else ()))
    assert result.exit_code == 0, result.output
    texts = ["".join(e.itertext()).strip() for e in ET.parse(tmp_path / "map.svg").iter()]
    assert (title if given else table.name) in texts
    assert invoke(table, "-o", tmp_path / "map.png", "--title", title).exit_code == 0


def browse(page: Path, *options: str) -> str:
    assert BROWSER is not None
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=900,600"),
        # Any name it would look up fails.
        *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={page.parent / 'profile'}"),
    ]
    return subprocess.run(
        [*command, *options, page.as_uri()], capture_output=True, text=True, check=True, timeout=120
    ).stdout


def screenshot(page: Path) -> Any:
    image = pytest.importorskip("matplotlib.image")
    shot = page.with_suffix(".shot.png")
    browse(page, f"--screenshot={shot}")
    return image.imread(shot)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium")
def test_labels_are_whole(tmp_path: Path) -> None:
    # Lines of the graticule lie close to the right and to the upper edge.
    # No coast is near.
    for east, north in ((8.69, 52.2), (8.63, 52.33), (8.71, 52.4)):
        page = draw(tmp_path, "map.html", f"lat,lon\n52,8.1\n{north},{east}\n")
        dark = screenshot(page)[..., 0] < 0.75
        canvas = dark[60:]  # below the title
        assert canvas[-20:].any()
        assert not canvas[:, -2:].any()
        assert not canvas[:1].any()


@pytest.mark.skipif(BROWSER is None, reason="no Chromium")
def test_page_in_a_browser(tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    assert invoke(ROUTES, "-o", page, "-q").exit_code == 0
    dom = browse(page, "--dump-dom")
    rows = len(ROUTES.read_text(encoding="utf-8").splitlines()) - 1
    assert f'data-points="{2 * rows}"' in dom
    assert re.search(rf'data-lines="({rows}|{rows + 1})"', dom)
    pixels = screenshot(page)
    blue = (pixels[..., 2] > pixels[..., 0] + 0.15).mean()
    red = (pixels[..., 0] > pixels[..., 2] + 0.4).mean()
    assert blue > 0.02
    assert red > 0.001


@pytest.mark.skipif(BROWSER is None, reason="no Chromium")
def test_page_fits_a_window_that_changes(tmp_path: Path) -> None:
    page = draw(tmp_path, "map.html", "lat,lon\n52,8\n52,9\n")
    narrow = """<script>
    document.body.style.width = "300px";
    window.dispatchEvent(new Event("resize"));
    </script>"""
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", narrow + "</body>"))
    pixels = screenshot(page)
    _, columns = np.nonzero(pixels[..., 0] > pixels[..., 2] + 0.4)
    assert 0 < columns.min() < 100
    assert 200 < columns.max() < 300


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["in.csv", "-o", "map.gif"], 2, "must end in .png, .svg, .pdf or .html"),
        (["none.csv", "-o", "map.html"], 5, "cannot read none.csv"),
        (["in.csv", "-o", "none/map.html"], 5, "cannot write none/map.html"),
        (["in.csv", "-o", "map.html", "--lat", "x", "--lon", "y"], 3, "no column is named 'x'"),
    ],
)
def test_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(LINES)
    result = invoke(*arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_map_is_not_drawn_over_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.html").write_text(LINES)
    result = invoke("in.html", "--from-format", "csv", "-o", "./in.html")
    assert result.exit_code == 2
    assert "--output ./in.html and the table in.html are the same file" in result.stderr
    assert Path("in.html").read_text() == LINES


def test_missing_matplotlib_names_the_extra(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(LINES)
    code = "import sys; sys.modules['matplotlib'] = None\nimport geodist.cli\ngeodist.cli.main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "map", "in.csv", "-o", "map.png"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "pip install './pygeodist[plot]'" in result.stderr
    assert "Traceback" not in result.stderr
