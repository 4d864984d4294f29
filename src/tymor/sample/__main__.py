"""``python -m tymor.sample FOLDER``: write the invented data."""

import argparse
import sys
from pathlib import Path

from tymor.errors import TymorError, count
from tymor.sample.folder import write_sample


def main() -> int:
    """Write the folder and name what was written; 1 on an expected error."""
    parser = argparse.ArgumentParser(prog="python -m tymor.sample", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write, such as data/sample")
    parser.add_argument(
        "--published",
        type=Path,
        default=Path("data/published"),
        help="the printed figures to come near to (default: %(default)s)",
    )
    arguments = parser.parse_args()
    try:
        written = write_sample(arguments.folder, arguments.published)
    except TymorError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{count(written, 'file')} in {arguments.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
