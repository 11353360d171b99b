"""Your data: a file, a drop or a paste is looked at before it becomes the table, and the table goes out as a file."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.helpers import cells
from tests.browser.test_care import LOOKS
from tests.browser.test_table import XOR

FLOWERS = "length;colour;kind\n1,5;red;rose\n2,5;blue;lily\n0,5;red;tulip\n1,0;blue;rose\n"
BAD = "a,b,y\n0,1,1\n1,x,0\n1,,1\n0,0\n1,1,1\n"


@pytest.fixture
def files(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a file with that name and text."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def choose(page: Page, path: Path) -> None:
    """Opens a file in the dialog, and waits for what is found."""
    if not page.locator("#data").is_visible():
        page.click("#open-data")
    page.set_input_files("#data-file", path)
    expect(page.locator("#data-summary")).to_contain_text(path.name)


def role(page: Page, column: int) -> str:
    return page.locator(f"#data-head [data-column='{column}']").inner_text()


def test_a_file_with_decimal_commas_becomes_the_table(page: Page, files: Callable[[str, str], Path]) -> None:
    choose(page, files("flowers.csv", FLOWERS))
    expect(page.locator("#data-limits")).to_contain_text("up to 10,000 rows, 256 inputs and 256 targets")
    expect(page.locator("#data-summary")).to_have_text("flowers.csv: 4 rows, 3 columns.")
    for name, found in (("header", "first line"), ("separator", "semicolon"), ("decimal", "comma")):
        expect(page.locator(f"#data-{name} option").first).to_have_text(f"auto: {found}")
    expect(page.locator("#data-rows tr").first).to_have_text("1,5redrose")
    expect(page.locator("#data-head th").nth(2)).to_contain_text("3 texts: lily, rose, tulip → 3 columns of 0 and 1")
    page.click("#data-use")
    expect(page.locator("#data")).to_be_hidden()
    expect(page.locator("#target-count")).to_have_text("3 outputs")
    assert cells(page)[0] == ["1.5", "0", "1", "0", "1", "0"]
    expect(page.locator("#drawing .unit[data-layer='0']")).to_have_count(3)
    expect(page.locator("#drawing .unit[data-layer='2']")).to_have_count(3)
    assert page.evaluate("() => document.activeElement.id") == "open-data"
    page.click("#undo")
    assert cells(page) == XOR
    page.click("#redo")
    expect(page.locator("#target-count")).to_have_text("3 outputs")
    page.go_back()
    expect(page.locator("#target-count")).to_have_text("1 output")
    assert cells(page) == XOR


def test_classes_and_wide_numbers_are_offered_what_suits_them(page: Page, files: Callable[[str, str], Path]) -> None:
    choose(page, files("flowers.csv", FLOWERS))
    expect(page.locator("#data-suit")).to_have_text(
        "Use it with softmax, cross-entropy, standardised inputs and Adam: it suits these 3 classes"
    )
    page.click("#data-suit")
    expect(page.locator("#output-activation")).to_have_value("softmax")
    expect(page.locator("#loss")).to_have_value("categorical_cross_entropy")
    choose(page, files("prices.csv", "a,price\n1,200\n2,300\n"))
    expect(page.locator("#data-suit")).to_contain_text("a linear output")
    page.click("#data-suit")
    expect(page.locator("#output-activation")).to_have_value("linear")
    choose(page, files("again.csv", "a,price\n1,200\n2,300\n"))
    expect(page.locator("#data-suit")).to_be_hidden()


def test_roles_turn_by_click_and_by_key(page: Page, files: Callable[[str, str], Path]) -> None:
    choose(page, files("three.csv", "p,q,r\n0,1,0\n1,0,1\n"))
    assert [role(page, i) for i in range(3)] == ["input", "input", "target"]
    button = page.get_by_role("button", name="p: input")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="p: target")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="p: left out")).to_be_focused()
    page.get_by_role("button", name="q: input").click()
    expect(page.get_by_role("button", name="q: target")).to_be_visible()
    expect(
        page.locator("#data-problem, #data-errors li").filter(has_text="an input and a target are needed")
    ).to_have_count(1)
    expect(page.locator("#data-use")).to_be_disabled()
    page.get_by_role("button", name="p: left out").click()
    page.get_by_role("button", name="r: target").click()
    expect(page.get_by_role("button", name="r: left out")).to_be_visible()
    page.click("#data-use")
    expect(page.locator("#input-count")).to_have_text("1 input")
    names = page.locator("#table thead input").evaluate_all("inputs => inputs.map(i => i.value)")
    assert names == ["p", "q"]


def test_bad_lines_are_named_and_left_out_only_when_wished(page: Page, files: Callable[[str, str], Path]) -> None:
    choose(page, files("bad.csv", BAD))
    expect(page.locator("#data-bad-title")).to_have_text("3 lines cannot be used")
    expect(page.locator("#data-errors li")).to_have_count(3)
    expect(page.locator("#data-errors li").first).to_contain_text("line 3 not a number in column b")
    expect(page.locator("#data-summary")).to_contain_text("1 missing in b")
    expect(page.locator("#data-use")).to_be_disabled()
    page.get_by_label("leave these 3 lines out").check()
    expect(page.locator("#data-bad-title")).to_have_text("3 lines left out")
    expect(page.locator("#data-errors li").first).to_contain_text("line 3 not a number in column b")
    page.click("#data-use")
    expect(page.locator("#row-count")).to_have_text("2 rows")
    assert cells(page) == [["0", "1", "1"], ["1", "1", "1"]]


def test_wishes_go_before_what_was_found(page: Page, files: Callable[[str, str], Path]) -> None:
    choose(page, files("plain.csv", "0,1,1\n1,0,1\n"))
    expect(page.locator("#data-summary")).to_contain_text("2 rows")
    page.select_option("#data-header", "yes")
    expect(page.locator("#data-summary")).to_contain_text("1 row,")
    choose(page, files("kinds.csv", "a,kind\n1,x\n2,y\n3,z\n"))
    expect(page.locator("#data-header")).to_have_value("auto")
    page.select_option("#data-text-coding", "classes")
    expect(page.locator("#data-head th").nth(1)).to_contain_text("3 texts: x, y, z → 0 to 2")
    page.click("#data-use")
    expect(page.locator("#row-count")).to_have_text("3 rows")
    assert [row[1] for row in cells(page)] == ["0", "1", "2"]


def test_what_is_no_table_says_so(page: Page, files: Callable[[str, str], Path], tmp_path: Path) -> None:
    page.click("#open-data")
    page.set_input_files("#data-file", files("empty.csv", ""))
    expect(page.locator("#data-problem")).to_have_text("empty.csv is empty.")
    (tmp_path / "huge.csv").write_bytes(b"1,2\n" * 5_000_000)
    page.set_input_files("#data-file", tmp_path / "huge.csv")
    expect(page.locator("#data-problem")).to_contain_text("huge.csv has 20 MB, and at most 16 MB can be read")
    (tmp_path / "picture.csv").write_bytes(bytes(range(256)))
    page.set_input_files("#data-file", tmp_path / "picture.csv")
    expect(page.locator("#data-errors li")).to_have_count(1)
    expect(page.locator("#data-use")).to_be_disabled()
    expect(page.locator("#data-drop")).to_be_hidden()
    choose(page, files("open.csv", 'a,y\n1,2\n3\n4,"5\n6,7\n'))
    expect(page.locator("#data-errors li")).to_have_text(
        [re.compile("^line 3 has 1 cell"), re.compile("^line 4 a quote")]
    )
    expect(page.locator("#data-drop")).to_be_hidden()
    choose(page, files("bad.csv", BAD))
    expect(page.locator("#data-drop")).to_be_visible()
    assert page.locator("#data-problem").get_attribute("role") == "alert"


def test_texts_that_look_like_numbers_say_so(page: Page, files: Callable[[str, str], Path]) -> None:
    choose(page, files("prices.csv", 'day,price,y\n2026-01-01,"1,234.5",0\n2026-01-02,"2,345.5",1\n'))
    heads = page.locator("#data-head th")
    expect(heads.nth(0)).to_contain_text("looks like dates: write them as numbers")
    expect(heads.nth(1)).to_contain_text("looks like numbers with thousands signs: write them without")
    expect(heads.nth(2)).not_to_contain_text("looks like")


def test_json_with_test_rows(page: Page, files: Callable[[str, str], Path]) -> None:
    table = {"inputs": [[0, 0.25], [1, 0.5]], "targets": [[1], [0]], "input_names": ["u", "v"], "target_names": ["w"]}
    choose(
        page, files("t.json", json.dumps({"table": table, "split": {"share": 0, "seed": 1, "test": [1], "train": []}}))
    )
    expect(page.locator("#data-summary")).to_have_text("t.json: 2 rows, 3 columns; test rows as the file says.")
    page.click("#data-use")
    expect(page.locator("#row-count")).to_have_text("2 rows")
    assert cells(page) == [["0", "0.25", "1"], ["1", "0.5", "0"]]
    assert '"test":[1]' in page.evaluate("() => decodeURIComponent(location.search)")
    page.click("#undo")
    assert cells(page) == XOR
    assert "split" not in page.evaluate("() => location.search")
    page.click("#redo")
    assert '"test":[1]' in page.evaluate("() => decodeURIComponent(location.search)")


def test_a_drop_anywhere_and_a_paste(page: Page) -> None:
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["a,y\\n1,0\\n0,1\\n"], "dropped.csv", { type: "text/csv" }));
          const fire = (type) => document.querySelector("#plot").dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
          if (fire("dragover")) throw new Error("the browser would open the file itself");
          if (!document.documentElement.classList.contains("dropping")) throw new Error("nothing shows that it can be dropped");
          fire("drop");
        }"""
    )
    expect(page.locator("#data")).to_be_visible()
    expect(page.locator("#data-summary")).to_have_text("dropped.csv: 2 rows, 2 columns.")
    assert not page.evaluate("() => document.documentElement.classList.contains('dropping')")
    page.fill("#data-text", "x\ty\n0\t1\n1\t1\n1\t0\n")
    expect(page.locator("#data-summary")).to_have_text("3 rows, 2 columns.")
    page.fill("#data-text", "")
    expect(page.locator("#data-found")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.locator("#data")).to_be_hidden()
    assert page.evaluate("() => document.activeElement.id") == "open-data"


