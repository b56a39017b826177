/** The buttons beside the board: draw, resign, passes and other charges, and the questions that replace the buttons. */

import { upgrade } from './catalogue.js'
import { icon } from './chat.js'
import { el, fill, focusOn, show } from './dom.js'
import { pieceFile } from './picture.js'
import { PASS, REWIND } from './play.js'
import { muted } from './seats.js'
import { PIECE_NAMES } from './squares.js'
import * as words from './words.js'

/** @import { Room } from './room.js' */
/** @import { Play } from './play.js' */
/** @import { Requests } from './types.js' */

/**
 * @typedef {object} Act What the buttons do.
 * @property {<Name extends keyof Requests>(name: Name, fields?: Requests[Name]) => void} send
 * @property {() => void} changed
 * @property {() => void} leave
 * @property {() => void} talk
 */

/** What has to be confirmed first. @typedef {'' | 'resign' | 'leave'} Question */

export class Actions {
  /**
   * @param {Room} room
   * @param {Play} play
   * @param {Act} act
   */
  constructor(room, play, act) {
    this.room = room
    this.play = play
    this.act = act
    /** @type {Question} */
    this.asking = ''
    this.unread = 0
    this.bar = el('div', { class: 'bar' })
    this.charges = el('div', { class: 'charges' })
    this.element = el('div', { class: 'actions' })
    this.shown = ''
  }

  update() {
    const { room, play } = this
    const board = room.board
    if (!board) return
    if (board.phase !== 'playing' && this.asking === 'resign') this.asking = ''
    const key = JSON.stringify([
      this.asking,
      this.unread,
      board.phase,
      board.draw_offer,
      board.draw_wait,
      room.playing,
      room.colour,
      room.question,
      play.charges,
      play.selected?.endsWith('@') && play.selected,
      room.connection,
      muted.get(),
      room.over !== null,
      board.upgrades,
    ])
    // Buttons are replaced only when their meaning changes, so that no press is lost to a mere update of the clock.
    if (key === this.shown) return
    this.shown = key
    const focused = [this.bar, this.element].some((each) => each.contains(document.activeElement))
    const asked = this.asks
    fill(this.bar, ...this.questions())
    show(this.bar, this.asks)
    fill(this.element, ...this.buttons())
    fill(this.charges, ...this.chargeButtons())
    show(this.charges, this.charges.childElementCount > 0)
    // The one hides the other, and a keyboard would go on from the top of the page.
    if (focused && asked !== this.asks) focusOn(this.asks ? this.bar : this.element)
  }

  /** Whether a question is shown instead of the buttons. */
  get asks() {
    return this.bar.childElementCount > 0
  }

  /** @returns {(Node | null)[]} */
  questions() {
    const { room, act } = this
    if (this.asking) return this.confirmation()
    if (room.question) return this.absence(room.question)
    const board = room.board
    const offered =
      board?.phase === 'playing' && room.playing && board.draw_offer !== null && board.draw_offer !== room.colour
    if (board && offered) {
      const other = room.nameOf(room.pidOf(board.draw_offer ?? 'white'))
      return [
        el('p', {}, words.offersDraw(other)),
        button(words.ACCEPT, () => act.send('AnswerDraw', { accept: true }), 'main'),
        button(words.DECLINE, () => act.send('AnswerDraw', { accept: false })),
      ]
    }
    return []
  }

  confirmation() {
    const { act } = this
    const resigning = this.asking === 'resign'
    const running = this.room.playing && this.room.over === null
    const does = resigning ? () => act.send('Resign', {}) : () => act.leave()
    return [
      el('p', {}, resigning ? words.CAN_RESIGN : running ? words.LEAVE_MATCH : words.LEAVE_TABLE),
      button(resigning ? words.RESIGN : words.LEAVE, () => this.answer(does), 'danger'),
      button(resigning ? words.FIGHT_ON : words.STAY, () => this.answer(() => {})),
    ]
  }

  /** @param {() => void} does */
  answer(does) {
    this.asking = ''
    does()
    this.act.changed()
  }

  /** @param {{ pid: number, choices: string[] }} question */
  absence({ pid, choices }) {
    /** @param {string} choice */
    const decide = (choice) => {
      this.act.send('DecideAbsence', { choice: /** @type {Requests['DecideAbsence']['choice']} */ (choice) })
      this.room.question = null
      this.act.changed()
    }
    return [
      el('p', {}, words.isAway(this.room.nameOf(pid))),
      ...choices.map((choice) => button(words.ABSENCE_CHOICES[choice] ?? choice, () => decide(choice))),
    ]
  }

