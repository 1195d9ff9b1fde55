"""Pickles name functions by their module: those from before the package had rooms load too."""

from __future__ import annotations

import pickle
import pickletools
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

import geodist as gd

PUBLIC = {
    "_ellipsoids": ("ellipsoids",),
    "_joins": ("nearest_join", "within_join"),
    "_matrix": ("cdist", "cdist_blocks", "pdist"),
    "_set_distance": ("center", "chamfer", "diameter", "hausdorff", "medoid"),
    "_threads": ("get_num_threads", "set_num_threads"),
    "_waypoints": ("waypoints",),
}
INNER = {
    "_dispatch": ("_call_in_chunk", "_call_with_where"),
    "_dispatch_polars": ("_evaluate",),
    "_index": ("_restore",),
    "_points": ("_restore",),
}


def named(module: str, name: str) -> bytes:
    """Write a pickle of what stands in a module of geodist."""
    return f"cgeodist.{module}\n{name}\n.".encode()


@pytest.mark.parametrize(("module", "name"), [(m, n) for m in PUBLIC for n in PUBLIC[m]])
def test_functions_of_old_modules(module: str, name: str) -> None:
    assert pickle.loads(named(module, name)) is getattr(gd, name)


@pytest.mark.parametrize(("module", "name"), [(m, n) for m in INNER for n in INNER[m]])
def test_inner_functions_of_old_modules(module: str, name: str) -> None:
    if "polars" in module:
        pytest.importorskip("polars")
    assert callable(pickle.loads(named(module, name)))
    with pytest.raises(AttributeError, match="attribute 'never'"):
        pickle.loads(named(module, "never"))


def test_old_modules_load_before_the_package() -> None:
    code = f"import pickle; print(pickle.loads({named('_matrix', 'cdist')!r}).__name__)"
    result = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert result.stdout.split() == [b"cdist"]


def test_old_modules_have_specs() -> None:
    for module in (*PUBLIC, *INNER):
        spec = find_spec(f"geodist.{module}")
        assert spec is not None
        assert spec.name == f"geodist.{module}"


def test_points_and_indexes_of_old_modules() -> None:
    points = gd.Points(lat=[1, np.nan], lon=[3, 4])
    columns = (points.lat, points.lon, points.altitude)
    restore = pickle.loads(named("_points", "_restore"))
    assert restore(*columns) == points
    index = gd.PointIndex(points)
    _, (state, *_) = index.__reduce__()
    assert pickle.loads(named("_index", "_restore"))(state).query(1, 3).indices == 0


def test_new_pickles_name_public_modules_only() -> None:
    for value in (gd.Points(lat=[1], lon=[2]), gd.PointIndex([1], [2]), gd.inverse(0, 0, 1, 1)):
        texts = {
            arg for _, arg, _ in pickletools.genops(pickle.dumps(value)) if isinstance(arg, str)
        }
        assert "geodist" in texts
        assert not [text for text in texts if text.startswith("geodist._")]
