"""How runs are kept: the database, and the one task that writes it. Read `recorder.py` first, then `store.py`."""
