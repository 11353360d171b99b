import numpy as np

from elevenlines.app.views.preview import preview_of
from elevenlines.core.network.parameters import initial_parameters
from elevenlines.core.presets import PRESETS
from elevenlines.core.training import Training


def test_a_preview_is_epoch_0() -> None:
    spec = PRESETS["full_adder"].spec
    preview = preview_of(spec, frozenset({"layers"}), 3)
    frame, parameters = preview.frame, initial_parameters(spec)
    assert frame.epoch == 0
    for shown, weights in zip(frame.weights or [], parameters.weights, strict=True):
        assert np.array_equal(shown, weights)
    assert frame.layers[0] == list(spec.table.inputs[3])
    assert frame.layers[-1] == frame.predictions[3]
    assert preview.error == Training(spec).measure().error
    assert preview.svg.startswith("<svg")


def test_what_enters_is_told_with_what_it_is_standardised_by() -> None:
    spec = PRESETS["iris"].spec
    told, rows = preview_of(spec, frozenset({"layers"}), 7), np.array(spec.table.inputs)
    assert told.inputs.names == list(spec.table.input_names)
    entering = (rows[7] - np.array(told.inputs.mean)) / np.array(told.inputs.deviation)
    assert told.frame.layers[0] == entering.tolist()
    assert preview_of(PRESETS["and"].spec, frozenset(), 0).inputs.mean is None


def test_a_row_that_is_gone_becomes_the_last() -> None:
    spec = PRESETS["and"].spec
    assert preview_of(spec, frozenset({"layers"}), 99).frame.layers[0] == [1, 1]


def test_narrow_for_a_phone() -> None:
    spec = PRESETS["and"].spec
    assert 'viewBox="0 0 360' in preview_of(spec, frozenset(), 0, narrow=True).svg
    assert 'viewBox="0 0 680' in preview_of(spec, frozenset(), 0).svg
