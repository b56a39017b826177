/** A player beside the board: name, upgrades, score and clock. */

import { badge, chargesLeft } from './cards.js'
import { clockText } from './clock.js'
import { el, fill, setText, show } from './dom.js'
import { portrait } from './portraits.js'
import * as words from './words.js'

/** @import { Room } from './room.js' */
/** @import { Colour } from './types.js' */

/**
 * @typedef {object} PlateFacts Everything but the clock.
 * @property {Colour} colour
 * @property {string} name
 * @property {string | null} picture
 * @property {string} about
 * @property {number} score
 * @property {string[]} upgrades
 * @property {string} layers
 * @property {boolean} mine
 * @property {boolean} away
 */

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

  /** @param {PlateFacts} facts */
  update(facts) {
    const { colour, name, picture, about, score } = facts
    this.element.setAttribute('aria-label', `${name}, ${colour}`)
    const source = portrait(name, picture)
    if (this.picture.src !== source) this.picture.src = source
    setText(this.name, name || words.SOMEBODY)
    setText(this.about, about)
    setText(this.score, words.points(score))
    this.element.classList.toggle('white', colour === 'white')
    this.element.classList.toggle('mine', facts.mine)
    this.element.classList.toggle('away', facts.away)
    this.updateBadges(facts)
  }

  /** @param {PlateFacts} facts */
  updateBadges({ colour, upgrades, layers }) {
    const key = `${colour} ${upgrades.join()} ${layers.split(' ')[2]}`
    if (key === this.key) return
    this.key = key
    show(this.badges, upgrades.length > 0)
    fill(
      this.badges,
      ...upgrades.map((id) =>
        badge(id, { left: chargesLeft(id, layers, colour), onOpen: () => this.onBadge(id, colour) }),
      ),
    )
  }

  /**
   * Update the clock.
   *
   * @param {number} ms
   * @param {{ runs: boolean, low: boolean }} how
   */
  tick(ms, { runs, low }) {
    setText(this.clock, clockText(ms))
    this.clock.classList.toggle('runs', runs)
    this.clock.classList.toggle('low', low)
  }
}

/**
 * @param {Room} room
 * @param {Colour} colour
 * @returns {PlateFacts}
 */
export function plateFacts(room, colour) {
  const pid = room.pidOf(colour)
  const player = room.players.find((each) => each.pid === pid)
  const away = player !== undefined && !player.connected
  return {
    colour,
    name: player?.name ?? '',
    picture: player?.picture ?? null,
    about: player?.ai ? 'stand-in plays' : away ? 'away' : '',
    score: scoreOf(room, pid),
    upgrades: room.board?.upgrades[colour] ?? [],
    layers: room.board?.layers ?? '',
    mine: colour === room.colour,
    away,
  }
}

/**
 * The score: a point for each game won, half a point for each draw.
 *
 * @param {Room} room
 * @param {number | null} pid
 */
export function scoreOf(room, pid) {
  const board = room.board
  return board && pid !== null ? (board.wins[String(pid)] ?? 0) + board.draws / 2 : 0
}
