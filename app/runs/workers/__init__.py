"""Where runs train: worker processes, what is said to them, and which run is where.

Read `worker.py` first, one process and its slices; `dispatcher.py` is the server's side of it.
"""
