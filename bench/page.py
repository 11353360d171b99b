"""The page in headless Chromium, without a GPU: the first drawing, and frames a second while lines glide."""

from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.table import Line
from tests.browser.conftest import FLAGS, ready
from tests.support.server import Server
from tools.browser import find

FRAMES = """() => new Promise(done => { let frames = 0; const begin = performance.now();
  const count = now => {
    frames++;
    now - begin < 4000 ? requestAnimationFrame(count) : done(1000 * frames / (now - begin));
  };
  requestAnimationFrame(count) })"""
SCRUB = """async places => { const scrubber = document.querySelector("#scrubber");
  const shown = document.querySelector("#epoch");
  let isPainting = false, isOver = false; // what changes between a frame's scripts and its message is in that frame
  const waiting = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { isPainting = false; waiting.splice(0).forEach(done => done()); };
  const frame = () => { isPainting = true; channel.port2.postMessage(0); isOver || requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  const painted = () => new Promise(done =>
    isPainting ? waiting.push(done) : requestAnimationFrame(() => waiting.push(done)));
  const said = wanted => new Promise(done => {
    const look = () => shown.textContent === wanted && (watch.disconnect(), done());
    const watch = new MutationObserver(look);
    watch.observe(shown, { childList: true, characterData: true, subtree: true });
    look(); });
  const times = [];
  for (const place of places) {
    const begin = performance.now();
    scrubber.value = place;
    scrubber.dispatchEvent(new Event("input"));
    await said(Math.round(60000 * place).toLocaleString("en"));
    await painted();
    times.push(performance.now() - begin); }
  isOver = true;
  scrubber.dispatchEvent(new Event("change"));
  return times }"""  # the article's run, whose axis ends at 60,000
FIRST_DRAWING = """() => new Promise(done => new PerformanceObserver(list =>
  done(list.getEntries().at(-1).startTime)).observe({ type: "paint", buffered: true }))"""


def measure(server: Server) -> list[Line]:
    """First drawing, then frames a second by number of edges."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        lines = [first_drawing(browser, server)]
        for sizes, edges, wanted in (([4], 16, 50), ([17, 24], 483, 50), ([68, 68], 4_896, 20)):
            lines.append(frames(browser, server, sizes, edges, wanted))
        lines.extend(scrubbing(browser, server))
        browser.close()
    return lines


def open_page(browser: Browser, server: Server, address: str) -> Page:
    """The page, ready."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{server.url}{address}")
    ready(page)
    return page


def first_drawing(browser: Browser, server: Server) -> Line:
    """From the navigation to the first paint that has content, which holds the drawing."""
    times = []
    for _ in range(9):
        page = open_page(browser, server, "/")
        times.append(page.evaluate(FIRST_DRAWING))
        page.wait_for_function("() => window.Plotly")  # so that one page's rest does not slow the next
        page.context.close()
    what = f"median {median(times):.0f} ms, slowest {max(times):.0f} ms"
    return Line("first drawing on screen", what, "within 300 ms", is_met=median(times) <= 300)


def frames(browser: Browser, server: Server, sizes: list[int], edges: int, wanted: int) -> Line:
    """Frames a second while a run trains as fast as it goes, two hundred rows of three inputs."""
    table = '{"inputs":[[0,0,1],[0,1,1],[1,0,1],[1,1,1]],"targets":[[0],[1],[1],[0]]}'
    spec = f'{{"table":{table},"network":{{"hidden":{sizes}}},"training":{{"epochs":10000000,"learning_rate":0.1}}}}'
    page = open_page(browser, server, f"/?spec={spec}")
    page.select_option("#speed", "1000")
    page.click("#train")
    rate = page.evaluate(FRAMES)
    page.click("#reset")
    page.wait_for_function("() => document.querySelector('#epoch').textContent === '0'")  # the run has ended
    page.context.close()
    name = "-".join(map(str, [3, *sizes, 1]))
    return Line(f"frames a second, {name}, {edges:,} edges", f"{rate:.0f}", f"at least {wanted}", is_met=rate >= wanted)


def scrubbing(browser: Browser, server: Server) -> list[Line]:
    """From a move of the scrubber until that epoch is painted, with each panel beside the network."""
    run = server.http.post("/runs", params={"wait": 30}, json=server.get("/presets/xor")["spec"]).json()
    page = open_page(browser, server, f"/?run={run['id']}")
    page.wait_for_function("() => document.querySelector('#plot').data?.[0]?.customdata?.length > 2")
    lines = []
    for number, tab in enumerate(("settings", "program", "steps", "figures")):
        places = [(37 * i % 100) / 100 + 0.001 * (2 + number) for i in range(80)]  # none twice: a server remembers
        page.click(f"#tab-{tab}")
        page.evaluate(SCRUB, places[60:])  # a browser compiles what it has done for a while
        times = sorted(page.evaluate(SCRUB, places[:60]))
        middle, late = median(times), times[int(0.95 * len(times))]
        lines.append(
            Line(
                f"scrubbing the article's run, {tab} beside it",
                f"median {middle:.0f} ms, p95 {late:.0f} ms until painted",
                "median at most 33 ms, p95 50 ms",
                is_met=middle <= 33 and late <= 50,
            )
        )
    page.context.close()
    return [*lines, kept(server, run["id"])]


def kept(server: Server, run_id: str) -> Line:
    """What the kept frames of that run weigh in the store."""
    frames = server.get(f"/runs/{run_id}/frames", limit=1_000)["frames"]
    numbers = sum(len(row) for matrix in frames[0]["weights"] for row in matrix)
    size = len(frames) * numbers * 8
    what = f"{len(frames)} frames, {size / 1e6:.2f} MB"
    return Line("kept frames of the article's run", what, "below 8 MB", is_met=size < 8e6)
