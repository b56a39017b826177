"""How quickly the page answers a finger and a slow line, on a phone's processor: `python -m tests.bench.page_speed`.

Chromium is slowed four times. Measured in the page itself: from the finger to the frame on the wire and to the next
painted frame; and the first paint and the bytes of a first load at 1.6 Mbit/s and 150 ms.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.helpers.phones import Pair, Phone, a_browser
from tests.helpers.quizphones import Desk, Player, pack_in
from tests.helpers.server_process import ServerProcess

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLOWER = 4
PRESSES = 20
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
# Each frame that leaves, and the first paint after it, counted from when the page hears of the finger.
WATCH = r"""
(() => {
  window.measured = []
  let lifted = 0
  for (const kind of ['pointerdown', 'pointerup']) {
    addEventListener(kind, () => { lifted = performance.now() }, true)
  }
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (text) {
    send.call(this, text)
    if (!/^\{"(MakeMove|Buzz)"/.test(text)) return
    const wire = performance.now() - lifted
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => window.measured.push([wire, performance.now() - lifted])
      channel.port2.postMessage(0)
    })
  }
})()
"""
GAME = ("e2e4", "e7e5", "g1f3", "b8c6", "f1c4", "f8c5", "c2c3", "g8f6", "d2d3", "d7d6", "b1d2", "c8e6")


def slowed(phone: Phone) -> Any:
    """The phone's line to its browser, whose processor is slower now."""
    line = phone.context.new_cdp_session(phone.page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return line


def finger(browser: Browser, root: str) -> None:
    """From the finger to the wire and to the screen."""
    pair = Pair(browser, root, start=False)
    for phone in (pair.host, pair.guest):
        phone.page.add_init_script(WATCH)
        phone.page.reload()
        phone.page.locator(".lobby").wait_for()
        slowed(phone)
    pair.start()
    pair.play(*GAME)
    told("move", [each for phone in (pair.host, pair.guest) for each in phone.page.evaluate("() => measured")])
    pair.close()


def told(what: str, measured: list[tuple[float, float]]) -> None:
    """Print from the finger to the wire, and to the screen."""
    for where, times in zip(("wire", "screen"), zip(*measured, strict=True), strict=True):
        figures = f"median {statistics.median(times):.1f} ms, worst of {len(times)} {max(times):.1f} ms"
        print(f"{what}, finger to {where}: {figures}")


def buzzer(browser: Browser, root: str, folder: Path) -> None:
    """The same for a quiz's buzzer: presses before it is open leave like any other."""
    host, ann = Desk(browser, root), Player(browser, root, "Ann")
    link = host.open(pack_in(folder))
    ann.page.add_init_script(WATCH)
    ann.sit_down(link)
    slowed(ann)
    host.does("main")
    host.picks(0, 0)
    for _ in range(PRESSES):
        ann.sees("reading")
        ann.buzz()
        ann.sees("early")
    told("buzz", ann.page.evaluate("() => measured"))
    for phone in (host, ann):
        phone.close()


def first_load(browser: Browser, root: str) -> None:
    """A phone that has never been here, on a slow line."""
    phone = Phone(browser, root, "Ann")
    line = slowed(phone)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    weights: list[float] = []
    line.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    phone.page.goto(root, wait_until="networkidle")
    paint = phone.page.evaluate("() => performance.getEntriesByName('first-contentful-paint')[0].startTime")
    print(f"first load: {sum(weights) / 1024:.0f} KB, first paint after {paint / 1000:.2f} s")
    phone.close()


def main() -> None:
    """Measure all of it once."""
    with tempfile.TemporaryDirectory() as folder, a_browser() as browser:
        server = ServerProcess(Path(folder))
        try:
            first_load(browser, f"{server.url}/")
            finger(browser, f"{server.url}/")
            buzzer(browser, f"{server.url}/", Path(folder))
        finally:
            server.clear_away()


if __name__ == "__main__":
    main()
