"""The kernel: trains a run from one update to another, and records on the way what the schedules ask for.

Its unit is the update, so that it can stop between any two of them; nothing it computes depends on where it was
stopped. One call makes some hundred thousand operations without the interpreter.
"""

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.compiled import losses, optimizers
from elevenlines.core.compiled.arithmetic import ONE, TWO, ZERO
from elevenlines.core.compiled.decorators import U, compiled, inlined, kept
from elevenlines.core.compiled.passes import IN, OUT, D, Table, Z, deltas, forward, gradients, predict
from elevenlines.core.compiled.randomness import key_of, shuffle
from elevenlines.core.randomness import DROPOUT, SHUFFLE
from elevenlines.core.spec.limits import LIMITS
from elevenlines.core.types import Array

# what the kernel is told of the run: whole numbers, and others
ROWS, TESTED, INPUTS, OUTPUTS, BATCH, SEED, LOSS, FROM_SUMS, OPTIMIZER, SHUFFLES, PATIENCE, MEAN, TARGETS, STRIDE = map(
    U, range(14)
)
COUNTS = 14
RATE, L1, L2, INERTIA, TRIM, CLIP, HUBER_DELTA, GOAL_ERROR, IMPROVEMENT, EARLIER, OPTIONS = map(U, range(11))
NUMBERS = 10  # and then the optimizer's options, in the registry's order
# what it tells: how far it is, how much it recorded, and why it stopped
UPDATE, POINTS, FRAMES, WILD = map(U, range(4))
TOLD = 4
ON, DIVERGED, OVERFLOWED, AT_ERROR, NO_BETTER = range(5)

_DROPOUT, _SHUFFLE = U(DROPOUT), U(SHUFFLE)
_LARGEST = LIMITS.weight

Counts = NDArray[np.uint64]
Rows = NDArray[np.uint64]


@inlined
def _gather(counts: Counts, first: Table, inputs: Array, targets: Array, work: Array, chosen: Rows, rows: int) -> None:
    """Copies the chosen rows of the table into the first layer's inputs and the targets' block."""
    into, width, targets_at, outputs = first[IN], counts[INPUTS], counts[TARGETS], counts[OUTPUTS]
    stride = counts[STRIDE]
    for row in range(rows):
        source = chosen[row]
        for i in range(width):
            work[into + i * stride + row] = inputs[source * width + i]
        for j in range(outputs):
            work[targets_at + j * stride + row] = targets[source * outputs + j]


@compiled
def _sums(
    counts: Counts,
    numbers: Array,
    layers: Table,
    w: Array,
    inputs: Array,
    targets: Array,
    work: Array,
    natural: Rows,
    start: int,
    end: int,
) -> tuple[float, float]:
    """Absolute errors and losses summed over those rows, in prediction mode, a batch at a time."""
    last, units, stride = layers[U(len(layers)) - ONE], counts[OUTPUTS], counts[STRIDE]
    z, p, y = last[Z], last[OUT], counts[TARGETS]
    error, loss = 0.0, 0.0
    while start < end:
        rows = min(counts[BATCH], end - start)
        _gather(counts, layers[ZERO], inputs, targets, work, natural[start:], rows)
        predict(layers, w, work, stride)
        for row in range(rows):
            places = (z + row, p + row, y + row)
            loss += losses.value(counts[LOSS], (numbers[HUBER_DELTA], work, *places, units, stride))
            for j in range(units):
                error += abs(work[p + j * stride + row] - work[y + j * stride + row])
        start += rows
    return error, loss


@kept
def evaluate(
    counts: Counts,
    numbers: Array,
    layers: Table,
    w: Array,
    inputs: Array,
    targets: Array,
    work: Array,
    natural: Rows,
) -> tuple[float, float, float]:
    """Error and loss over the training rows, and the error over the test rows: 0 where there are none."""
    trained, tested, units = counts[ROWS], counts[TESTED], counts[OUTPUTS]
    error, loss = _sums(counts, numbers, layers, w, inputs, targets, work, natural, ZERO, trained)
    if counts[MEAN]:
        loss /= float(trained)
    if numbers[L1] > 0.0 or numbers[L2] > 0.0:
        loss += optimizers.penalty(layers, w, numbers[L1], numbers[L2])
    test_error = 0.0
    if tested > ZERO:
        test_error, _ = _sums(counts, numbers, layers, w, inputs, targets, work, natural, trained, trained + tested)
        test_error /= float(tested * units)
    return error / float(trained * units), loss, test_error


@inlined
def _update(
    counts: Counts,
    numbers: Array,
    layers: Table,
    dropout: Array,
    keys: NDArray[np.uint64],
    state: Array,
    g: Array,
    fixed: Rows,
    held: Array,
    work: Array,
    chosen: Rows,
    rows: int,
    updates: int,
) -> None:
    """One update from the rows that lie in the inputs' and targets' blocks."""
    w, stride, last = state, counts[STRIDE], layers[U(len(layers)) - ONE]
    forward(layers, dropout, keys, w, work, chosen, rows, stride)
    blocks = (last[OUT], counts[TARGETS], last[D])
    losses.derive(counts[LOSS], (numbers[HUBER_DELTA], work, *blocks, counts[OUTPUTS], rows, stride))
    deltas(layers, w, g, work, rows, stride, numbers[TRIM], counts[FROM_SUMS])
    gradients(layers, g, work, stride)
    if counts[MEAN]:
        for i in range(U(len(g))):
            g[i] /= float(rows)
    if numbers[L1] > 0.0 or numbers[L2] > 0.0:
        optimizers.add_penalties(layers, w, g, numbers[L1], numbers[L2])
    for i in range(U(len(fixed))):
        g[fixed[i]] = 0.0
        held[i] = w[fixed[i]]
    if numbers[CLIP] < np.inf:
        optimizers.clip(g, numbers[CLIP])
    made, options = float(updates) + numbers[EARLIER], numbers[OPTIONS:]
    optimizers.apply(counts[OPTIMIZER], (state, g, options, numbers[RATE], numbers[INERTIA], made))
    for i in range(U(len(fixed))):
        w[fixed[i]] = held[i]


