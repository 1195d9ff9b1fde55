"""What people write: numbers, angles, points, units."""
