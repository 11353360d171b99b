"""What a spec may ask for at most: the one place where these numbers stand.

Sizes are chosen so that one update takes well below a second on one core.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of a spec. Units stand in the names or beside them."""

    rows: int = 10_000
    inputs: int = 256  # columns
    targets: int = 256  # columns
    cell: float = 1e6  # largest absolute value of a cell
    name_length: int = 60  # characters
    text_values: int = 100  # distinct texts of one column of a file
    cell_length: int = 1_000  # characters of a cell of a file
    file_columns: int = 1_024  # those that are left out included
    file_lines: int = 100_000  # those with nothing on them included
    bad_lines: int = 100  # told at once
    hidden_layers: int = 16
    units: int = 1_024  # in one layer
    parameters: int = 4_000_000
    multiply_adds: int = 400_000_000  # of one forward pass over all rows
    checked: int = 5_000  # parameters of a network whose gradients are checked one by one
    checked_work: int = 2_000_000_000  # multiply-adds of all the forward passes that this takes
    inspected: int = 20_000  # rows x weights of a network whose updates are shown row by row
    scored: int = 100_000  # rows x outputs of a table whose scores list every row besides
    worst: int = 100  # rows that scores name as the worst
    traced: int = 50_000  # parameters, and units x rows of a batch, of a pass that is taken apart
    traced_rows: int = 10_000  # numbers of one array that a trace shows row by row besides
    answer: int = 1_000_000  # numbers of one answer: units x rows of a prediction, units x points of surfaces
    surface: int = 400  # points a side of a surface
    surfaces: int = 1_024  # units whose surfaces are asked for at once
    weight: float = 1e12  # a larger one ends the run as diverged
    epochs: int = 10_000_000
    learning_rate: float = 1_000.0
    penalty: float = 1_000.0  # l1 and l2
    dropout: float = 0.9  # share of a layer's units
    options: int = 8  # given for one choice
    changes: int = 1_000
    frozen: int = 1_000  # entries, each of which may name many parameters
    feature: float = 1e12  # largest absolute value of a formula in a row
    formula_work: int = 10_000_000  # numbers, columns and signs of all formulas x rows that they are evaluated for
    test_share: float = 0.9  # of the rows
    expression: int = 200  # characters of a formula
    expression_depth: int = 30  # of its parentheses, powers and functions
    points_least: int = 2  # rows of a made table: one of each class
    noise: float = 0.5  # of a made table
    seed: int = 2**32 - 1
    pace: float = 1e9  # epochs a second
    history_points: int = 6_000  # kept of one run
    frames: int = 2_000  # kept of one run
    frame_bytes: int = 64_000_000  # of all the frames kept of one run


LIMITS = Limits()
