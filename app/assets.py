"""Where the files that are no code lie: beside `app`, in the source tree and in an installed package alike."""

from pathlib import Path


def assets(folder: str) -> Path:
    """The folder `static` or `templates`."""
    return Path(__file__).resolve().parents[1] / folder
