/** A player beside the board: who it is, what they own, their score and their clock. */

import { badge, chargesLeft } from './cards.js'
import { clockText, isLow } from './clock.js'
import { el, fill, setText, show } from './dom.js'
import { portrait } from './portraits.js'
import * as words from './words.js'

/** @import { Room } from './room.js' */
/** @import { Colour } from './types.js' */

export class Plate {
  /** @param {(upgrade: string, colour: Colour) => void} onBadge */
  constructor(onBadge) {
    this.onBadge = onBadge
    this.picture = el('img', { alt: '', width: 44, height: 44, class: 'pup' })
    this.name = el('strong', { class: 'name' })
    this.about = el('span', { class: 'about' })
    this.score = el('span', { class: 'score' })
    this.badges = el('div', { class: 'badges' })
    this.clock = el('time', { class: 'clock', role: 'timer' })
    this.element = el(
      'section',
      { class: 'plate' },
      this.picture,
      el('div', { class: 'who' }, el('span', { class: 'names' }, this.name, this.score, this.about)),
      this.clock,
      this.badges,
    )
    this.key = ''
  }

  /**
   * @param {Room} room
   * @param {Colour} colour
   * @param {number} now
   */
  update(room, colour, now) {
    const pid = room.pidOf(colour)
    const player = room.players.find((each) => each.pid === pid)
    this.element.setAttribute('aria-label', `${player?.name ?? ''}, ${colour}`)
    const source = portrait(player?.name ?? '', player?.picture ?? null)
    if (this.picture.src !== source) this.picture.src = source
    setText(this.name, player?.name ?? words.SOMEBODY)
    setText(this.about, player?.ai ? 'stand-in plays' : player && !player.connected ? 'away' : '')
    setText(this.score, words.points(scoreOf(room, pid)))
    this.element.classList.toggle('white', colour === 'white')
    this.element.classList.toggle('mine', colour === room.colour)
    this.element.classList.toggle('away', player !== undefined && !player.connected)
    this.updateBadges(room, colour)
    this.tick(room, colour, now)
  }

  /**
   * @param {Room} room
   * @param {Colour} colour
   */
  updateBadges(room, colour) {
    const owned = room.board?.upgrades[colour] ?? []
    const layers = room.board?.layers ?? ''
    const key = `${colour} ${owned.join()} ${layers.split(' ')[2]}`
    if (key === this.key) return
    this.key = key
    show(this.badges, owned.length > 0)
    fill(
      this.badges,
      ...owned.map((id) =>
        badge(id, { left: chargesLeft(id, layers, colour), onOpen: () => this.onBadge(id, colour) }),
      ),
    )
  }

  /**
   * The clock alone.
   *
   * @param {Room} room
   * @param {Colour} colour
   * @param {number} now
   */
  tick(room, colour, now) {
    const ms = room.clockMs(colour, now)
    const runs = room.board?.running === colour && !(room.sent && room.colour === colour)
    setText(this.clock, clockText(ms))
    this.clock.classList.toggle('runs', runs)
    this.clock.classList.toggle('low', isLow(ms) && room.board?.phase === 'playing')
  }
}

/**
 * Games won, and half of those drawn.
 *
 * @param {Room} room
 * @param {number | null} pid
 */
export function scoreOf(room, pid) {
  const board = room.board
  return board && pid !== null ? (board.wins[String(pid)] ?? 0) + board.draws / 2 : 0
}
