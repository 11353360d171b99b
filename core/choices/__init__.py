"""What a spec chooses by name: activations, losses, optimizers, initializers, each with its mathematics and words.

Each module holds one registry: engines, validation, the page's menus and the docs all read it. Read `activations.py`
first. What compiled code does not know of them fails when `core.compiled` is imported.
"""
