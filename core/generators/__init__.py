"""Made data: points in the plane, some in two classes, some with a number to learn, all of them from a seed."""
