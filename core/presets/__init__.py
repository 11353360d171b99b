"""A preset is a spec worth starting from: the article's two tables, well-known truth tables, real measurements.

Each learns from its own seed. A module here holds one group; the menu, the API and the command line read the registry.
Read `preset.py` first, then `article.py`.
"""

from elevenlines.core.presets import article, circuits, gates, made, measured, parity
from elevenlines.core.presets.preset import Group, Preset, truth_table

__all__ = ["DEFAULT_PRESET", "GROUPS", "PRESETS", "Group", "Preset", "truth_table"]

# In the menu's order.
GROUPS: tuple[Group, ...] = (
    article.GROUP,
    gates.GROUP,
    parity.GROUP,
    circuits.GROUP,
    made.PLANE,
    made.REGRESSION,
    measured.GROUP,
)
PRESETS: dict[str, Preset] = {preset.name: preset for group in GROUPS for preset in group.presets}
DEFAULT_PRESET = "xor"
