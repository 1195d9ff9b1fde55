"""Measures of tracks that match vertices: time warping and edit distances."""