def test_the_table_goes_out_and_comes_back(page: Page, tmp_path: Path) -> None:
    page.click("#open-data")
    expect(page.locator("#save-run-title")).to_be_hidden()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the table as CSV").click()
    saved = tmp_path / download.value.suggested_filename
    assert saved.suffix == ".csv"
    download.value.save_as(saved)
    assert saved.read_text("utf-8").splitlines()[0] == "a,b,one,target:xor"
    choose(page, saved)
    page.click("#data-use")
    assert cells(page) == XOR
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#epoch")).to_have_text("1")
    page.click("#open-data")
    expect(page.locator("#save-run-title")).to_have_text("with predictions at epoch 1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the run's table with predictions as JSON").click()
    content = json.loads(download.value.path().read_text("utf-8"))
    assert len(content["predictions"]) == 4
    assert content["table"]["target_names"] == ["xor"]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_the_dialog(
    open_page: Callable[..., Page], files: Callable[[str, str], Path], look: str
) -> None:
    page = open_page("/", bypass_csp=True, **LOOKS[look])  # axe is put into the page as a script of its own
    choose(page, files("bad.csv", BAD))
    expect(page.locator("#data-errors li")).to_have_count(3)
    box = page.locator("#data").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= page.evaluate("() => innerWidth")
    violations = Axe().run(page, context="#data").response["violations"]
    assert not violations, json.dumps([{v["id"]: [node["html"][:120] for node in v["nodes"]]} for v in violations])
