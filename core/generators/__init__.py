"""Made data: points in the plane, some in two classes, some with a number to learn, all of them from a seed.

Read `registry.py` first, what there is to choose; `recipe.py` makes a table of it, from `shapes.py` and `draws.py`.
"""
