"""What can be asked for: a run's data, network, training and seed, with limits, defaults and help.

`run.py` holds RunSpec, the one definition that everything else reads; the other modules are its parts.
"""

from elevenlines.core.spec.run import Layer, RunSpec, altered, bare

__all__ = ["Layer", "RunSpec", "altered", "bare"]
