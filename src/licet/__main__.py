"""Runs the command line as `python -m licet`, where the script is not on the path."""

from licet.cli.main import run

if __name__ == "__main__":
    run()
