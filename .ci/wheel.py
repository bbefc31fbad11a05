"""Owns the check of a built wheel: every file of the package that git would keep is in it. It builds nothing."""

import sys
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "firsthand"


def main() -> int:
    """Compares the wheel named on the command line with the source folder; 1 where a file is missing."""
    names = set(zipfile.ZipFile(sys.argv[1]).namelist())
    files = [f.relative_to(PACKAGE) for f in PACKAGE.rglob("*") if f.is_file()]
    wanted = {f"firsthand/{f.as_posix()}" for f in files if not any(p[0] == "." or p == "__pycache__" for p in f.parts)}
    for name in sorted(wanted - names):
        print(f"the wheel lacks {name}", file=sys.stderr)
    size = Path(sys.argv[1]).stat().st_size / 1e6
    print(f"{Path(sys.argv[1]).name}: {len(wanted & names)} of {len(wanted)} files, {size:.1f} MB")
    return 1 if wanted - names else 0


if __name__ == "__main__":
    sys.exit(main())
