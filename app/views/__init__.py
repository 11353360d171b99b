"""Pure functions from a spec and a frame to what is told or shown: answers, files, the drawing. No HTTP.

`numbers.py` is the first to read: a network at an epoch. `looking/` takes passes and planes apart, `page/` draws,
`program/` writes programs. What a network is too large for is decided here, by `Refused`.
"""
