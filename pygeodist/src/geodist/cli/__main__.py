"""``python -m geodist.cli``."""

from geodist.cli import main

if __name__ == "__main__":
    main()
