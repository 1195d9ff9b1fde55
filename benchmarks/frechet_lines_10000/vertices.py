"""geodist.tracks.discrete_frechet, of the vertices alone: its error is that of leaving out edges."""

from benchmarks.frechet_lines.vertices import VERSION, finish, prepare

__all__ = ["VERSION", "finish", "prepare"]
