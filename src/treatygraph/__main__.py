"""Runs the command line as `python -m treatygraph`; must not do anything else."""

from treatygraph.cli import main

if __name__ == "__main__":
    main()
