"""The data as lines of a program: the table, what of it enters the network, and the rows that are set aside."""

import numpy as np

from elevenlines.app.views.program.lines import Listing, floats, say
from elevenlines.app.views.program.plan import Plan


def write_data(listing: Listing, plan: Plan) -> None:
    """Inputs and targets, as the first pass finds them: X and y are the training rows."""
    table, features = plan.spec.table, plan.spec.features
    listing.array("X", [[say(cell) for cell in row] for row in table.inputs], "The inputs, one row for each example.")
    listing.array("y", [[say(cell) for cell in row] for row in table.targets], "The targets that belong to the rows.")
    entrance = plan.spec.data.entrance
    if entrance.formulas is not None:
        listing.traced["X"] = "" if not plan.is_whole else "l0_made" if features.standardise else "l0"
        listing.add(f"X = {entrance.written('X')}", "What enters the network: formulas of the columns.")
    if plan.has_test:
        tested = ", ".join(map(str, plan.spec.test_rows))
        listing.add(f"test = [{tested}]", "The rows that are set aside: no weight hears of them.")
        listing.add("train = np.delete(np.arange(len(X)), test)", "The rows to train with.")
    if features.standardise:
        _write_standardising(listing, plan)
    if plan.has_test:
        listing.add("all_X, all_y = X, y", "All rows, for the end.")
        listing.traced |= {"X": "", "y": ""} if plan.is_batched else {"X": "l0", "y": "y"}
        listing.add("X, y = X[train], y[train]", "From here on the training rows alone.")


def _write_standardising(listing: Listing, plan: Plan) -> None:
    entrance, trained = plan.spec.data.entrance, "X[train]" if plan.has_test else "X"
    measures = {"mean": "l0_mean", "deviation": "l0_deviation"}
    if plan.spec.features.statistics is not None:
        listing.array("mean", floats(entrance.mean), "The mean of each input, as it was when training began.")
        listing.array("deviation", floats(entrance.deviation), "The deviation of each input then.")
        listing.traced |= measures
    else:
        constant = np.flatnonzero((entrance.mean == 0.0) & (entrance.deviation == 1.0)).tolist()
        listing.traced |= dict.fromkeys(measures, "") if constant else measures
        listing.add(f"mean, deviation = {trained}.mean(axis=0), {trained}.std(axis=0)", "Of each input, in training.")
        listing.traced |= measures
        if constant:
            listing.add(f"mean[{constant}], deviation[{constant}] = 0, 1", "What never changes stays as it is.")
    listing.traced["X"] = "l0" if plan.is_whole else ""
    listing.add("X = (X - mean) / deviation", "Every input with mean 0 and deviation 1.")
