"""What the API says of itself: `document.py` makes /openapi.json, `declared.py` what each route says of its answers,
`examples.py` an example for each body; `docs.py` shows it all.
"""
