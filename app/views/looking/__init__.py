"""A network looked at closely: how well it does, its planes, a pass taken apart. `scores.py` is the simplest.

Each says first what a network may be too large for, then builds its answer.
"""