  /** A button for each charge of the player, always in the same place; disabled while it cannot be used. */
  chargeButtons() {
    const { room, play } = this
    const possible = play.charges
    const owned = (room.colour && room.board?.upgrades[room.colour]) || []
    const given = owned.map((id) => upgrade(id)).filter((each) => each.charges > 0)
    return given.flatMap(({ emblem }) => {
      if (emblem.picture === 'revival') return this.revivals(possible)
      const origin = emblem.picture === 'rewind' ? REWIND : PASS
      const made = button(origin === PASS ? words.PASS : words.REWIND, () => this.spend(origin), 'charge')
      made.disabled = !possible.includes(origin)
      return [made]
    })
  }

  /** @param {string[]} possible */
  revivals(possible) {
    const { room, play } = this
    const origins = possible.filter((origin) => origin.endsWith('@'))
    if (!origins.length) {
      const none = button(words.REVIVE, () => {}, 'charge')
      none.disabled = true
      return [none]
    }
    return origins.map((origin) => {
      const chosen = play.selected === origin
      const made = button(words.REVIVE, () => this.revive(origin), `charge${chosen ? ' chosen' : ''}`)
      made.setAttribute('aria-pressed', String(chosen))
      const name = PIECE_NAMES[origin[0].toLowerCase()]
      made.append(el('img', { src: pieceFile(origin[0], room.colour ?? 'white'), alt: name, width: 28, height: 28 }))
      return made
    })
  }

  /** @param {string} origin */
  spend(origin) {
    this.play.move(origin, '')
    this.act.changed()
  }

  /** @param {string} origin */
  revive(origin) {
    const { play } = this
    play.select(play.selected === origin ? null : origin)
    this.act.changed()
  }

  /** @returns {(Node | null)[]} */
  buttons() {
    const { room, act } = this
    const board = room.board
    const playing = room.playing && board?.phase === 'playing'
    const silent = muted.get()
    const talk = tool('chat', words.CHAT, () => act.talk())
    talk.classList.add('talk-button')
    if (this.unread) {
      talk.setAttribute('aria-label', words.unread(this.unread))
      talk.append(el('b', { class: 'unread' }, String(this.unread)))
    }
    return [
      playing ? this.drawButton() : null,
      playing ? tool('flag', words.RESIGN, () => this.ask('resign'), words.RESIGN) : null,
      talk,
      tool('again', words.FLIP, () => this.flip()),
      tool(silent ? 'silence' : 'sound', silent ? words.SOUND_ON : words.SOUND_OFF, () => this.mute()),
      tool('door', words.LEAVE, () => this.ask('leave')),
    ]
  }

  drawButton() {
    const { room, act } = this
    const board = room.board
    const mine = board?.draw_offer === room.colour
    if (mine) return tool('cross', words.WITHDRAW_DRAW, () => act.send('WithdrawDraw', {}), words.DRAW)
    const wait = board?.draw_wait[room.colour ?? 'white'] ?? 0
    const label = wait ? words.drawAgainAfter(wait) : words.OFFER_DRAW
    const made = tool('handshake', label, () => act.send('OfferDraw', {}), words.DRAW)
    made.disabled = wait > 0 || (board?.armageddon ?? false)
    return made
  }

  /** @param {Question} question */
  ask(question) {
    this.asking = this.asking === question ? '' : question
    this.act.changed()
  }

  flip() {
    this.play.flipped = !this.play.flipped
    this.act.changed()
  }

  mute() {
    muted.set(!muted.get())
    this.act.changed()
  }
}

/**
 * @param {string} text
 * @param {() => void} onclick
 * @param {string} kind
 */
function button(text, onclick, kind = '') {
  return el('button', { class: kind, onclick }, text)
}

/**
 * @param {string} drawing
 * @param {string} label
 * @param {() => void} onclick
 * @param {string} text The text beside the icon, where there is room.
 */
function tool(drawing, label, onclick, text = '') {
  return el(
    'button',
    { class: 'tool', title: label, 'aria-label': label, onclick },
    icon(drawing),
    text ? el('span', { class: 'label' }, text) : null,
  )
}
