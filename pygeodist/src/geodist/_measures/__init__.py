"""Measures of whole sets: matrices of distances, distances between sets, waypoints along lines."""
