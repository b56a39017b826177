/** The screen of a match: board, players, buttons, and what covers the board. One `update` shows a whole state. */

import { Actions } from './actions.js'
import { Board } from './board.js'
import { card } from './cards.js'
import { lettersOf, upgrade } from './catalogue.js'
import { Chat, markRead, unreadIn } from './chat.js'
import { isLow, nextTick } from './clock.js'
import { el, fill, setText, show } from './dom.js'
import { Draft } from './draft.js'
import { listen } from './gestures.js'
import { pieceFile } from './picture.js'
import { file } from './place.js'
import { Plate, plateFacts } from './plate.js'
import { Play } from './play.js'
import { Result } from './result.js'
import { cellOf, other, PIECE_NAMES } from './squares.js'
import * as words from './words.js'

/** @import { Act } from './actions.js' */
/** @import { Room } from './room.js' */
/** @import { Colour } from './types.js' */

const NEWS_MS = 5_000
const EMOTE_MS = 1_800

export class Match {
  /**
   * @param {Room} room
   * @param {Omit<Act, 'talk'>} act
   * @param {(text: string) => void} tell Lets a screen reader say this at once.
   */
  constructor(room, act, tell) {
    this.room = room
    this.tell = tell
    const doing = { ...act, talk: () => this.toggleTalk() }
    this.play = new Play(
      room,
      (name, fields) => act.send(name, fields),
      () => performance.now(),
    )
    this.board = new Board(words.BOARD)
    this.far = new Plate((id, colour) => this.explain(id, colour))
    this.near = new Plate((id, colour) => this.explain(id, colour))
    this.actions = new Actions(room, this.play, doing)
    this.chat = new Chat(
      (text) => act.send('Chat', { text }),
      (emote) => act.send('Emote', { emote }),
      () => this.toggleTalk(),
      () => this.openMuting(act),
    )
    this.draft = new Draft((id) => act.send('ChooseUpgrade', { upgrade: id }))
    this.result = new Result(room, doing)
    this.promotion = el('div', { class: 'promotion', role: 'group', 'aria-label': words.PROMOTE, hidden: true })
    this.title = el('span', { class: 'title' })
    this.news = el('span', { class: 'news', role: 'status' })
    this.pips = el('span', { class: 'pips', 'aria-hidden': 'true' })
    this.audience = el('span', { class: 'audience' })
    this.moves = el('ol', { class: 'moves', tabIndex: 0, 'aria-label': 'Moves' })
    this.explanation = el('div', { class: 'explanation', hidden: true, onclick: () => show(this.explanation, false) })
    this.element = this.arranged()
    this.newsUntil = 0
    this.movesKey = ''
    this.timer = 0
    this.changed = act.changed
    listen(this.board, this.player())
  }

  arranged() {
    const boardBox = el('div', { class: 'board-box' })
    boardBox.append(this.board.element, this.promotion, this.result.element)
    this.far.element.classList.add('far')
    this.near.element.classList.add('near')
    return el(
      'div',
      { class: 'match' },
      this.far.element,
      el('div', { class: 'board-place' }, boardBox),
      this.near.element,
      el('div', { class: 'info' }, this.news, this.title, this.pips, this.audience),
      this.actions.charges,
      this.actions.bar,
      this.actions.element,
      this.moves,
      this.chat.element,
      this.draft.element,
      this.explanation,
    )
  }

  /** The `Player` of the gestures. */
  player() {
    const { play } = this
    return {
      bottom: () => play.bottom,
      holds: (/** @type {string} */ square) => play.holds(square),
      selected: () => play.selected,
      select: (/** @type {string | null} */ square) => {
        play.select(square)
        this.changed()
      },
      move: (/** @type {string} */ from, /** @type {string} */ to) => {
        const possible = play.move(from, to)
        this.changed()
        return possible
      },
      cursor: (/** @type {string | null} */ square) => {
        play.cursor = square
        if (square) this.tell(play.describe(square))
        this.changed()
      },
      cancel: () => {
        play.cancel()
        this.changed()
      },
    }
  }

  /** The room has changed. */
  follow() {
    this.play.follow()
    if (this.play.dropped) this.say(words.PREMOVE_DROPPED)
  }

  /** @param {string} text */
  say(text) {
    setText(this.news, text)
    this.newsUntil = performance.now() + NEWS_MS
    setTimeout(this.changed, NEWS_MS + 50)
  }

  /** @param {number} now */
  update(now) {
    const { room, play } = this
    const board = room.board
    if (!board) return
    const bottom = play.bottom
    this.board.update({
      placement: room.placement,
      bottom,
      lastMove: room.sent?.move ?? board.last_move,
      check: play.checked,
      selected: play.selected?.endsWith('@') ? null : play.selected,
      targets: play.reach,
      granted: new Set(board.granted ?? []),
      origin: play.selected,
      premove: room.premove,
      layers: room.sent ? '' : board.layers,
      upgraded: { white: lettersOf(board.upgrades.white), black: lettersOf(board.upgrades.black) },
      cursor: play.cursor,
    })
    this.far.update(plateFacts(room, other(bottom)))
    this.near.update(plateFacts(room, bottom))
    this.tickClocks(now)
    this.updateInfo(now)
    this.updatePromotion(bottom)
    this.updateMoves()
    this.chat.update(room)
    this.updateUnread()
    this.actions.update()
    this.result.update(now)
    this.draft.update(room, now)
    this.plan(now)
  }

