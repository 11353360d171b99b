"""One file for each language that a program is printed in.

`numpy.py` prints lines that know what they read and write, and the formulas of a trace; `javascript.py` an ES module.
A language is a table of its operations, precedence from `precedence.py`, and a line for each kind of statement.
"""
