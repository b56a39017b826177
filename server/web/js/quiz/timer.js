/** The time that is left: a bar that is animated by itself, and the seconds. */

import { el, setText, show } from '../dom.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */

const LOW_MS = 5_000

export class Timer {
  constructor() {
    this.bar = el('i', {})
    this.seconds = el('span', {})
    this.element = el(
      'div',
      { class: 'timer', role: 'timer' },
      el('div', { class: 'track', 'aria-hidden': 'true' }, this.bar),
      this.seconds,
    )
  }

  /**
   * @param {Quiz} quiz
   * @param {number} now
   */
  update(quiz, now) {
    const left = quiz.leftMs(now)
    show(this.element, left !== null)
    if (left === null) return
    this.bar.style.transform = `scaleX(${quiz.timeMs ? left / quiz.timeMs : 0})`
    this.element.classList.toggle('low', left < LOW_MS)
    setText(this.seconds, words.secondsLeft(Math.ceil(left / 1000)))
  }
}
