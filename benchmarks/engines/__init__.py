"""Joins in parts: how fast, how many rows are sent, and whether every bit is that of one machine."""
