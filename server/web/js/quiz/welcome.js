/** How to join, on the public screen: the lobby with its code as large as it gets, and a corner for latecomers. */

import { el, fill } from '../dom.js'
import { address } from '../place.js'
import { pup } from './scores.js'
import * as words from './words.js'

/** @import { Player } from '../types.js' */
/** @import { Quiz } from './model.js' */

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/

export class Welcome {
  /**
   * @param {Quiz} quiz
   * @param {() => void} changed
   */
  constructor(quiz, changed) {
    this.quiz = quiz
    this.changed = changed
    /** Where others reach the server, if not where this page does. */
    this.reached = ''
    this.corner = el('div', { class: 'join-corner' })
    this.lobby = el('section', { class: 'stage-lobby' })
    this.findAddress()
  }

  get link() {
    const { code, key } = this.quiz.room
    const link = address(`join/${code}`, { key: key || null })
    if (this.reached) link.hostname = this.reached
    return link.href
  }

  /** On the server's own machine this page may be at an address that is nobody else's. */
  async findAddress() {
    if (!LOOPBACK.test(location.hostname)) return
    try {
      const { addresses } = await (await fetch(address('addresses'))).json()
      this.reached = addresses[0] ?? ''
      this.changed()
    } catch {
      // Then the address of this page is shown, as it is.
    }
  }

  fillCorner() {
    fill(
      this.corner,
      el('div', {}, el('span', { class: 'where' }, placeOf(this.link)), el('strong', {}, this.quiz.room.code)),
      qr(this.link),
    )
  }

  fillLobby() {
    const { quiz } = this
    if (quiz.state.phase !== 'lobby') return
    const { seated, code } = quiz.room
    const known = new Map([...this.lobby.querySelectorAll('li')].map((each) => [each.dataset.pid, each]))
    const people = el(
      'ul',
      { class: 'arrivals' },
      ...seated.map((player) => known.get(String(player.pid)) ?? this.arrival(player)),
    )
    fill(
      this.lobby,
      el(
        'div',
        { class: 'how' },
        qr(this.link),
        el(
          'div',
          {},
          el('p', {}, words.JOIN_WITH),
          el('p', { class: 'where' }, placeOf(this.link)),
          el('p', { class: 'big-code' }, code),
          el('p', { class: 'count-in' }, seated.length ? words.playersIn(seated.length) : words.NOBODY_YET),
        ),
      ),
      people,
    )
  }

  /** @param {Player} player */
  arrival(player) {
    return el('li', { 'data-pid': String(player.pid) }, pup(player), el('strong', {}, player.name))
  }
}

/** @param {string} link */
export function qr(link) {
  return el('img', { src: address('qr.svg', { link }).href, alt: words.JOIN_WITH, class: 'qr' })
}

/**
 * Where to go, as people type it: without the scheme, the code and the key.
 *
 * @param {string} link
 */
export function placeOf(link) {
  const url = new URL(link)
  return url.host + url.pathname.replace(/\/join\/[^/]*$/, '')
}
