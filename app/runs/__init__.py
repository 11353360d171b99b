"""What a run is and how it lives: trained in worker processes, recorded, stored, broadcast. No HTTP.

Read `run.py` first, a run as it stands, then `service.py`, what can be asked of runs.
"""
