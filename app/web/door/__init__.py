"""What every request passes and every answer carries: who may call (`guard.py`, the first to read), with how much, read
how strictly; and what errors look like (`problems.py`).
"""
