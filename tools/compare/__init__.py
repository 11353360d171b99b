"""Whether two trees give the same numbers, programs and answers on this machine: `python -m tools.compare REVISION`."""
