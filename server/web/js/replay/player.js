/** The screen of a replay: board, clocks and upgrades as they were, and the controls. One `update` shows a whole step. */

import { Board } from '../board.js'
import { card } from '../cards.js'
import { lettersOf, upgrade } from '../catalogue.js'
import { isLow } from '../clock.js'
import { el, fill, setText, show } from '../dom.js'
import { Plate } from '../plate.js'
import { play as sound } from '../sound.js'
import { kingOf, other, placementOf, spoken } from '../squares.js'
import { SOMEBODY } from '../words.js'
import { Controls } from './controls.js'
import { Moves } from './moves.js'
import { mover, Playback } from './playback.js'
import * as words from './words.js'

/** @import { Colour, ReplayFile, ReplayGame, UpgradeChosen } from '../types.js' */

export class Player {
  /**
   * @param {ReplayFile} replay
   * @param {ReplayGame[]} games
   */
  constructor(replay, games) {
    this.replay = replay
    this.playback = new Playback(games)
    this.flipped = false
    this.timer = 0
    this.tickedAt = 0
    this.sounded = { index: 0, step: 0 }
    this.draftKey = ''
    this.board = new Board(words.BOARD)
    this.board.element.setAttribute('role', 'img')
    this.far = new Plate((id, colour) => this.explain(id, colour))
    this.near = new Plate((id, colour) => this.explain(id, colour))
    this.title = el('span', { class: 'title' })
    this.caption = el('span', { class: 'caption', 'aria-hidden': 'true' })
    this.aloud = el('p', { class: 'unseen', role: 'status' })
    this.draft = el('section', { class: 'draft', hidden: true, tabIndex: 0, 'aria-label': words.DRAFT })
    this.moves = new Moves((step) => this.jump(step))
    this.controls = new Controls(replay, this.playback, {
      toggle: () => this.toggle(),
      walk: (by) => this.walk(by),
      jump: (step) => this.jump(step),
      game: (index) => this.toGame(index),
      speed: (speed) => this.setSpeed(speed),
      flip: () => this.flip(),
    })
    this.explanation = el('div', { class: 'explanation', hidden: true, onclick: () => show(this.explanation, false) })
    this.element = this.arranged()
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event)
    document.addEventListener('keydown', this.onKey)
  }

  arranged() {
    const boardBox = el('div', { class: 'board-box' })
    boardBox.append(this.board.element, this.draft)
    this.far.element.classList.add('far')
    this.near.element.classList.add('near')
    return el(
      'div',
      { class: 'match playback' },
      el('h1', { class: 'unseen' }, `${words.TITLE}: ${words.matchTitle(this.replay)}`),
      this.far.element,
      el('div', { class: 'board-place' }, boardBox),
      this.near.element,
      el('div', { class: 'info' }, this.title, this.caption),
      this.aloud,
      this.moves.element,
      this.controls.element,
      this.explanation,
    )
  }

  /** The replay is on the screen. It starts by itself, unless the user prefers reduced motion. */
  begin() {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.update()
    else this.toggle()
  }

  close() {
    clearTimeout(this.timer)
    document.removeEventListener('keydown', this.onKey)
  }

  // --- what the person does ----------------------------------------------------------------------

  toggle() {
    this.playback.toggle()
    this.tickedAt = performance.now()
    this.update()
  }

  /** @param {number} by */
  walk(by) {
    this.playback.walk(by)
    this.update()
  }

  /** @param {number} step */
  jump(step) {
    this.playback.playing = false
    this.playback.go(step)
    this.update()
  }

  /** @param {number} index */
  toGame(index) {
    this.playback.show(index)
    this.update()
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.playback.speed = speed
    this.update()
  }

  flip() {
    this.flipped = !this.flipped
    this.update()
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { playback } = this
    if (event.altKey || event.ctrlKey || event.metaKey || takesKeys(event)) return
    /** @type {Record<string, () => void>} */
    const keys = {
      ' ': () => this.toggle(),
      ArrowLeft: () => this.walk(-1),
      ArrowRight: () => this.walk(1),
      Home: () => this.jump(0),
      End: () => this.jump(playback.lastStep),
      PageUp: () => this.toGame(playback.index - 1),
      PageDown: () => this.toGame(playback.index + 1),
      f: () => this.flip(),
      Escape: () => show(this.explanation, false),
    }
    const does = keys[event.key]
    if (!does) return
    event.preventDefault()
    does()
  }

  // --- showing -----------------------------------------------------------------------------------

  update() {
    const { playback } = this
    const { game, position } = playback
    const bottom = this.flipped ? other(this.home) : this.home
    const placement = placementOf(position.fen)
    this.beHeard()
    this.board.update({
      placement,
      bottom,
      lastMove: position.move ?? null,
      check: position.check ? kingOf(placement, mover(position)) : null,
      selected: null,
      targets: [],
      origin: null,
      granted: new Set(),
      premove: null,
      layers: position.layers ?? '',
      upgraded: { white: lettersOf(game.upgrades.white), black: lettersOf(game.upgrades.black) },
      cursor: null,
    })
    this.showPlate(this.far, other(bottom))
    this.showPlate(this.near, bottom)
    setText(this.title, words.gameTitle(game))
    setText(this.caption, this.captionText())
    setText(this.aloud, this.spokenText())
    this.showDraft()
    this.moves.update(playback)
    this.controls.update()
    this.tick()
  }

  /** The colour at the bottom: the same player stays there through the whole match. @returns {Colour} */
  get home() {
    return this.playback.game.players.white === this.replay.players[0]?.pid ? 'white' : 'black'
  }

  /**
   * @param {Plate} plate
   * @param {Colour} colour
   */
  showPlate(plate, colour) {
    const { game, score, position } = this.playback
    const pid = game.players[colour]
    const player = this.replay.players.find((each) => each.pid === pid)
    plate.update({
      colour,
      name: player?.name ?? '',
      picture: player?.picture ?? null,
      about: position.standin && mover(position) !== colour ? words.STAND_IN : '',
      score: score[String(pid)] ?? 0,
      upgrades: game.upgrades[colour],
      layers: position.layers ?? '',
      mine: colour === this.home,
      away: false,
    })
  }

  /** Play the sound of a move that was just played, but not of moves that were skipped. */
  beHeard() {
    const { playback, sounded } = this
    const next = sounded.index === playback.index && playback.step === sounded.step + 1 && !playback.inDraft
    if (next) {
      const [before, after] = [playback.game.positions[playback.ply - 1], playback.position]
      const fewer = placementOf(after.fen).size < placementOf(before.fen).size
      sound(after.check ? 'check' : fewer ? 'capture' : 'move')
    }
    this.sounded = { index: playback.index, step: playback.step }
  }

  /** @param {number | null | undefined} pid */
  nameOf(pid) {
    return this.replay.players.find((each) => each.pid === pid)?.name ?? SOMEBODY
  }

  captionText() {
    const { playback } = this
    if (playback.inDraft) return this.draftTitle()
    if (playback.ply === 0) return words.BEGINS
    if (playback.ply === playback.lastPly) return words.ending(playback.game, (pid) => this.nameOf(pid))
    return `${playback.position.san} · ${words.took(playback.took(playback.ply))}`
  }

  spokenText() {
    const { playback } = this
    if (playback.inDraft)
      return [this.draftTitle(), ...(playback.game.chosen ?? []).map((each) => this.taken(each))].join(' ')
    const before = playback.game.positions[playback.ply - 1]
    if (!before) return `${words.gameTitle(playback.game)}. ${words.BEGINS}`
    const colour = mover(before)
    const move = spoken(placementOf(before.fen), playback.position.move ?? '')
    const told = `${this.nameOf(playback.game.players[colour])}: ${move}${playback.position.check ? ', check' : ''}.`
    return playback.ply === playback.lastPly
      ? `${told} ${words.ending(playback.game, (pid) => this.nameOf(pid))}`
      : told
  }

  draftTitle() {
    return this.playback.game.winner == null ? words.DRAFT_AFTER_DRAW : words.DRAFT
  }

  /** @param {UpgradeChosen} chosen */
  taken(chosen) {
    return words.takes(this.nameOf(chosen.pid), upgrade(chosen.upgrade).name, chosen.auto ?? false)
  }

  /** Show the upgrades that were offered after the game, and which one was taken. */
  showDraft() {
    const { playback } = this
    show(this.draft, playback.inDraft)
    const key = playback.inDraft ? String(playback.index) : ''
    if (key === this.draftKey) return
    this.draftKey = key
    if (playback.inDraft) fill(this.draft, ...hands(playback.game).map((hand) => this.hand(hand)))
  }

  /** @param {Hand} hand */
  hand({ pid, upgrades, chosen }) {
    // Colours change with each game, and the card shows the player's pieces of the next one.
    const colour = this.playback.game.players.white === pid ? 'black' : 'white'
    const states = upgrades.map((id) => (id === chosen?.upgrade ? 'taken' : 'other'))
    return el(
      'div',
      { class: 'hand' },
      el('h2', {}, chosen ? this.taken(chosen) : this.nameOf(pid)),
      el(
        'div',
        { class: 'cards' },
        ...upgrades.map((id, i) => card(id, colour, { state: /** @type {'taken' | 'other'} */ (states[i]) })),
      ),
    )
  }

  /**
   * @param {string} id
   * @param {Colour} colour
   */
  explain(id, colour) {
    this.playback.playing = false
    fill(this.explanation, card(id, colour))
    show(this.explanation, true)
    setText(this.aloud, `${upgrade(id).name}. ${upgrade(id).text} ${upgrade(id).note}`)
    this.controls.update()
  }

  /** Update the clocks, and set the timer for their next change. */
  tick() {
    clearTimeout(this.timer)
    const { playback } = this
    const bottom = this.flipped ? other(this.home) : this.home
    for (const [plate, colour] of /** @type {[Plate, Colour][]} */ ([
      [this.far, other(bottom)],
      [this.near, bottom],
    ])) {
      const ms = playback.clockMs(colour)
      plate.tick(ms, { runs: playback.running === colour, low: isLow(ms) })
    }
    if (playback.playing) this.timer = setTimeout(() => this.run(), playback.nextChange)
  }

  run() {
    const now = performance.now()
    const moved = this.playback.run(now - this.tickedAt)
    this.tickedAt = now
    if (moved) this.update()
    else this.tick()
  }
}

/** @typedef {{ pid: number, upgrades: string[], chosen: UpgradeChosen | undefined }} Hand */

/**
 * What each player was offered. Older records may only have what was taken.
 *
 * @param {ReplayGame} game
 * @returns {Hand[]}
 */
function hands({ offers = [], chosen = [] }) {
  const of = (/** @type {number} */ pid) => chosen.find((each) => each.pid === pid)
  const offered = offers.map(({ pid, upgrades }) => ({ pid, upgrades, chosen: of(pid) }))
  const others = chosen.filter((each) => !offers.some((offer) => offer.pid === each.pid))
  return [...offered, ...others.map((each) => ({ pid: each.pid, upgrades: [each.upgrade], chosen: each }))]
}

/**
 * Whether the focused element uses this key itself.
 *
 * @param {KeyboardEvent} event
 */
function takesKeys({ target, key }) {
  if (!(target instanceof HTMLElement)) return false
  if (target.matches('input[type="text"]')) return true
  if (target.matches('input, select')) return key !== ' ' && key.length > 1
  return target.matches('button, a, summary') && key === ' '
}
