"""Makes the source tree importable in the virtual environment that runs this, and its command callable."""

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = f"""#!{sys.executable}
import sys
from app.cli import main
sys.exit(main())
"""

Path(sysconfig.get_path("purelib"), "elevenlines.pth").write_text(f"{ROOT}\n", "utf-8")
command = Path(sysconfig.get_path("scripts"), "elevenlines")
command.write_text(COMMAND, "utf-8")
command.chmod(0o755)
