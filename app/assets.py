"""Where the files that are no code lie: inside app in an installed package, beside it in the source tree."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def assets(folder: str) -> Path:
    """The folder `static` or `templates`."""
    inside = _HERE / folder
    return inside if inside.is_dir() else _HERE.parent / folder
