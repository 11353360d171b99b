"""What a run is told to do: train, pause, step, reset, seed, speed, alpha, epochs, layers."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.helpers import cell, newest_run, number, train_to_the_end
from tests.support.server import Server, wait_for

QUICK = '/?spec={"table":{"inputs":[[0,1],[1,0]],"targets":[[0],[1]]},"training":{"epochs":300}}'


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_train_pause_and_on(page: Page, server: Server) -> None:
    button(page, "Train")
    expect(page.locator("#train-word")).to_have_text("Pause")
    assert newest_run(page, server)["pace"] == "unhurried"
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent) > 3")
    button(page, "Pause")
    expect(page.locator("#train-word")).to_have_text("Train")
    run = newest_run(page, server)
    assert run["status"] == "paused"
    expect(page.locator("#epoch")).to_have_text(f"{run['epoch']:,}")
    button(page, "Train")
    expect(page.locator("#train-word")).to_have_text("Pause")
    assert newest_run(page, server)["id"] == run["id"]


def test_step_also_before_the_first_train(page: Page, server: Server) -> None:
    button(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")
    first = newest_run(page, server)
    button(page, "Step")
    expect(page.locator("#epoch")).to_have_text("2")
    assert newest_run(page, server)["id"] == first["id"]


def test_reset_is_the_same_start_and_keeps_the_line(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(QUICK)
    start = page.text_content("#error")
    seed, address = page.input_value("#seed"), page.url
    labels = edges(page)
    train_to_the_end(page)
    first = newest_run(page, server)
    expect(page.locator("#error")).not_to_have_text(str(start))
    button(page, "Reset")
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#error")).to_have_text(str(start))
    assert (page.input_value("#seed"), page.url, edges(page)) == (seed, address, labels)
    expect(page.locator("#runs [role=listitem]")).to_have_count(1)
    train_to_the_end(page)
    again = newest_run(page, server)
    assert again["id"] != first["id"]
    assert (again["spec"], again["error"]) == (first["spec"], first["error"])


def edges(page: Page) -> list[str | None]:
    """What every line says of itself, its weight included."""
    return [edge.get_attribute("aria-label") for edge in page.locator("#drawing .edge").all()]


def test_train_after_the_end_adds_as_many_epochs_again(open_page: Callable[..., Page], server: Server) -> None:
    page = open_page(QUICK)
    train_to_the_end(page)
    expect(page.locator("#epoch")).to_have_text("300")
    run_id = newest_run(page, server)["id"]
    button(page, "Train")
    expect(page.locator("#epoch")).to_have_text("600")
    assert newest_run(page, server)["id"] == run_id
    expect(page.locator("#epochs")).to_have_value("600")


def test_a_new_seed_is_another_start(page: Page, server: Server) -> None:
    before = page.text_content("#error")
    button(page, "New seed")
    expect(page.locator("#error")).not_to_have_text(str(before))
    seed = int(page.input_value("#seed"))
    assert seed != 1
    page.fill("#seed", "77")
    page.keyboard.press("Enter")
    button(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")
    assert newest_run(page, server)["spec"]["seed"] == 77
    page.fill("#seed", "-3")
    page.keyboard.press("Enter")
    expect(page.locator("#seed-problem")).to_contain_text("a seed is a whole number")
    assert page.input_value("#seed") == "-3"


def test_a_change_that_needs_a_new_start_says_so_and_the_run_goes_on(page: Page, server: Server) -> None:
    page.select_option("#speed", "100")
    button(page, "Train")
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent) > 5")
    run_id = newest_run(page, server)["id"]
    cell(page, 0, 3).click()
    expect(page.locator("#pending")).to_contain_text("New start needed: table changed")
    epoch = int(number(page.text_content("#epoch")))
    page.wait_for_function(f"() => Number(document.querySelector('#epoch').textContent) > {epoch}")
    assert newest_run(page, server)["id"] == run_id
    button(page, "Start anew")
    expect(page.locator("#pending")).to_have_text("")
    wait_for(lambda: newest_run(page, server)["id"] != run_id, "a new run")
    assert server.get(f"/runs/{run_id}")["status"] == "stopped"
    button(page, "Pause")


def test_speed_changes_while_it_runs(page: Page, server: Server) -> None:
    page.select_option("#speed", "1")
    button(page, "Train")
    expect(page.locator("#train-word")).to_have_text("Pause")
    page.select_option("#speed", "10000")
    wait_for(lambda: newest_run(page, server)["pace"] == 10_000, "the pace")
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent.replace(',', '')) > 2000")
    button(page, "Pause")


def test_alpha_goes_to_the_run_on_its_way_and_into_the_link(page: Page, server: Server) -> None:
    page.select_option("#speed", "1000")
    button(page, "Train")
    expect(page.locator("#train-word")).to_have_text("Pause")
    page.fill("#alpha", "0.25")
    page.keyboard.press("Enter")
    wait_for(lambda: newest_run(page, server)["spec"]["training"]["changes"], "the change")
    (change,) = newest_run(page, server)["spec"]["training"]["changes"]
    assert change["learning_rate"] == 0.25
    page.wait_for_function("() => decodeURIComponent(location.search).includes('\"changes\"')")
    button(page, "Pause")
    page.fill("#alpha", "none")
    page.keyboard.press("Enter")
    expect(page.locator("#alpha-problem")).to_contain_text("alpha is a number above 0")


def test_settings_are_the_runs(page: Page, server: Server) -> None:
    page.select_option("#activation", "tanh")
    page.select_option("#output-activation", "linear")
    page.get_by_label("Bias units").check()
    expect(page.locator("#drawing .unit.bias")).to_have_count(2)
    page.fill("#epochs", "1,234")
    page.fill("#alpha", "0.01")
    page.keyboard.press("Enter")
    button(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")
    spec = newest_run(page, server)["spec"]
    assert (spec["network"]["activation"], spec["network"]["output_activation"]) == ("tanh", "linear")
    assert spec["network"]["bias"] is True
    assert (spec["training"]["epochs"], spec["training"]["learning_rate"]) == (1_234, 0.01)


def test_layers_come_and_go_at_the_drawing(page: Page, server: Server) -> None:
    page.get_by_role("button", name="One unit more in hidden layer 1").click()
    expect(page.locator("#drawing .unit[data-layer='1']")).to_have_count(5)
    page.get_by_role("button", name="Add a hidden layer before the outputs").click()
    expect(page.locator("#drawing .unit[data-layer='2']")).to_have_count(3)
    for _ in range(3):
        page.get_by_role("button", name="One unit fewer in hidden layer 2").click()
    expect(page.locator("#layers [data-hidden]")).to_have_count(1)
    button(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")
    assert newest_run(page, server)["spec"]["network"]["hidden"] == [5]


def test_a_new_run_stops_the_pages_previous_one_and_older_lines_stay(page: Page, server: Server) -> None:
    button(page, "Step")
    expect(page.locator("#epoch")).to_have_text("1")
    first = newest_run(page, server)["id"]
    button(page, "New seed")
    button(page, "Step")
    wait_for(lambda: newest_run(page, server)["id"] != first, "the second run")
    assert server.get(f"/runs/{first}")["status"] == "stopped"
    expect(page.locator("#runs [role=listitem]")).to_have_count(2)
    remove = page.get_by_role("button", name="Remove run")
    remove.first.click()
    expect(page.locator("#runs [role=listitem]")).to_have_count(1)
    second = newest_run(page, server)["id"]
    remove.click()  # the one that is watched: it is left as it stands
    expect(page.locator("#runs [role=listitem]")).to_have_count(0)
    expect(page.locator("#epoch")).to_have_text("0")
    assert server.get(f"/runs/{second}")["status"] == "paused"


def test_the_line_of_a_run_that_trains_stays(page: Page) -> None:
    page.select_option("#speed", "1")
    button(page, "Train")
    expect(page.locator("#runs [role=listitem]")).to_have_count(1)
    expect(page.locator("#train-word")).to_have_text("Pause")
    expect(page.get_by_role("button", name="Remove run")).to_have_count(0)
    button(page, "Pause")
    expect(page.get_by_role("button", name="Remove run")).to_have_count(1)


def test_axes_turn_logarithmic(open_page: Callable[..., Page]) -> None:
    page = open_page(QUICK)
    train_to_the_end(page)
    axis = "() => document.querySelector('#plot').layout"
    page.wait_for_function(f"() => ({axis})()?.yaxis.type === 'log'")
    page.click("#x-scale")
    page.click("#y-scale")
    page.wait_for_function(f"() => ({axis})().xaxis.type === 'log' && ({axis})().yaxis.type === 'linear'")
    leftmost = page.evaluate("() => document.querySelector('#plot').data[0].x[0]")
    left_edge = page.evaluate(f"() => 10 ** ({axis})().xaxis.range[0]")
    assert abs(leftmost - left_edge) < 1e-9, "epoch 0 lies at the left edge"
    assert page.evaluate(f"() => ({axis})().yaxis.title.text") == "mean absolute error"
    expect(page.locator(".scrubber .axis-name")).to_have_text("epoch")


def test_each_speed_fits_its_field(page: Page) -> None:
    room = page.locator("#speed").evaluate(
        """select => {
          const style = getComputedStyle(select), brush = document.createElement("canvas").getContext("2d");
          brush.font = style.font;
          const widest = Math.max(...[...select.options].map(one => brush.measureText(one.text.trim()).width));
          return select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20 - widest;
        }"""
    )  # 20: the arrow
    assert room >= 0
    seed, readouts = page.locator("#new-seed").bounding_box(), page.locator(".readouts").bounding_box()
    assert seed is not None
    assert readouts is not None
    assert seed["x"] + seed["width"] + 10 <= readouts["x"]


def test_divergence_is_said_beside_the_button(open_page: Callable[..., Page]) -> None:
    page = open_page(
        '/?spec={"table":{"inputs":[[1,2],[3,4]],"targets":[[1],[0]]},'
        '"network":{"activation":"linear","output_activation":"linear"},"training":{"learning_rate":10}}'
    )
    page.select_option("#speed", "null")
    button(page, "Train")
    expect(page.locator("#pending")).to_contain_text("The run diverged")
    expect(page.locator("#pending")).to_contain_text("try a smaller alpha")
