"""Many tracks: matrices of their distances, and the nearest of a set."""
