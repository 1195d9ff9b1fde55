"""
The package installs from every place that a user starts from.

Each test builds the package, since a way of building it is what it tests, and says which.
"""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

from fresh import Environment, run


def test_pip_install_of_the_subfolder_then_pytest(
    environment: Environment, clone: Path, empty_folder: Path, project_version: str
) -> None:
    """Build as the README says; then, as no other library is there, the tests with NumPy alone."""
    environment.pip_install("./pygeodist", "pytest", cwd=clone)
    assert environment.geodist_version(empty_folder) == project_version
    assert " passed" in environment.python("-m", "pytest", "-q", cwd=clone)


def test_pip_install_of_the_root(
    environment: Environment, clone: Path, empty_folder: Path, project_version: str
) -> None:
    """Build with the root's own back end, which the subfolder's stands for elsewhere."""
    environment.pip_install(".[cli]", cwd=clone)
    assert environment.geodist_version(empty_folder) == project_version
    assert project_version in run(environment.bin / "geodist", "--version", cwd=empty_folder)


def test_an_editable_install_rebuilds_after_a_change_of_the_core(
    environment: Environment, clone: Path, empty_folder: Path
) -> None:
    """Build in place, and once more on import what depends on the changed file."""
    environment.pip_install("meson-python", "meson", "ninja", "numpy>=2", "pybind11")
    environment.pip_install("--no-build-isolation", "--editable", ".", cwd=clone)
    code = "import geodist; print(geodist.__version__)"
    before = environment.python("-c", code, cwd=empty_folder)
    source = clone / "geodist-core" / "src" / "config.cpp"
    text = source.read_text()
    changed = text.replace("return build_info::version;", 'return "0.0.changed";')
    assert changed != text
    source.write_text(changed)
    assert "0.0.changed" not in before
    assert environment.python("-c", code, cwd=empty_folder).strip() == "0.0.changed"


def test_sdist_and_wheel_of_the_subfolder(
    environment: Environment, clone: Path, tmp_path: Path, empty_folder: Path, project_version: str
) -> None:
    """Build from what the sdist holds, which is all that a user of PyPI has."""
    environment.pip_install("build")
    # First an sdist, then a wheel from that sdist alone.
    environment.python("-m", "build", "--outdir", tmp_path / "dist", "./pygeodist", cwd=clone)
    (sdist,) = (tmp_path / "dist").glob("*.tar.gz")
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    assert sdist.name == f"pygeodist-{project_version}.tar.gz"

    top = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert top == {"geodist", f"pygeodist-{project_version}.dist-info"}
    files = set(zipfile.ZipFile(wheel).namelist())
    assert {"geodist/py.typed", "geodist/_geodist_core.pyi"} <= files
    # Every Python file of the source tree is listed in a meson.build.
    source = clone / "pygeodist" / "src"
    assert {str(f.relative_to(source)) for f in source.rglob("*.py")} <= files
    with tarfile.open(sdist) as archive:
        assert not [member.name for member in archive if member.issym()]

    # The wheel has just been made of the sdist.
    environment.pip_install(wheel, cwd=empty_folder)
    assert environment.geodist_version(empty_folder) == project_version


def test_uv_in_a_clean_clone_without_build_tools(
    environment: Environment, clone: Path, path_without_build_tools: str, tmp_path: Path
) -> None:
    """Build with uv, once apart and once in place, from the build requirements alone."""
    environment.pip_install("uv")
    uv = environment.bin / "uv"
    env = {"PATH": path_without_build_tools, "UV_PYTHON": str(environment.bin / "python")}
    run(uv, "build", "--out-dir", tmp_path / "dist", cwd=clone, **env)
    assert len(list((tmp_path / "dist").glob("pygeodist-*"))) == 2
    run(uv, "sync", cwd=clone, **env)
    # Some of the tests: all have run with the same libraries in the environment that make sets up.
    some = ["tests/python/test_config.py", "tests/python/test_readme.py"]
    assert " passed" in run(uv, "run", "pytest", "-q", *some, cwd=clone, **env)
