"""geodist.hausdorff of the vertices alone: its error is that of leaving out the edges."""

from benchmarks.hausdorff_lines.vertices import VERSION, finish, prepare

__all__ = ["VERSION", "finish", "prepare"]
