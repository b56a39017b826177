/** The screen before a room: choose a name, then play or watch. */

import { el, setText } from './dom.js'
import { nameField } from './home.js'
import { file, go } from './place.js'
import { name } from './seats.js'
import * as words from './words.js'

export class JoinScreen {
  /**
   * @param {string} code
   * @param {string} notice Why the room could not be entered; empty at first.
   * @param {(watch: boolean) => void} onEnter
   */
  constructor(code, notice, onEnter) {
    this.field = nameField()
    this.field.placeholder = words.NAME_FIELD
    this.notice = el('p', { class: 'notice', role: 'alert' }, notice)
    const enter = (/** @type {boolean} */ watch) => {
      name.set(this.field.value.trim())
      setText(this.notice, words.CONNECTING)
      onEnter(watch)
    }
    const form = el(
      'form',
      {
        class: 'choices',
        onsubmit: (/** @type {Event} */ event) => {
          event.preventDefault()
          enter(false)
        },
      },
      el('p', { class: 'code', 'aria-label': words.codeIs(code) }, code),
      this.notice,
      el('label', { class: 'field' }, el('span', {}, words.NAME_FIELD), this.field),
      el('button', { class: 'main' }, words.TAKE_SEAT),
      el(
        'div',
        { class: 'row' },
        el('button', { type: 'button', onclick: () => enter(true) }, words.WATCH_INSTEAD),
        el('button', { type: 'button', onclick: () => go('') }, words.HOME),
      ),
    )
    const greeting = el(
      'header',
      { class: 'greeting' },
      el('h1', {}, words.INVITED),
      el('p', { class: 'tagline' }, words.INVITED_LINE),
      el('img', { src: file('pictures/pup_happy.svg'), alt: '', width: 180, height: 180, class: 'mascot' }),
    )
    this.element = el('div', { class: 'home join-screen' }, greeting, form)
  }

  /** @param {string} text */
  say(text) {
    setText(this.notice, text)
  }

  close() {}
}
