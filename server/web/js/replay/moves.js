/** The list of moves. A press on a move shows the position after it. */

import { el, fill } from '../dom.js'
import { rowsOf } from './playback.js'
import * as words from './words.js'

/** @import { Playback } from './playback.js' */

export class Moves {
  /** @param {(step: number) => void} onPick */
  constructor(onPick) {
    this.onPick = onPick
    this.element = el('ol', { class: 'moves', 'aria-label': words.MOVES })
    this.index = -1
    /** @type {HTMLButtonElement[]} */
    this.buttons = []
  }

  /** @param {Playback} playback */
  update(playback) {
    if (playback.index !== this.index) {
      this.index = playback.index
      this.list(playback)
    }
    const chosen = this.buttons[playback.ply - 1]
    this.element.querySelector('[aria-current]')?.removeAttribute('aria-current')
    chosen?.setAttribute('aria-current', 'step')
    if (chosen) this.scrollTo(chosen)
    else this.element.scrollTo(0, 0)
  }

  /** @param {Playback} playback */
  list({ game }) {
    const { positions } = game
    this.buttons = positions
      .slice(1)
      .map(({ san, standin }, i) =>
        el('button', { onclick: () => this.onPick(i + 1), class: standin ? 'standin' : '' }, san ?? ''),
      )
    fill(
      this.element,
      ...rowsOf(game).map(({ number, plies }) =>
        el(
          'li',
          {},
          el('span', { class: 'number' }, `${number}.`),
          ...plies.map((ply) => (ply === null ? el('span', {}, '…') : this.buttons[ply - 1])),
        ),
      ),
    )
  }

  /**
   * Scroll the list, but not the page.
   *
   * @param {HTMLElement} chosen
   */
  scrollTo(chosen) {
    const [box, list] = [chosen.getBoundingClientRect(), this.element.getBoundingClientRect()]
    const { element } = this
    element.scrollTo(
      element.scrollLeft + box.left - list.left - (list.width - box.width) / 2,
      element.scrollTop + box.top - list.top - (list.height - box.height) / 2,
    )
  }
}
