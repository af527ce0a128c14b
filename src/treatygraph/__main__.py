"""Runs the command line as `python -m treatygraph`; must not do anything else."""

import sys

if __name__ == "__main__":
    # Python puts the current folder first for `-m`; a json.py that lies beside a document is no module of ours.
    if not sys.flags.safe_path:
        del sys.path[:1]

    from treatygraph.cli import main

    main()