  /** @param {number} now */
  updateInfo(now) {
    const { room } = this
    const board = room.board
    if (!board) return
    const fresh = now < this.newsUntil
    show(this.news, fresh)
    setText(this.title, words.gameOf(board))
    show(this.title, !fresh)
    const late = room.watching && words.later(room.watchDelay)
    setText(this.audience, [late, words.watching(room.watchers)].filter(Boolean).join(' · '))
    const mine = this.winsOf(this.play.bottom)
    const theirs = this.winsOf(other(this.play.bottom))
    const all = Math.max(board.best_of, mine + theirs)
    fill(
      this.pips,
      ...Array.from({ length: all }, (_, i) =>
        el('i', { class: i < mine ? 'mine' : i >= all - theirs ? 'theirs' : '' }),
      ),
    )
  }

  /** @param {Colour} colour */
  winsOf(colour) {
    const pid = this.room.pidOf(colour)
    return this.room.board?.wins[String(pid)] ?? 0
  }

  /** @param {Colour} bottom */
  updatePromotion(bottom) {
    const { promoting } = this.play
    show(this.promotion, promoting !== null)
    if (!promoting) {
      fill(this.promotion)
      return
    }
    if (this.promotion.dataset.move === promoting.from + promoting.to && this.promotion.firstChild) return
    this.promotion.dataset.move = promoting.from + promoting.to
    const [column, row] = cellOf(promoting.to, bottom)
    const { style } = this.promotion
    style.left = `${column * 12.5}%`
    style.top = row < 4 ? `${row * 12.5}%` : 'auto'
    style.bottom = row < 4 ? 'auto' : `${(7 - row) * 12.5}%`
    const colour = this.room.side
    fill(
      this.promotion,
      ...promoting.choices.map((piece) => {
        const name = PIECE_NAMES[piece || 'p']
        const picture = el('img', { src: pieceFile(piece || 'p', colour), alt: name })
        return el('button', { 'aria-label': name, onclick: () => this.promote(piece) }, picture)
      }),
    )
    this.promotion.querySelector('button')?.focus({ preventScroll: true })
  }

  /** @param {string} piece */
  promote(piece) {
    this.play.promote(piece)
    this.changed()
  }

  updateMoves() {
    const { moves, board } = this.room
    const key = `${board?.game} ${moves.length} ${moves.at(-1)}`
    if (key === this.movesKey) return
    this.movesKey = key
    const first = board?.start_fen.split(' ')[1] === 'b' ? ['…', ...moves] : moves
    const rows = Array.from({ length: Math.ceil(first.length / 2) }, (_, i) => first.slice(2 * i, 2 * i + 2))
    fill(
      this.moves,
      ...(rows.length ? [] : [el('li', { class: 'quiet' }, words.MOVES_EMPTY)]),
      ...rows.map((row, i) =>
        el('li', {}, el('span', { class: 'number' }, `${i + 1}.`), ...row.map((move) => el('span', {}, move))),
      ),
    )
    this.moves.scrollTop = this.moves.scrollHeight
    this.moves.scrollLeft = this.moves.scrollWidth
  }

  updateUnread() {
    const seen = this.chat.element.checkVisibility?.() ?? true
    if (seen) markRead(this.room)
    this.actions.unread = unreadIn(this.room)
  }

  /** @param {Omit<Act, 'talk'>} act */
  async openMuting(act) {
    const { openMuting } = await import('./people/muting.js')
    await openMuting(this.room, act)
  }

  toggleTalk() {
    this.element.classList.toggle('talking')
    this.changed()
  }

  /**
   * @param {string} id
   * @param {Colour} colour
   */
  explain(id, colour) {
    fill(this.explanation, card(id, colour))
    show(this.explanation, true)
    this.tell(`${upgrade(id).name}. ${upgrade(id).text} ${upgrade(id).note}`)
  }

  /**
   * Show an emote at the player who sent it.
   *
   * @param {{ pid: number, emote: string }} shown
   */
  showEmote({ pid, emote }) {
    const { room } = this
    const plate =
      room.pidOf(this.play.bottom) === pid ? this.near : room.pidOf(other(this.play.bottom)) === pid ? this.far : null
    const picture = el('img', {
      src: file(`pictures/emotes/${emote}.svg`),
      alt: `${room.nameOf(pid)}: ${words.EMOTE_NAMES[emote] ?? emote}`,
      class: 'leap',
    })
    const place = plate?.element ?? this.element
    place.append(picture)
    setTimeout(() => picture.remove(), EMOTE_MS)
  }

  /**
   * Set the timer for the next change of a clock or a countdown.
   *
   * @param {number} now
   */
  plan(now) {
    clearTimeout(this.timer)
    const wait = this.waits(now)
    if (wait !== null) this.timer = setTimeout(() => this.tick(), wait)
  }

  /** @param {number} now */
  waits(now) {
    const { room } = this
    const board = room.board
    if (!board) return null
    if (board.phase === 'countdown') return 100
    if (board.phase === 'draft') return 200
    if (!board.running || room.sent || room.stoodAt !== null) return null
    const ms = room.clockMs(board.running, now)
    return ms > 0 ? nextTick(ms) : null
  }

  /** @param {number} now */
  tickClocks(now) {
    this.tickClock(this.far, other(this.play.bottom), now)
    this.tickClock(this.near, this.play.bottom, now)
  }

  /**
   * @param {Plate} plate
   * @param {Colour} colour
   * @param {number} now
   */
  tickClock(plate, colour, now) {
    const { room } = this
    const ms = room.clockMs(colour, now)
    const stands = room.stoodAt !== null || (room.sent && room.colour === colour)
    const runs = room.board?.running === colour && !stands
    plate.tick(ms, { runs, low: isLow(ms) && room.board?.phase === 'playing' })
  }

  tick() {
    const now = performance.now()
    this.tickClocks(now)
    this.result.update(now)
    this.draft.update(this.room, now)
    this.plan(now)
  }

  close() {
    clearTimeout(this.timer)
  }
}
