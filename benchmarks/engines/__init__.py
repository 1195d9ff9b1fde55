"""geodist inside of engines: how fast, beside what they have, how many rows are sent, and whether every bit agrees."""
