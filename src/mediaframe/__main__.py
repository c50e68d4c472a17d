"""`mediaframe` and `python -m mediaframe`."""

import sys


def main() -> None:
    """Run the command line; an interruption while it is loaded ends it as one later does."""
    try:
        from mediaframe.cli import main as run  # noqa: PLC0415 - as above

        run()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing half-written was left\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
