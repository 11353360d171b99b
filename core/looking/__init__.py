"""What can be seen in a network: gradients, figures, surfaces and scores, each a function of a spec and a frame.

Nothing here trains. Read `inspection.py` first, one pass looked at whole; `statistics.py` is what several share.
"""
