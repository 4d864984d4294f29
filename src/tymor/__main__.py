"""``python -m tymor``: what the command ``tymor`` does."""

from tymor.cli import main

if __name__ == "__main__":
    main()
