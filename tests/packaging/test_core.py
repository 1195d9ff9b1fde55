"""
The C++ library builds and installs alone, and other build systems find it.

It is built once, for `installed`, and once more as a subproject, where the build is what is tested.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from fresh import ROOT, Environment, clean_environment, run

CONSUMER = ROOT / "examples" / "consumer"
# Paris to London, Karney's algorithm: GeographicLib's GeodSolve -i.
EXPECTED_FIRST_LINE = "343923.120 m"
# So are these distances; who is the nearest follows from them.
NEAREST = [
    "Brussels: Amsterdam 164905.419 m, Paris 242032.719 m; 2 within 300 km",
    "Vienna: Amsterdam 944241.318 m, Paris 1021749.780 m; 0 within 300 km",
]
PROGRAMS = ("main", "nearest")


def check_programs(folder: Path) -> None:
    lines = run(folder / "main").splitlines()
    assert lines[0] == EXPECTED_FIRST_LINE
    assert "120" in lines[-1]
    assert run(folder / "nearest").splitlines() == NEAREST


@dataclass
class Installed:
    """The library in a prefix of its own, and the tools to build against it."""

    prefix: Path
    tools: Environment
    env: dict[str, str]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("core")
    tools = Environment(folder / "tools")
    tools.pip_install("meson", "ninja", "numpy>=2", "pybind11")
    # A copy: the compiler cache then knows what the wheels are made of, by the same relative paths.
    source = shutil.copytree(ROOT / "geodist-core", folder / "geodist-core")
    prefix = folder / "prefix"
    env = {
        "PATH": os.pathsep.join([str(tools.bin), clean_environment()["PATH"]]),
        "PKG_CONFIG_PATH": str(prefix / "lib" / "pkgconfig"),
    }
    run(
        "meson",
        "setup",
        f"--prefix={prefix}",
        "-Dlibdir=lib",
        folder / "b",
        source,
        **env,
    )
    run("meson", "install", "-C", folder / "b", **env)
    return Installed(prefix, tools, env)


def test_every_header_is_installed(installed: Installed) -> None:
    def headers(folder: Path) -> set[str]:
        return {header.name for header in (folder / "geodist").iterdir()}

    assert headers(installed.prefix / "include") == headers(ROOT / "geodist-core" / "include")


def test_every_header_stands_on_its_own(installed: Installed, tmp_path: Path) -> None:
    headers = sorted((installed.prefix / "include" / "geodist").glob("*.hpp"))
    sources = []
    for header in headers:
        source = tmp_path / f"{header.stem}.cpp"
        source.write_text(f"#include <geodist/{header.name}>\n")
        sources.append(source)
    include = f"-I{installed.prefix / 'include'}"
    run("c++", "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", include, *sources)


def test_consumer_by_pkg_config(installed: Installed, tmp_path: Path) -> None:
    flags = run("pkg-config", "--cflags", "--libs", "geodist-core", **installed.env).split()
    for name in PROGRAMS:
        run("c++", "-std=c++20", CONSUMER / f"{name}.cpp", *flags, "-o", tmp_path / name)
    check_programs(tmp_path)


def test_consumer_by_cmake_package(installed: Installed, tmp_path: Path) -> None:
    if not shutil.which("cmake"):
        pytest.skip("CMake is not installed")
    prefix = {"CMAKE_PREFIX_PATH": str(installed.prefix)}
    run("cmake", "-S", CONSUMER, "-B", tmp_path, **prefix)
    run("cmake", "--build", tmp_path)
    check_programs(tmp_path)


def test_32_bit_x86_is_refused(installed: Installed, tmp_path: Path) -> None:
    cross = tmp_path / "x86.ini"
    cross.write_text(
        "[host_machine]\nsystem = 'linux'\ncpu_family = 'x86'\ncpu = 'i686'\nendian = 'little'\n"
        "[binaries]\nc = 'cc'\ncpp = 'c++'\n"
    )
    with pytest.raises(AssertionError, match="32-bit x86 is not supported"):
        run(
            "meson",
            "setup",
            f"--cross-file={cross}",
            tmp_path / "b",
            ROOT / "geodist-core",
            **installed.env,
        )


def test_cmake_refuses_another_version(installed: Installed, tmp_path: Path) -> None:
    if not shutil.which("cmake"):
        pytest.skip("CMake is not installed")
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16)\nproject(x CXX)\n"
        "find_package(geodist-core 99 REQUIRED)\n"
    )
    with pytest.raises(AssertionError, match="compatible with requested version"):
        run("cmake", tmp_path, f"-DCMAKE_PREFIX_PATH={installed.prefix}", cwd=tmp_path)


def test_package_against_the_installed_core(installed: Installed, tmp_path: Path) -> None:
    quickly = "-Doptimization=0"  # only the binding is compiled here
    run("meson", "setup", quickly, tmp_path / "b", ROOT / "pygeodist", **installed.env)
    run("meson", "compile", "-C", tmp_path / "b", **installed.env)
    site = tmp_path / "site"
    run("meson", "install", "-C", tmp_path / "b", "--destdir", site, **installed.env)
    (package,) = site.rglob("geodist/__init__.py")
    code = "import geodist; print(geodist.EARTH_RADIUS_METERS)"
    out = installed.tools.python("-c", code, PYTHONPATH=str(package.parents[1]))
    assert float(out) == 6371008.8


def test_consumer_by_meson_subproject(installed: Installed, clone: Path) -> None:
    consumer = clone / "examples" / "consumer"
    (consumer / "subprojects").mkdir()
    (clone / "geodist-core").rename(consumer / "subprojects" / "geodist-core")
    env = {"PATH": installed.env["PATH"]}
    run("meson", "setup", consumer / "b", consumer, **env)
    run("meson", "compile", "-C", consumer / "b", **env)
    check_programs(consumer / "b")
    run("meson", "install", "-C", consumer / "b", "--destdir", consumer / "d", **env)
    assert not list((consumer / "d").rglob("*geodist*"))


def test_the_whole_repository_is_a_meson_subproject(installed: Installed, clone: Path) -> None:
    """As a wrap brings it; only the core is then configured."""
    consumer = clone.parent / "consumer"
    (clone / "examples" / "consumer").rename(consumer)
    (consumer / "subprojects").mkdir()
    clone.rename(consumer / "subprojects" / "geodist")
    wrap = "[wrap-file]\ndirectory = geodist\n[provide]\ndependency_names = geodist-core\n"
    (consumer / "subprojects" / "geodist.wrap").write_text(wrap)
    env = {"PATH": installed.env["PATH"]}
    run("meson", "setup", consumer / "b", consumer, **env)
    targets = run("meson", "introspect", "--targets", consumer / "b", **env)
    assert "libgeodist-core.a" in targets
    assert "_geodist_core" not in targets
    assert "core-tests" not in targets
