"""What the page shows of a spec beside numbers: `drawing.py` draws the network, `controls.py` the settings."""
