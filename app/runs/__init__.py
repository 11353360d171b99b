"""What a run is and how it lives: trained in worker processes, recorded, stored, broadcast. No HTTP."""
