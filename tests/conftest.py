"""
Tests of optional libraries skip where those are absent; where everything must run, a skip fails.

The environment variable GEODIST_TEST_NO_SKIP says that everything must run.
"""

from __future__ import annotations

import os
import re
import signal
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

# A shell's background job ignores Ctrl-C, and hands that on to the commands that tests interrupt.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

NO_SKIP = bool(os.environ.get("GEODIST_TEST_NO_SKIP"))

# A loaded machine is slow, not wrong. Where everything must run, the examples are the same each time.
try:
    from hypothesis import HealthCheck, settings
except ModuleNotFoundError:
    pass
else:
    settings.register_profile(
        "geodist",
        deadline=None,
        derandomize=NO_SKIP,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("geodist")

_PYPROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
_TEST_GROUP = [x for x in _PYPROJECT["dependency-groups"]["test"] if isinstance(x, str)]
OPTIONAL_LIBRARIES = {re.match(r"[\w-]+", x)[0].replace("-", "_") for x in _TEST_GROUP}


class OptionalModule(pytest.Module):
    """A file of tests that is skipped where a library that it imports is not installed."""

    def _getobj(self) -> Any:
        try:
            return super()._getobj()
        except self.CollectError as error:
            cause = error.__cause__
            if isinstance(cause, ModuleNotFoundError) and cause.name in OPTIONAL_LIBRARIES:
                pytest.skip(f"{cause.name} is not installed", allow_module_level=True)
            raise


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module:
    return OptionalModule.from_parent(parent, path=module_path)


def _fail_if_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"GEODIST_TEST_NO_SKIP is set, but: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _fail_if_skipped(report)
    return report