@inlined
def _wild(w: Array, count: int) -> int:
    """Where the first parameter lies that is not finite or too large; beyond the end for none."""
    square = 0.0
    for i in range(count):
        square += w[i] * w[i]
    if square <= _LARGEST * _LARGEST:
        return count
    for i in range(count):
        if not abs(w[i]) <= _LARGEST:
            return i
    return count


@compiled
def _enter_pass(counts: Counts, epoch: int, layers: Table, keys: NDArray[np.uint64], order: Rows) -> None:
    """Draws what is random in the pass that begins at that epoch."""
    for number in range(U(len(layers))):
        keys[number] = key_of(counts[SEED], epoch, _DROPOUT + number)
    if counts[SHUFFLES]:
        shuffle(key_of(counts[SEED], epoch, _SHUFFLE), order)


@kept
def train(
    counts: Counts,
    numbers: Array,
    layers: Table,
    dropout: Array,
    keys: NDArray[np.uint64],
    state: Array,
    whole: Array,
    g: Array,
    fixed: Rows,
    held: Array,
    inputs: Array,
    targets: Array,
    work: Array,
    natural: Rows,
    order: Rows,
    best: Array,
    told: NDArray[np.uint64],
    until: int,
    point_epochs: NDArray[np.uint64],
    points: Array,
    frame_epochs: NDArray[np.uint64],
    frames: Array,
) -> int:
    """Trains up to the update `until`, or to the end of the run.

    Args:
        counts, numbers: what the run is, see above.
        layers, dropout: of each layer but the inputs: the table's row, the share of dropped units.
        keys: scratch, one for each layer.
        state, whole: as in Training, flat: the state of now, and as the last whole pass left it.
        g, work: scratch, for gradients and for the blocks.
        fixed: the places of the parameters that no optimizer moves.
        held: scratch, for them.
        inputs, targets: the table, row by row.
        natural, order: the rows as they are, and in the order of this pass.
        best: the stop rule's lowest loss and its epoch.
        told: in: the updates made; out: see above.
        until: the update to stop before.
        point_epochs, frame_epochs: the scheduled epochs to come, in order.
        points, frames: filled for as many of them as are reached: what `evaluate` gives, and states.

    Returns:
        Why it stopped: ON for no reason but `until`.
    """
    per_pass = (counts[ROWS] + counts[BATCH] - ONE) // counts[BATCH]
    is_whole = per_pass == ONE and counts[SHUFFLES] == ZERO
    always = numbers[GOAL_ERROR] >= 0.0 or counts[PATIENCE] > ZERO
    is_random = counts[SHUFFLES] > ZERO or dropout.any()
    update, point, frame = told[UPDATE], ZERO, ZERO
    epoch, within = update // per_pass, update % per_pass
    if within > ZERO and is_random:
        _enter_pass(counts, epoch, layers, keys, order)
    if is_whole:
        _gather(counts, layers[ZERO], inputs, targets, work, order, counts[ROWS])
    while update < until:
        if within == ZERO:
            for i in range(U(len(state))):
                whole[i] = state[i]
            if is_random:
                _enter_pass(counts, epoch, layers, keys, order)
        start = within * counts[BATCH]
        rows = min(counts[BATCH], counts[ROWS] - start)
        if not is_whole:
            _gather(counts, layers[ZERO], inputs, targets, work, order[start:], rows)
        update += ONE
        _update(counts, numbers, layers, dropout, keys, state, g, fixed, held, work, order[start:], rows, update)
        within += ONE
        if within < per_pass:
            continue
        within = ZERO
        wild = _wild(state, U(len(g)))
        if wild < U(len(g)):
            told[WILD] = wild
            told[UPDATE], told[POINTS], told[FRAMES] = update - per_pass, point, frame
            return DIVERGED
        epoch += ONE
        told[UPDATE] = update
        is_point = point < U(len(point_epochs)) and point_epochs[point] == epoch
        why = ON
        if is_point or always:
            error, loss, test_error = evaluate(counts, numbers, layers, state, inputs, targets, work, natural)
            if is_whole and counts[TESTED] > ZERO:  # the test rows lay where the training rows belong
                _gather(counts, layers[ZERO], inputs, targets, work, order, counts[ROWS])
            if not (np.isfinite(error) and np.isfinite(loss)):
                told[POINTS], told[FRAMES] = point, frame
                return OVERFLOWED
            if is_point:
                points[point, ZERO], points[point, ONE], points[point, TWO] = error, loss, test_error
                point += ONE
            if error <= numbers[GOAL_ERROR]:
                why = AT_ERROR
            if counts[PATIENCE] > ZERO:
                if loss < best[ZERO] - numbers[IMPROVEMENT] or best[ZERO] == np.inf:
                    best[ZERO], best[ONE] = loss, float(epoch)
                elif why == ON and float(epoch) - best[ONE] >= float(counts[PATIENCE]):
                    why = NO_BETTER
        if frame < U(len(frame_epochs)) and frame_epochs[frame] == epoch:
            end = U(len(state))
            for i in range(end):
                frames[frame, i] = state[i]
            frames[frame, end], frames[frame, end + ONE] = best[ZERO], best[ONE]
            frame += ONE
        if why != ON:
            told[POINTS], told[FRAMES] = point, frame
            return why
    told[UPDATE], told[POINTS], told[FRAMES] = update, point, frame
    return ON
