/** How to join, on the public screen: large in the lobby, later in a corner. */

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
    /** The address at which others reach the server, if it is not this page's. */
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

  /** On the server's own machine the page's address may be one that works only there, like localhost. */
  async findAddress() {
    if (!LOOPBACK.test(location.hostname)) return
    try {
      const { addresses } = await (await fetch(address('addresses'))).json()
      this.reached = addresses[0] ?? ''
      this.changed()
    } catch {
      // The address of this page is shown instead.
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
 * The address for people to type: without scheme, code and key.
 *
 * @param {string} link
 */
export function placeOf(link) {
  const url = new URL(link)
  return url.host + url.pathname.replace(/\/join\/[^/]*$/, '')
}
