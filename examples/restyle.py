"""Owns the command that puts a text's quotation marks in another style: it calls firsthand.evaluation.restyle.

    python examples/restyle.py STYLE FILE [--map]        STYLE is curly, straight, british, guillemets or lost

Writes the new text to standard output; with --map a JSON object of the new text and of `map`, which holds for each old
offset (code points, the end included) the new one.
"""

import argparse
import json
import sys
from pathlib import Path

from firsthand.evaluation.restyle import STYLES, restyle


def main() -> None:
    """Reads the arguments, restyles one file, prints it."""
    parser = argparse.ArgumentParser(description="Puts a text's quotation marks in another style.")
    parser.add_argument("style", choices=STYLES)
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--map", action="store_true", help="print JSON: the new text, and the new offset of each old one"
    )
    arguments = parser.parse_args()
    text, offsets = restyle(arguments.file.read_text(encoding="utf-8"), arguments.style)
    sys.stdout.write(json.dumps({"text": text, "map": offsets}, ensure_ascii=False) + "\n" if arguments.map else text)


if __name__ == "__main__":
    main()
