"""Sees to a browser for the tests: an installed one, else the system's package, else Playwright's own.

Debian's chromium-headless-shell is the same engine without the windows around it, and takes a third less time: it is
preferred, and installed where there is no browser yet.
"""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed() -> str | None:
    """The path of an installed Chromium or Chrome."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def playwrights_own() -> str | None:
    """The path of the Chromium that Playwright keeps, if it has been fetched."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (only where no browser is installed)

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None  # noqa: PTH110  (Playwright gives a string)


def find() -> str | None:
    """A browser to test with."""
    return installed() or playwrights_own()


def main() -> int:
    """Installs one where there is none; 1 if that cannot be done."""
    if find():
        return 0
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq"]
        for command in (["apt-get", "update", "-qq"], [*install, SHELL], [*install, "chromium"]):
            if not installed():
                subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
    if not installed():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if find():
        return 0
    print("The browser's tests need Chromium or Chrome: install one and run make test again.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
