"""`mediaframe` and `python -m mediaframe`."""

from mediaframe.cli import main

if __name__ == "__main__":
    main()
