"""`python -m plancmp`."""

from plancmp.cli import main

if __name__ == "__main__":  # Worker processes import this module.
    main()
