"""Fetches the vendored scripts by their exact versions and writes down their hashes: static/vendor/VENDORED.json."""

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "static" / "vendor"


def main() -> None:
    """Everything that VENDORED.json lists, anew."""
    listing = VENDOR / "VENDORED.json"
    entries = json.loads(listing.read_text("utf-8"))
    for entry in entries:
        with tempfile.TemporaryDirectory() as folder:
            wanted = f"{entry['package']}@{entry['version']}"
            command = ["npm", "pack", "--silent", "--pack-destination", folder, wanted]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            (archive,) = Path(folder).glob("*.tgz")
            with tarfile.open(archive) as package:
                for name in entry["files"]:
                    member = package.extractfile(f"package/{entry.get('from', {}).get(name, name)}")
                    if member is None:
                        raise SystemExit(f"{wanted} has no file {name}")
                    content = member.read()
                    (VENDOR / entry["folder"] / name).write_bytes(content)
                    entry["files"][name] = hashlib.sha256(content).hexdigest()
    listing.write_text(json.dumps(entries, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
