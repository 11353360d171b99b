"""Any epoch of a run, on the page: by dragging, by key, by typing, and played."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.helpers import newest_run, number, without_sockets
from tests.support.server import Server

BREAKS = "class extends WebSocket { send() { this.close(); } }"
PLOTTED = "() => (document.querySelector('#plot').data?.[0]?.customdata ?? []).length > 2"


@pytest.fixture
def recorded(open_page: Callable[..., Page], server: Server) -> tuple[Page, dict[str, Any]]:
    """The article's second run, at its end."""
    spec = server.get("/presets/xor")["spec"]
    run = server.http.post("/runs", params={"wait": 30}, json=spec).json()
    page = open_page(f"/?run={run['id']}")
    page.wait_for_function(PLOTTED)
    expect(page.locator("#scrubber")).to_be_enabled()
    return page, run


def look(page: Page, epoch: int) -> None:
    page.fill("#at", f"{epoch}")
    page.keyboard.press("Enter")
    expect(page.locator("#epoch")).to_have_text(f"{epoch:,}")


def shows(page: Page, server: Server, run_id: str, epoch: int) -> None:
    """The page's numbers are those of the API's frame."""
    frame = server.get(f"/runs/{run_id}/frames/{epoch}", include="layers", row=1)
    expect(page.locator("#epoch")).to_have_text(f"{epoch:,}")
    digits = float(f"{frame['error']:.12g}")
    expect(page.locator("#error")).to_have_attribute("title", f"mean absolute error {digits!r}")
    actual = [number(text) for text in page.locator("#table td.actual").all_text_contents()]
    assert actual == [round(row[0], 4) for row in frame["predictions"]]
    label = page.locator('.edge[data-layer="1"][data-from="3"]').get_attribute("aria-label") or ""
    assert number(label.rsplit(" ", 1)[1]) == round(frame["weights"][1][3][0], 4)
    unit = page.locator('.unit[data-layer="1"][data-unit="3"] text')
    assert number(unit.text_content()) == round(frame["layers"][1][3], 2)


