"""Whether all that a screen says can be read: large enough, whole, and within the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.helpers.phones import Phone

SMALLEST_PX = 16

# Texts that nobody sees are no texts; the board's coordinates grow with the board.
_TEXTS = """() => {
  const shown = [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility()
    && !each.closest('.unseen, .coordinates, option') && each.getBoundingClientRect().width > 1
    && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  return shown.map((each) => {
    const style = getComputedStyle(each), box = each.getBoundingClientRect()
    const hides = style.overflowX !== 'visible' && !each.closest('.badges, .moves, input')
    return {
      text: `${each.tagName}.${each.getAttribute('class')} “${each.textContent.slice(0, 40)}”`,
      px: parseFloat(style.fontSize) * (each.ownerSVGElement ? each.getScreenCTM().d : 1),
      cut: hides && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 4),
      beyond: (box.left < -1 || box.right > innerWidth + 1) && !each.closest('.badges, .moves, .stage'),
    }
  })
}"""


def illegible(phone: Phone) -> list[str]:
    """Texts that are too small, cut off, or beyond the screen's sides, each with what is wrong with it."""
    texts = phone.page.evaluate(_TEXTS)
    found = [f"{each['px']:.0f} px: {each['text']}" for each in texts if each["px"] < SMALLEST_PX - 0.01]
    found += [f"cut off: {each['text']}" for each in texts if each["cut"]]
    found += [f"beyond the edge: {each['text']}" for each in texts if each["beyond"]]
    wide = phone.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, f"{wide} px wider than the screen"] if wide > 0 else found
