/** The draft: the cards that are offered, which everybody sees, and then what was taken. */

import { card } from './cards.js'
import { upgrade } from './catalogue.js'
import { el, fill, setText, show } from './dom.js'
import { file } from './place.js'
import * as words from './words.js'

/** @import { Room } from './room.js' */
/** @import { Colour, UpgradeOffer } from './types.js' */

/** New cards ignore presses for this long, because those were meant for what was there before. */
const GUARD_MS = 300

export class Draft {
  /** @param {(upgrade: string) => void} onTake */
  constructor(onTake) {
    this.onTake = onTake
    this.time = el(
      'span',
      { class: 'ring' },
      el('img', { src: file('pictures/pup_happy.svg'), alt: '', width: 56, height: 56 }),
    )
    this.title = el('h2')
    this.sentence = el('p')
    this.cards = el('div', { class: 'cards' })
    this.element = el(
      'section',
      { class: 'draft', hidden: true, 'aria-label': words.DRAFT_TITLE },
      el('header', {}, this.time, el('div', {}, this.title, this.sentence)),
      this.cards,
    )
    this.shown = ''
    this.since = 0
    this.wholeMs = 0
  }

  /**
   * @param {Room} room
   * @param {number} now
   */
  update(room, now) {
    const phase = room.board?.phase
    const open = phase === 'draft' || phase === 'reveal'
    show(this.element, open)
    if (!open) {
      this.shown = ''
      return
    }
    const offer = this.offerShown(room)
    const key = JSON.stringify([room.board?.game, offer, room.chosen, phase])
    if (key !== this.shown) {
      if (!this.shown) {
        this.since = now
        this.wholeMs = room.phaseMs(now)
      }
      this.shown = key
      this.fillIn(room, offer, now)
    }
    this.tick(room, now)
  }

  /**
   * The player's own offer, or for anybody else the first one.
   *
   * @param {Room} room
   * @returns {UpgradeOffer | undefined}
   */
  offerShown(room) {
    return room.offers.find((each) => each.pid === room.pid) ?? room.offers[0]
  }

  /**
   * @param {Room} room
   * @param {UpgradeOffer | undefined} offer
   * @param {number} now
   */
  fillIn(room, offer, now) {
    const drawn = room.results.at(-1)?.winner === null
    const picked = room.chosen.find((each) => each.pid === (offer?.pid ?? room.pid))
    const mine = offer?.pid === room.pid && !picked
    setText(this.title, drawn ? words.DRAFT_TITLE_DRAW : words.DRAFT_TITLE)
    const told = room.chosen.map((each) => words.upgradeChosen(room, each, upgrade(each.upgrade).name)).join(' ')
    setText(this.sentence, told || (offer ? words.draftOpened(room, offer.pid) : ''))
    const revealed = room.board?.phase === 'reveal'
    const hand = revealed || !offer ? room.chosen.map((each) => each.upgrade) : offer.upgrades
    const colour = this.colourOf(room, offer?.pid ?? room.pid)
    const fresh = now - this.since < GUARD_MS
    fill(
      this.cards,
      ...hand.map((id) =>
        card(id, colour, {
          onTake: mine ? () => this.take(id) : undefined,
          state: !picked && !revealed ? '' : revealed || picked?.upgrade === id ? 'taken' : 'other',
        }),
      ),
    )
    // Without buttons to step to, the draft itself takes the focus, so that keys can scroll it.
    this.element.tabIndex = mine ? -1 : 0
    if (mine && fresh) this.cards.querySelector('button')?.focus({ preventScroll: true })
  }

  /**
   * The colour that a player will have: colours change after each game.
   *
   * @param {Room} room
   * @param {number | null} pid
   * @returns {Colour}
   */
  colourOf(room, pid) {
    return room.pidOf('white') === pid ? 'black' : 'white'
  }

  /** @param {string} id */
  take(id) {
    if (performance.now() - this.since < GUARD_MS) return
    this.onTake(id)
  }

  /**
   * @param {Room} room
   * @param {number} now
   */
  tick(room, now) {
    const share = this.wholeMs ? room.phaseMs(now) / this.wholeMs : 0
    this.time.style.setProperty('--share', String(Math.min(1, share)))
  }
}
