"""The machine and the programs that the numbers belong to."""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np


def processor() -> str:
    """Its name, and on x86 family, model and stepping: cloud machines hide the rest."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    fields = dict(re.findall(r"^([^\t:]+)\t*: (.*)$", text.split("\n\n")[0], re.MULTILINE))
    name = re.sub(r"\((R|TM)\)", "", fields.get("model name", platform.machine()))
    if "cpu family" in fields:
        name += f" (family {fields['cpu family']}, model {fields['model']})"
    return re.sub(r"\s+", " ", name)


def slug() -> str:
    """A file name for the machine."""
    return re.sub(r"[^a-z0-9]+", "-", processor().lower()).strip("-")


def commit() -> str:
    """The one checked out, marked where files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        done = subprocess.run(
            command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def facts() -> dict[str, Any]:
    import geodist

    simd = geodist.show_config(mode="dicts")["SIMD"]
    return {
        "processor": processor(),
        "processors": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "system": f"{platform.system()} {platform.machine()}",
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "geodist": geodist.__version__,
        "commit": commit(),
        "simd": simd,
    }
