"""geodist inside of engines, compared with what they have themselves."""
