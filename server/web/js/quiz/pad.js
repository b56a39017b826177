/**
 * The buzzer, as large as the phone allows. It reacts when a touch begins, not to the click after it, and to Space, Enter
 * or a switch.
 */

import { el, fill, setText } from '../dom.js'
import { buzz } from '../sound.js'
import { SHAPES, shape } from './shapes.js'
import * as words from './words.js'

/** @import { PadState } from './model.js' */

const PRESS_BUZZ_MS = 35
/** An event's time further than this from the page's clock is ignored: some old browsers use another clock. */
const SANE_MS = 1_000
/** @type {Partial<Record<PadState, number[]>>} */
const VIBRATIONS = { armed: [60], yours: [80, 60, 80], right: [40, 40, 40, 40, 120] }

export class Pad {
  /** @param {(pressedAt: number) => boolean} onPress Called with the time of a press. Returns whether it was accepted. */
  constructor(onPress) {
    this.onPress = onPress
    /** @type {PadState | ''} */
    this.state = ''
    this.shape = el('span', { class: 'pad-shape' })
    this.word = el('strong', { class: 'pad-word' })
    this.hint = el('span', { class: 'pad-hint' })
    this.element = el('button', { class: 'pad', type: 'button' }, this.shape, this.word, this.hint)
    this.element.addEventListener('pointerdown', (event) => this.touched(event))
    // Screen readers and switches send a click without a pointer.
    this.element.addEventListener('click', (event) => event.detail === 0 && this.press(event))
    this.element.addEventListener('contextmenu', (event) => event.preventDefault())
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.keyed(event)
    addEventListener('keydown', this.onKey)
  }

  close() {
    removeEventListener('keydown', this.onKey)
  }

  /** @param {PointerEvent} event */
  touched(event) {
    if (event.button !== 0) return
    event.preventDefault()
    this.press(event)
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    const target = event.target instanceof Element ? event.target : null
    const elsewhere = target?.closest('input, textarea, select, svg.board, button:not(.pad)')
    const pressed = event.key === ' ' || event.key === 'Enter'
    if (!pressed || event.repeat || elsewhere || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    this.press(event)
  }

  /** @param {Event} event */
  press(event) {
    const now = performance.now()
    const sane = event.timeStamp > 0 && Math.abs(now - event.timeStamp) < SANE_MS
    if (this.onPress(sane ? event.timeStamp : now)) buzz(PRESS_BUZZ_MS)
  }

  /**
   * @param {PadState} state
   * @param {{ word?: string, hint?: string, pup?: string }} [about] Other texts than the usual ones, and a portrait
   *   instead of the shape.
   */
  update(state, { word = words.PADS[state][0], hint = words.PADS[state][1], pup = '' } = {}) {
    if (state !== this.state) {
      const before = this.state
      this.state = state
      this.element.dataset.state = state
      fill(this.shape, pup ? el('img', { src: pup, alt: '', class: 'pup' }) : shape(SHAPES[state]))
      const vibration = VIBRATIONS[state]
      if (before && vibration) buzz(vibration)
    }
    setText(this.word, word)
    setText(this.hint, hint)
  }
}
