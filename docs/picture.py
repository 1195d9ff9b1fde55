"""
Draw the picture of the README: that of the gallery's nearest airports.

    python docs/picture.py
"""

from __future__ import annotations

import io
import runpy
from pathlib import Path

import matplotlib as mpl
from PIL import Image

DOCS = Path(__file__).parent
PICTURE = DOCS / "_static" / "nearest-airport.png"


def main() -> None:
    """Draw it, with few colours: the file is small, and the eye sees no difference."""
    mpl.use("agg")
    plot = runpy.run_path(str(DOCS / "plots" / "plot_nearest_airport.py"))
    drawn = io.BytesIO()
    plot["figure"].savefig(drawn, dpi=150)
    Image.open(drawn).convert("RGB").quantize(64).save(PICTURE, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
