"""Every setting: set on the page, trained, and compared with what the API says the run's spec was."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, ready
from tests.browser.helpers import newest_run, train_to_the_end
from tests.support.server import Server, wait_for

SHORT = '/?spec={"table":{"inputs":[[0,0,1],[0,1,1],[1,0,1],[1,1,1]],"targets":[[0],[1],[1],[0]]},"training":{"epochs":200}}'
TWO = '/?spec={"table":{"inputs":[[0,0],[0,1],[1,0],[1,1]],"targets":[[1,0],[0,1],[0,1],[1,0]]},"network":{"hidden":[4,3]},"training":{"epochs":200}}'


def unfold(page: Page) -> None:
    """Opens every group of the settings."""
    page.evaluate("() => document.querySelectorAll('#settings details').forEach(one => { one.open = true; })")


def put(field: Locator, value: str | bool) -> None:
    """Sets a field as a person would."""
    kind = field.evaluate("field => field.type")
    if isinstance(value, bool):
        field.set_checked(value)
    elif kind == "select-one":
        field.select_option(value)
    else:
        field.fill(value)
        field.press("Tab")


def at(spec: dict[str, Any], path: str) -> Any:
    for name in path.split("."):
        spec = spec[name]
    return spec


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"activation": "leaky_relu"}, {"network.activation": "leaky_relu"}),
        ({"output-activation": "tanh"}, {"network.output_activation": "tanh"}),
        ({"bias": True}, {"network.bias": True}),
        ({"initializer": "he_normal"}, {"network.initializer": "he_normal"}),
        ({"initializer": "normal", "initializer-options-sd": "0.25"}, {"network.initializer_options": {"sd": 0.25}}),
        (
            {"initializer": "constant", "initializer-options-value": "-1"},
            {"network.initializer_options": {"value": -1}},
        ),
        ({"dropout": "0.2"}, {"training.dropout": 0.2}),
        ({"batch-norm": True}, {"training.batch_norm": True}),
        ({"optimizer": "momentum", "momentum": "0.5"}, {"training.optimizer": "momentum", "training.momentum": 0.5}),
        ({"optimizer": "nesterov"}, {"training.optimizer": "nesterov", "training.momentum": None}),
        (
            {"optimizer": "rmsprop", "optimizer-options-smoothing": "0.9"},
            {"training.optimizer_options": {"smoothing": 0.9}},
        ),
        (
            {
                "optimizer": "adam",
                "optimizer-options-beta1": "0.8",
                "optimizer-options-beta2": "0.99",
                "optimizer-options-epsilon": "1e-6",
            },
            {"training.optimizer_options": {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6}},
        ),
        ({"loss": "absolute_error"}, {"training.loss": "absolute_error"}),
        (
            {"loss": "huber", "loss-options-delta": "0.3"},
            {"training.loss": "huber", "training.loss_options": {"delta": 0.3}},
        ),
        (
            {"loss": "binary_cross_entropy"},
            {"training.loss": "binary_cross_entropy", "network.output_activation": "sigmoid"},
        ),
        ({"reduction": "mean"}, {"training.reduction": "mean"}),
        ({"batch-size": "2", "shuffle": True}, {"training.batch_size": 2, "training.shuffle": True}),
        ({"l1": "0.001", "l2": "0.002"}, {"training.l1": 0.001, "training.l2": 0.002}),
        ({"delta-trim": "0.1"}, {"training.delta_trim": 0.1}),
        ({"clip-norm": "0.5"}, {"training.clip_norm": 0.5}),
        ({"stop-at-error": "0.001"}, {"training.stop_at_error": 0.001}),
        ({"stop-epochs": "500", "stop-improvement": "0.01"}, {"training.stop": {"epochs": 500, "improvement": 0.01}}),
        ({"stop-epochs": "500"}, {"training.stop": {"epochs": 500, "improvement": 0}}),
    ],
    ids=lambda case: "-".join(case) if isinstance(case, dict) and not any("." in name for name in case) else "",
)
def test_what_is_set_is_what_trains(
    open_page: Callable[..., Page], server: Server, fields: dict[str, str | bool], expected: dict[str, Any]
) -> None:
    page = open_page(SHORT)
    unfold(page)
    for name, value in fields.items():
        put(page.locator(f"#{name}"), value)
    train_to_the_end(page)
    run = newest_run(page, server)
    for path, value in expected.items():
        assert at(run["spec"], path) == value
    page.reload()
    ready(page)
    unfold(page)
    for name, value in fields.items():
        field = page.locator(f"#{name}")
        if isinstance(value, bool):
            expect(field).to_be_checked()
        else:
            assert field.input_value() in {value, str(float(value)) if value[-1].isdigit() else value, "0.000001"}


def test_a_cross_entropy_brings_its_output_and_leaves_with_it(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(TWO)
    unfold(page)
    put(page.locator("#loss"), "categorical_cross_entropy")
    expect(page.locator("#output-activation")).to_have_value("softmax")
    train_to_the_end(page)
    assert newest_run(page, server)["spec"]["training"]["loss"] == "categorical_cross_entropy"
    put(page.locator("#output-activation"), "sigmoid")
    expect(page.locator("#loss")).to_have_value("squared_error")


def test_each_layer_can_have_its_own(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(TWO)
    unfold(page)
    put(page.locator("#layer-0-activation"), "relu")
    put(page.locator("#layer-0-dropout"), "0.25")
    put(page.locator("#layer-1-batch-norm"), "on")
    put(page.locator("#layer-0-size"), "5")
    expect(page.locator("#drawing .unit[data-layer='1']")).to_have_count(5)
    train_to_the_end(page)
    first, second = newest_run(page, server)["spec"]["network"]["hidden"]
    assert first == {"size": 5, "activation": "relu", "dropout": 0.25, "batch_norm": None}
    assert second == {"size": 3, "activation": None, "dropout": None, "batch_norm": True}
    put(page.locator("#layer-1-batch-norm"), "")
    put(page.locator("#layer-0-dropout"), "2")
    expect(page.locator("#layer-0-dropout-problem")).to_contain_text("Dropout is a number, at least 0 and at most 0.9")
    put(page.locator("#layer-1-size"), "0")
    expect(page.locator("#layer-1-size-problem")).to_have_text("Size is a whole number, at least 1 and at most 1,024")
    expect(page.locator("#layer-0-dropout-problem")).to_contain_text("at most 0.9")  # each says its own
    expect(page.locator("#drawing .unit[data-layer='2']")).to_have_count(3)
    put(page.locator("#layer-1-activation"), "tanh")
    expect(page.locator("#layers .kind").nth(1)).to_have_text("tanh")
    assert [page.input_value(name) for name in ("#layer-0-dropout", "#layer-1-size")] == ["2", "0"], "it stays"
    put(page.locator("#layer-0-dropout"), "0.5")
    expect(page.locator("#layer-0-dropout-problem")).to_have_text("")
    page.get_by_role("button", name="One unit fewer in hidden layer 2").click()
    expect(page.locator("#layer-1-size")).to_have_value("2")  # until it is set elsewhere
    expect(page.locator("#layer-1-size-problem")).to_have_text("")


def has_changed(name: str, value: float, run: dict[str, Any]) -> bool:
    return any(change.get(name) == value for change in run["spec"]["training"]["changes"])


def test_momentum_and_penalties_change_while_it_trains(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(SHORT.replace("200", "10000000"))
    unfold(page)
    put(page.locator("#optimizer"), "momentum")
    page.select_option("#speed", "100")
    page.get_by_role("button", name="Train").click()
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent) > 3")
    run = newest_run(page, server)
    for name, value in (("momentum", 0.25), ("l1", 0.001), ("l2", 0.002)):
        put(page.locator(f"#{name}"), str(value))
        server.wait_until(run["id"], partial(has_changed, name, value))
    assert newest_run(page, server)["id"] == run["id"], "the same run goes on"
    expect(page.locator("#momentum")).to_have_value("0.25")
    page.get_by_role("button", name="Pause").click()


def test_wrong_numbers_are_said_at_their_field_and_lose_nothing(open_page: Callable[..., Page]) -> None:
    page = open_page(SHORT)
    unfold(page)
    for name, typed, said in (
        ("dropout", "0.95", "Dropout is a number, at least 0 and at most 0.9"),
        ("batch-size", "1.5", "Batch size is a whole number, at least 1 and at most 10,000, or empty"),
        ("l2", "much", "L2 is a number, at least 0 and at most 1,000"),
        ("delta-trim", "0", "Trim deltas is a number, above 0, or empty"),
    ):
        put(page.locator(f"#{name}"), typed)
        expect(page.locator(f"#{name}-problem")).to_have_text(said)
        assert page.input_value(f"#{name}") == typed
        assert page.get_attribute(f"#{name}", "aria-invalid") == "true"


def test_dropped_units_fade_as_the_api_says(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(SHORT)
    unfold(page)
    put(page.locator("#dropout"), "0.5")
    page.select_option("#speed", "null")
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#epoch")).to_have_text("200")
    run = newest_run(page, server)
    (masks,) = server.get(f"/runs/{run['id']}/state", include="masks", row=1)["frame"]["masks"]
    for unit, stays in enumerate(masks):
        shown = page.locator(f'.unit[data-layer="1"][data-unit="{unit}"]')
        assert ("dropped" in str(shown.get_attribute("class"))) is not stays


def test_running_statistics_are_read_at_the_unit(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(SHORT)
    put(page.locator("#batch-norm"), True)
    train_to_the_end(page)
    run = newest_run(page, server)
    (norm,) = server.get(f"/runs/{run['id']}/state")["frame"]["batch_norm"]
    title = page.locator('.unit[data-layer="1"][data-unit="2"] title')
    mean = f"{norm['mean'][2]:.4f}".replace("-", "−")
    words = f"running mean {mean}, running variance {norm['variance'][2]:.4f}"
    expect(title).to_contain_text(words)
    page.locator('.unit[data-layer="1"][data-unit="2"]').hover()
    expect(page.locator("#edge-readout")).to_contain_text(words)
    page.mouse.move(5, 5)
    expect(page.locator("#edge-readout")).to_have_text("click a line to set its weight")


def test_the_plot_shows_the_loss_beside_the_error(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(SHORT)
    page.wait_for_function("() => window.Plotly")
    train_to_the_end(page)
    page.get_by_role("button", name="loss: off").click()
    page.wait_for_function("() => document.querySelector('#plot').data?.length === 2")
    history = server.get(f"/runs/{newest_run(page, server)['id']}/state")["history"]
    assert page.evaluate("() => document.querySelector('#plot').data[1].y") == history["loss"]
    page.get_by_role("button", name="loss: dotted").click()
    page.wait_for_function("() => document.querySelector('#plot').data.length === 1")


def test_every_setting_explains_itself(open_page: Callable[..., Page]) -> None:
    page = open_page(SHORT)
    unfold(page)
    labels = page.locator("#settings .setting:visible label")
    for place in range(labels.count()):
        label = labels.nth(place)
        said = label.get_attribute("data-help") or ""
        assert len(said) > len("Passes over all rows.")
        label.hover()
        expect(page.locator("#help")).to_have_text(said)


def test_a_choice_tells_the_formula_of_what_is_chosen(open_page: Callable[..., Page]) -> None:
    page = open_page(SHORT)
    unfold(page)
    page.locator("#optimizer").focus()
    expect(page.locator("#help")).to_contain_text("gradient descent, sgd.\nsgd: w -= alpha g · The article's")
    page.select_option("#optimizer", "momentum")
    expect(page.locator("#help")).to_contain_text("momentum: v = m v + g; w -= alpha v")
    page.locator("#loss").focus()
    expect(page.locator("#help")).to_contain_text("squared error: 1/2 Σ (p - y)²")
    page.select_option("#layer-0-activation", "relu")
    page.locator("#layer-0-activation").focus()
    expect(page.locator("#help")).to_contain_text("relu: max(0, z)")


COVERED = """() => {
  const field = document.activeElement, help = document.querySelector("#help").getBoundingClientRect();
  return field.closest("#settings") && field.getBoundingClientRect().bottom > help.top + 1 ? field.id || field.textContent : "";
}"""


@pytest.mark.parametrize("options", [{}, PHONE], ids=["wide", "phone"])
def test_help_stands_below_its_field_and_moves_none(open_page: Callable[..., Page], options: dict[str, Any]) -> None:
    page = open_page(SHORT, **options)
    unfold(page)
    page.locator("#alpha").focus()
    for _ in range(page.locator("#settings :is(input, select, button, summary)").count()):
        page.keyboard.press("Tab")
        assert page.evaluate(COVERED) == ""
    heights = set()
    for name in ("optimizer", "check-gradients", "shuffle"):
        page.locator(f"#{name}").focus()
        heights.add(page.evaluate("() => document.querySelector('#panel-settings').scrollHeight"))
    assert len(heights) == 1, "a longer text makes nothing longer"


def test_every_change_of_a_setting_is_a_step_back(open_page: Callable[..., Page]) -> None:
    page = open_page(SHORT)
    unfold(page)
    put(page.locator("#optimizer"), "momentum")
    put(page.locator("#batch-size"), "2")
    put(page.locator("#activation"), "tanh")
    page.go_back()
    expect(page.locator("#activation")).to_have_value("sigmoid")
    expect(page.locator("#batch-size")).to_have_value("2")
    page.go_back()
    expect(page.locator("#batch-size")).to_have_value("")
    expect(page.locator("#optimizer")).to_have_value("momentum")
    page.go_back()
    expect(page.locator("#optimizer")).to_have_value("sgd")
    page.go_forward()
    expect(page.locator("#optimizer")).to_have_value("momentum")


def test_what_is_wrong_stays_while_a_run_goes_on_and_holds_a_new_one_back(
    open_page: Callable[..., Page], server: Server
) -> None:
    page = open_page(SHORT.replace("200", "10000000"))
    unfold(page)
    page.select_option("#speed", "100")
    page.get_by_role("button", name="Train").click()
    put(page.locator("#l1"), "5000")
    put(page.locator("#alpha"), "-1")
    epoch = int((page.text_content("#epoch") or "0").replace(",", ""))
    page.wait_for_function(
        f"() => Number(document.querySelector('#epoch').textContent.replace(',', '')) > {epoch + 40}"
    )
    assert (page.input_value("#l1"), page.input_value("#alpha")) == ("5000", "-1")
    expect(page.locator("#l1-problem")).to_contain_text("at most 1,000")
    expect(page.locator("#alpha-problem")).to_contain_text("above 0")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#train-word")).to_have_text("Train")
    before = newest_run(page, server)["epoch"]
    page.get_by_role("button", name="Train").click()
    expect(page.locator("#alpha")).to_be_focused()
    assert newest_run(page, server)["epoch"] == before
    put(page.locator("#alpha"), "0.5")
    put(page.locator("#l1"), "0")
    expect(page.locator("#l1-problem")).to_have_text("")
    expect(page.locator("#alpha-problem")).to_have_text("")


def test_what_does_not_fit_together_is_said_until_it_does(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url)  # a refused preview is an error on the console too
    page = context.new_page()
    page.goto(SHORT)
    ready(page)
    unfold(page)
    put(page.locator("#loss"), "categorical_cross_entropy")
    expect(page.locator("#notice-text")).to_have_text(
        "The expected values of row 1 must add up to 1 for categorical_cross_entropy."
    )
    put(page.locator("#loss"), "huber")
    put(page.locator("#output-activation"), "sigmoid")
    expect(page.locator("#notice")).to_be_hidden()
    context.close()


def test_a_new_start_begins_with_what_was_changed_on_the_way(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(SHORT.replace("200", "10000000"))
    unfold(page)
    page.select_option("#speed", "100")
    page.get_by_role("button", name="Train").click()
    put(page.locator("#alpha"), "0.25")
    server.wait_until(newest_run(page, server)["id"], partial(has_changed, "learning_rate", 0.25))
    put(page.locator("#l2"), "0.002")
    run_id = newest_run(page, server)["id"]
    server.wait_until(run_id, partial(has_changed, "l2", 0.002))
    expect(page.locator("#alpha-note")).to_contain_text("1 at first, 0.25 from epoch")
    expect(page.locator("#alpha-note")).to_contain_text("L2: 0 at first, 0.002 from epoch")
    put(page.locator("#activation"), "tanh")
    assert (page.input_value("#alpha"), page.input_value("#l2")) == ("0.25", "0.002")
    page.get_by_role("button", name="Start anew").click()
    wait_for(lambda: newest_run(page, server)["id"] != run_id, "the new run")
    spec = newest_run(page, server)["spec"]
    assert (spec["training"]["learning_rate"], spec["training"]["l2"], spec["training"]["changes"]) == (0.25, 0.002, [])


def test_on_a_phone_the_help_is_in_view_and_moves_nothing_that_is_pressed(open_page: Callable[..., Page]) -> None:
    page = open_page(SHORT, **PHONE)
    unfold(page)
    page.locator("#optimizer").focus()
    expect(page.locator("#help")).to_be_in_viewport(ratio=0.9)
    expect(page.locator("#help")).to_contain_text("How a gradient becomes an update")
    before = page.locator("#check-gradients").evaluate("button => button.offsetTop")
    page.locator("#check-gradients").focus()
    assert page.locator("#check-gradients").evaluate("button => button.offsetTop") == before
    page.locator("#optimizer").focus()
    page.get_by_role("button", name="Check gradients").click()
    expect(page.locator("#gradients")).to_be_visible()
