"""geodist.tracks.frechet of columns of lines: every place of an edge counts."""

from benchmarks.frechet_lines.geodist import VERSION, finish, prepare

__all__ = ["VERSION", "finish", "prepare"]