def test_a_typed_epoch_is_shown_exactly(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    for epoch in (2_345, 0, 59_999, 7):
        look(page, epoch)
        shows(page, server, run["id"], epoch)
    for _ in range(2):  # there already, the second time
        page.fill("#at", "99,999,999")
        page.keyboard.press("Enter")
        shows(page, server, run["id"], 60_000)
        expect(page.locator("#at")).to_have_value("60,000")
    page.fill("#at", "abc")
    page.keyboard.press("Enter")
    expect(page.locator("#at")).to_have_attribute("title", "an epoch is a whole number")
    look(page, 7)
    expect(page.locator("#at")).to_have_attribute("title", "")


def test_keys_go_by_epochs(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    page.focus("#scrubber")
    keys = [
        ("ArrowLeft", 59_999),
        ("Shift+ArrowLeft", 59_989),
        ("PageDown", 59_889),
        ("Home", 0),
        ("ArrowLeft", 0),
        ("End", 60_000),
    ]
    for key, epoch in keys:
        page.keyboard.press(key)
        shows(page, server, run["id"], epoch)
    expect(page.locator("#scrubber")).to_have_attribute("aria-valuetext", "epoch 60,000, the newest")


@pytest.mark.parametrize("is_log", [False, True])
def test_the_scrubber_lies_under_the_axis(recorded: tuple[Page, dict[str, Any]], is_log: bool) -> None:
    page, _ = recorded
    if is_log:
        page.click("#x-scale")
        page.wait_for_function("() => document.querySelector('#plot').layout.xaxis.type === 'log'")
    look(page, 4_000)
    places = page.evaluate(
        """isLog => {
          const plot = document.querySelector("#plot");
          const axis = plot._fullLayout.xaxis;
          const wanted = plot.getBoundingClientRect().left + axis._offset + axis.l2p(isLog ? Math.log10(4000) : 4000);
          return [wanted, document.querySelector("#plot-mark").getBoundingClientRect().left];
        }""",
        is_log,
    )
    assert places[1] == pytest.approx(places[0], abs=1.5)
    box = page.locator("#scrubber").bounding_box()
    assert box is not None
    share = float(page.input_value("#scrubber"))
    assert box["x"] + 8 + share * (box["width"] - 16) == pytest.approx(places[0], abs=1.5)  # where the knob's middle is


def test_dragging_shows_what_lies_there(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    box = page.locator("#scrubber").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 8 + 0.25 * (box["width"] - 16), box["y"] + box["height"] / 2, steps=12)
    page.mouse.up()
    page.wait_for_function("() => document.querySelector('#epoch').textContent.length > 5")
    page.wait_for_function(
        "() => Math.abs(document.querySelector('#epoch').textContent.replace(',', '') - 15000) < 200"
    )
    shows(page, server, run["id"], int(number(page.text_content("#epoch"))))


def test_playing_forward_and_backward(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    page.select_option("#play-pace", "1000")
    look(page, 100)
    page.click("#play-on")
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent.replace(',', '')) > 400")
    page.click("#play-on")
    expect(page.locator("#play-on")).to_have_attribute("aria-pressed", "false")
    there = int(number(page.text_content("#epoch")))
    page.click("#play-back")
    page.wait_for_function(
        "there => Number(document.querySelector('#epoch').textContent.replace(',', '')) < there", arg=there
    )
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#play-back")).to_have_attribute("aria-pressed", "false")
    shows(page, server, run["id"], 0)


def test_what_is_looked_at_stays_while_it_trains(page: Page, server: Server) -> None:
    page.select_option("#speed", "100")
    page.get_by_role("button", name="Train").click()
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent) > 20")
    look(page, 3)
    run_id = newest_run(page, server)["id"]
    before = server.get(f"/runs/{run_id}")["epoch"]
    page.wait_for_function("() => document.querySelector('#plot').data?.at(-1)?.customdata?.at(-1) > 60")
    assert server.get(f"/runs/{run_id}")["epoch"] > before
    shows(page, server, run_id, 3)
    page.click("#to-newest")
    page.wait_for_function("() => Number(document.querySelector('#epoch').textContent) > 60")


def test_gradients_are_checked_at_the_epoch_that_is_shown(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    look(page, 1_234)
    page.get_by_text("Training", exact=True).click()
    page.get_by_role("button", name="Check gradients").click()
    expect(page.locator("#gradients-summary")).to_contain_text("Epoch 1,234, all rows")


def test_training_goes_on_from_the_newest(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    look(page, 10)
    page.click("#step")
    expect(page.locator("#epoch")).to_have_text("60,001")
    shows(page, server, run["id"], 60_001)


COVERED = """() => { const boxes = where => [...document.querySelectorAll(where)].map(one => one.getBoundingClientRect());
  const marks = boxes("#drawing .turned text"), numbers = boxes("#drawing .labels text");
  return marks.filter(m => numbers.some(n => m.left < n.right && n.left < m.right && m.top + 2 < n.bottom - 2 && n.top + 2 < m.bottom - 2)).length; }"""


def test_two_epochs_side_by_side(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    page.click("#compare")
    first, last = (server.get(f"/runs/{run['id']}/frames/{epoch}") for epoch in (0, 60_000))
    expect(page.locator("#kept-caption")).to_have_text(f"epoch 0 · error {first['error']:.5f} · 2 of 4 correct")
    expect(page.locator("#shown-caption")).to_have_text(f"epoch 60,000 · error {last['error']:.5f} · 4 of 4 correct")
    kept = page.locator('#kept-drawing .edge[data-layer="1"][data-from="2"]').get_attribute("aria-label") or ""
    assert number(kept.rsplit(" ", 1)[1]) == round(first["weights"][1][2][0], 4)
    flat = [[w for matrix in frame["weights"] for row in matrix for w in row] for frame in (first, last)]
    turned = sum((one < 0) != (other < 0) for one, other in zip(*flat, strict=True))
    expect(page.locator("#turned-note")).to_have_text(f"± {turned} weights turned")
    expect(page.locator("#kept-drawing .turned text")).to_have_count(turned)
    expect(page.locator("#drawing .turned text")).to_have_count(turned)
    page.click("#with-numbers")
    expect(page.locator("#drawing .labels text").first).to_be_visible()
    assert page.locator("#drawing .turned text").count() > 0
    assert page.evaluate(COVERED) == 0
    page.click("#with-numbers")
    expect(page.locator("#drawing .turned text")).to_have_count(turned)
    look(page, 100)
    expect(page.locator("#shown-caption")).to_contain_text("epoch 100 ·")
    expect(page.locator("#kept-caption")).to_contain_text("epoch 0 ·")
    page.click("#open-numbers")
    difference = number(page.locator("#numbers-rows tr").first.locator("td").nth(2).text_content())
    now = server.get(f"/runs/{run['id']}/frames/100")["weights"][0][0][0]
    assert difference == round(now - first["weights"][0][0][0], 4)
    page.click("#numbers-close")
    page.click("#compare")
    expect(page.locator("#kept")).to_be_hidden()
    expect(page.locator(".turned text")).to_have_count(0)


def test_comparing_keeps_the_scale_of_the_lines(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    assert page.text_content("#legend-range") == "−20 … +20"
    look(page, 700)  # whose largest weight alone would have a finer scale
    for name in ("beside epoch 700 ×", "compare"):
        with page.expect_response("**/preview*"), page.expect_response("**/preview*"):
            page.click("#compare")
        expect(page.locator("#compare")).to_have_text(name)
        expect(page.locator("#legend-range")).to_have_text("−20 … +20")


def test_beside_a_wide_panel_two_epochs_are_told_whole(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    page.get_by_role("tab", name="Figures").click()
    look(page, 700)
    page.click("#compare")
    expect(page.locator("#kept")).to_be_visible()
    look(page, 2_345)
    page.locator('#drawing .edge[tabindex="0"]').focus()
    expect(page.locator("#edge-readout")).to_contain_text("last update")
    assert page.locator("#edge-readout").evaluate("one => one.scrollHeight <= one.clientHeight")
    assert "error\u00a0" in (page.text_content("#kept-caption") or ""), "a line ends between its parts"


def test_a_phone_shows_how_a_runs_name_begins(
    open_page: Callable[..., Page], recorded: tuple[Page, dict[str, Any]]
) -> None:
    page = open_page(recorded[0].url, **PHONE)
    name = page.locator("#runs .name")
    expect(name).to_have_attribute("title", page.text_content("#runs .name") or "none")
    place, box = page.locator("#runs").bounding_box(), name.bounding_box()
    assert place is not None
    assert box is not None
    assert box["x"] >= place["x"]
    assert box["x"] + box["width"] <= place["x"] + place["width"]
    expect(name).to_have_css("text-overflow", "ellipsis")


PAINTED = """id => { const { width, height } = document.getElementById(id); const copy = new OffscreenCanvas(width, height).getContext("2d");
  copy.drawImage(document.getElementById(id), 0, 0); const { data } = copy.getImageData(0, 0, width, height);
  let strength = 0; for (let i = 3; i < data.length; i += 4) strength += data[i]; return strength }"""


def test_many_lines_are_compared_and_lit_on_canvases(open_page: Callable[..., Page], server: Server) -> None:
    run = server.start(network={"hidden": [24, 24]}, training={"epochs": 50, "learning_rate": 0.1})
    server.ended(run["id"])
    page = open_page(f"/?run={run['id']}")
    page.wait_for_function(PLOTTED)
    look(page, 20)
    page.click("#compare")
    expect(page.locator("#kept-caption")).to_contain_text("epoch 20 ·")
    expect(page.locator("canvas#kept-edges")).to_be_visible()
    page.wait_for_function(f"() => ({PAINTED})('kept-edges') > 100000")
    look(page, 0)
    frames = [server.get(f"/runs/{run['id']}/frames/{epoch}") for epoch in (20, 0)]
    flat = [[w for matrix in frame["weights"] for row in matrix for w in row] for frame in frames]
    turned = sum((one < 0) != (other < 0) for one, other in zip(*flat, strict=True))
    expect(page.locator("#turned-note")).to_contain_text(f"± {turned} weight" if turned else "no weight turned")
    expect(page.locator("#kept-caption")).to_contain_text("epoch 20 ·")
    page.click("#compare")
    expect(page.locator("canvas#kept-edges")).to_be_hidden()
    page.click("#tab-program")
    page.wait_for_function("() => document.querySelectorAll('#code [role=option]').length > 5")
    before = page.evaluate(PAINTED, "edges")
    page.focus("#code")
    page.wait_for_function("() => document.querySelector('#drawing svg.lighting') !== null")
    assert page.evaluate(PAINTED, "edges") < before  # all lines but those of the line's arrays have stepped back


def test_a_drag_that_ends_where_it_began_lets_go(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    box = page.locator("#scrubber").bounding_box()
    assert box is not None
    right, middle = box["x"] + box["width"] - 8, box["y"] + box["height"] / 2
    page.mouse.move(right, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    page.mouse.move(right + 30, middle, steps=5)
    page.mouse.up()
    page.click("#to-first")
    expect(page.locator("#epoch")).to_have_text("0")
    expect(page.locator("#scrubber")).to_have_js_property("value", "0")


def test_a_frame_that_does_not_come_leaves_the_one_before(open_page: Callable[..., Page], server: Server) -> None:
    run = server.http.post("/runs", params={"wait": 30}, json=server.get("/presets/xor")["spec"]).json()
    page = open_page(f"/?run={run['id']}")
    page.wait_for_function(PLOTTED)
    without_sockets(page)
    look(page, 100)
    page.route("**/frames/200*", lambda route: route.fulfill(status=202, headers={"Retry-After": "2"}))
    page.fill("#at", "200")
    page.keyboard.press("Enter")
    expect(page.locator("#notice-text")).to_have_text(
        "This epoch is still being computed again. The page still shows epoch 100."
    )
    page.locator("#at").blur()
    expect(page.locator("#at")).to_have_value("100")
    shows(page, server, run["id"], 100)


def test_epochs_are_asked_for_over_one_socket(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    with page.expect_websocket() as opened:
        look(page, 100)
    assert opened.value.url.endswith("/api/v1/socket")
    with opened.value.expect_event("framereceived"):
        look(page, 101)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for epoch in (200, 4_321, 59_999):
        look(page, epoch)
        shows(page, server, run["id"], epoch)
    assert not [url for url in requests if "/frames/" in url]


@pytest.mark.parametrize("broken", ["undefined", BREAKS], ids=["none", "breaks"])
def test_without_a_socket_or_where_it_breaks_no_question_is_lost(
    recorded: tuple[Page, dict[str, Any]], server: Server, broken: str
) -> None:
    page, run = recorded
    page.evaluate(f"() => {{ window.WebSocket = {broken} }}")
    look(page, 100)
    for epoch in (200, 4_321, 59_999):
        look(page, epoch)
        shows(page, server, run["id"], epoch)


def test_playback_ends_with_the_run_that_is_left(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    page.select_option("#play-pace", "10")
    page.click("#to-first")
    page.click("#play-on")
    page.select_option("#preset", "first_column")
    expect(page.locator("#play-on")).to_have_text("play ▶")
    expect(page.locator("#play-on")).to_be_disabled()


def test_a_click_on_the_curve_leads_there(recorded: tuple[Page, dict[str, Any]], server: Server) -> None:
    page, run = recorded
    place = page.evaluate(
        """() => {
          const plot = document.querySelector("#plot");
          const { left, top } = plot.getBoundingClientRect();
          const { xaxis, yaxis } = plot._fullLayout;
          const { customdata, y } = plot.data[0];
          const at = customdata.findIndex(epoch => epoch > 20000);
          const pixel = xaxis.p2l(1) - xaxis.p2l(0);
          return { epoch: customdata[at], pixel, x: left + xaxis._offset + xaxis.l2p(customdata[at]), y: top + yaxis._offset + yaxis.d2p(y[at]) };
        }"""
    )
    page.mouse.move(place["x"], place["y"])
    page.mouse.click(place["x"], place["y"])
    page.wait_for_function("() => document.querySelector('#epoch').textContent !== '60,000'")
    led = int(page.inner_text("#epoch").replace(",", ""))
    assert abs(led - place["epoch"]) <= 2 * place["pixel"]
    shows(page, server, run["id"], led)
