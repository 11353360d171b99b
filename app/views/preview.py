"""A spec before any training: epoch 0 as numbers and as a drawing."""

from elevenlines.app.answers.frames import Preview
from elevenlines.app.views.numbers import first_frame_of
from elevenlines.app.views.page.drawing import draw_network
from elevenlines.app.views.page.layout import NARROW, WIDE
from elevenlines.app.views.runs import inputs_of
from elevenlines.core.network.parameters import initial_parameters
from elevenlines.core.spec import RunSpec
from elevenlines.core.training import Training
from elevenlines.core.training.engines import engine_of


def preview_of(spec: RunSpec, include: frozenset[str], row: int, *, narrow: bool = False) -> Preview:
    """Epoch 0 of a spec: its frame, its drawing, its error and loss.

    Args:
        spec: valid.
        include: what the frame shall hold besides.
        row: whose values the units show, from 0.
        narrow: whether the drawing is for a phone.
    """
    row = min(row, len(spec.table.inputs) - 1)
    parameters = initial_parameters(spec)
    point = Training(spec).measure()
    return Preview.model_construct(
        frame=first_frame_of(spec, parameters, include, row),
        error=point.error,
        loss=point.loss,
        test_error=point.test_error,
        test_rows=list(spec.test_rows),
        inputs=inputs_of(spec),
        svg=draw_network(spec, parameters, row, NARROW if narrow else WIDE),
        engine=engine_of(spec),
        spec=spec,
    )
