/**
 * The public screen that everybody in the room looks at: how to join, the grid, the question, who was first, the scores.
 * It is told no answer before it may be known, so it can show none.
 */

import { el, fill, setText, show } from '../dom.js'
import { address, file } from '../place.js'
import { portrait } from '../portraits.js'
import { EMOTE_NAMES } from '../words.js'
import { DuelView } from './duel.js'
import { Question } from './question.js'
import { SHAPES, shape } from './shapes.js'
import { Timer } from './timer.js'
import * as words from './words.js'

/** @import { Quiz, Standing } from './model.js' */
/** @import { Player } from '../types.js' */
/** @import { Act } from './view.js' */

const MOST_PLATES = 8
const EMOTE_MS = 2_200
const PODIUM = 3
const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/

export class Stage {
  /**
   * @param {Quiz} quiz
   * @param {Act} act
   */
  constructor(quiz, act) {
    this.quiz = quiz
    this.act = act
    /** Where others reach the server, if not where this page does. */
    this.reached = ''
    this.question = new Question(quiz, () => {}, act.changed)
    this.timer = new Timer()
    this.title = el('h1', {})
    this.round = el('span', { class: 'round' })
    this.invitation = el('div', { class: 'join-corner' })
    this.lobby = el('section', { class: 'stage-lobby' })
    this.grid = el('section', { class: 'squares', 'aria-label': words.GRID })
    this.status = el('div', { class: 'stage-state', role: 'status' })
    this.people = el('section', { class: 'scores', 'aria-label': words.SCORES })
    this.podium = el('section', { class: 'podium' })
    this.duel = new DuelView(quiz, act)
    this.news = el('p', { class: 'unseen', role: 'status' })
    this.element = this.arranged()
    /** What is shown of each part, to leave alone what has not changed. @type {Record<string, string>} */
    this.shown = {}
    this.findAddress()
  }

  arranged() {
    return el('div', { class: 'quiz stage' }, this.head(), this.body(), this.people, this.news)
  }

  head() {
    return el('header', { class: 'stage-head' }, this.title, this.round, this.timer.element, this.invitation)
  }

  body() {
    const asking = el('div', { class: 'asking' }, this.question.element, this.status)
    return el('div', { class: 'stage-body' }, this.lobby, this.grid, asking, this.podium, this.duel.element)
  }

  /** @param {string} text */
  say(text) {
    setText(this.news, text)
  }

  /**
   * A pup leaps from the foot of the screen, and says whose it is.
   *
   * @param {{ pid: number, emote: string }} shown
   */
  leap({ pid, emote }) {
    const { room } = this.quiz
    const name = room.nameOf(pid)
    const picture = el('img', {
      src: file(`pictures/emotes/${emote}.svg`),
      alt: `${name}: ${EMOTE_NAMES[emote] ?? emote}`,
    })
    const leaping = el('figure', { class: 'stage-leap' }, picture, el('figcaption', {}, name))
    // Each player's leap from a place of their own.
    leaping.style.left = `${8 + ((pid * 37) % 80)}%`
    this.element.append(leaping)
    setTimeout(() => leaping.remove(), EMOTE_MS)
  }

  /** @param {number} now */
  update(now) {
    const { quiz } = this
    const { phase, final, round, rounds } = quiz.state
    setText(this.title, quiz.title || 'Underdog')
    setText(this.round, phase === 'lobby' || phase === 'over' ? '' : final ? words.FINAL : words.roundOf(round, rounds))
    this.timer.update(quiz, now)
    const asks = this.asks
    show(this.lobby, phase === 'lobby')
    show(this.podium, phase === 'over' && !quiz.dueling)
    this.duel.update(now)
    show(this.grid, !asks && phase !== 'lobby' && phase !== 'over')
    show(/** @type {HTMLElement} */ (this.question.element.parentElement), asks)
    show(this.people, phase !== 'lobby' && phase !== 'over')
    show(this.invitation, phase !== 'lobby')
    this.question.update()
    this.element.dataset.phase = phase
    this.once('invitation', [this.link], () => this.fillInvitation())
    this.once('lobby', [this.link, quiz.room.seated, phase, quiz.state.teams], () => this.fillLobby())
    this.once('grid', [quiz.state.grid, quiz.state.control, quiz.room.players], () => this.fillGrid())
    const state = this.stateNow(now)
    this.once('status', [state, quiz.judgements, quiz.traces, quiz.photo, final, quiz.room.players], () =>
      this.fillStatus(state),
    )
    this.once('people', [quiz.state.scores, quiz.state.buzzed, quiz.state.locked, quiz.room.players, phase], () =>
      this.fillPeople(),
    )
    this.once('podium', [phase, quiz.state.scores, quiz.state.duels_won], () => this.fillPodium())
  }

  /** Whether a question fills the screen. */
  get asks() {
    const { phase, open, final } = this.quiz.state
    return phase !== 'over' && (open !== null || final !== null)
  }

  /**
   * @param {string} part
   * @param {unknown[]} key
   * @param {() => void} draw
   */
  once(part, key, draw) {
    const text = JSON.stringify(key)
    if (this.shown[part] === text) return
    this.shown[part] = text
    draw()
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
      this.act.changed()
    } catch {
      // Then the address of this page is shown, as it is.
    }
  }

  fillInvitation() {
    fill(
      this.invitation,
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

  fillGrid() {
    const { grid } = this.quiz.state
    this.grid.style.setProperty('--columns', String(grid.length))
    const rows = Math.max(0, ...grid.map((column) => column.values.length))
    fill(
      this.grid,
      ...grid.map((column) => el('h2', {}, column.name)),
      ...Array.from({ length: rows }, (_, row) =>
        grid.map((column, index) => this.square(column.values[row], index, row)),
      ).flat(),
    )
  }

  /**
   * @param {number | null | undefined} value
   * @param {number} _category
   * @param {number} _row
   * @returns {HTMLElement}
   */
  square(value, _category, _row) {
    return el(
      'div',
      { class: value === null || value === undefined ? 'square taken' : 'square' },
      value ? words.points(value) : '',
    )
  }

  /**
   * What the whole room sees of the buzzers.
   *
   * @param {number} now
   * @returns {keyof typeof words.PADS}
   */
  stateNow(now) {
    const { phase, paused } = this.quiz.state
    if (paused) return 'paused'
    switch (phase) {
      case 'armed':
        return this.quiz.isOpen(now) ? 'armed' : 'reading'
      case 'buzzed':
        return 'yours'
      case 'judged':
        return this.quiz.judgements.some((each) => each.correct) ? 'right' : 'shown'
      case 'wager':
        return 'staking'
      case 'final':
        return 'closed'
      default:
        return 'reading'
    }
  }

  /** @param {keyof typeof words.PADS} state */
  fillStatus(state) {
    this.status.dataset.state = state
    fill(this.status, shape(SHAPES[state]), ...this.statusWords(state))
  }

  /**
   * @param {keyof typeof words.PADS} state
   * @returns {Node[]}
   */
  statusWords(state) {
    const { quiz } = this
    const { room } = quiz
    const { buzzed, open, final } = quiz.state
    const last = quiz.judgements.at(-1)
    switch (state) {
      case 'yours': {
        const player = room.players.find((each) => each.pid === buzzed)
        const first = quiz.traces.find((each) => each.won)
        const order = quiz.traces
          .filter((each) => !each.won)
          .map(
            (each) =>
              `${room.nameOf(each.pid)} ${words.after(Math.max(0, each.pressed_ms - (first?.pressed_ms ?? 0)))}`,
          )
        return [
          ...(player ? [pup(player), el('strong', {}, player.name)] : []),
          ...(quiz.photo ? [el('span', { class: 'photo' }, words.PHOTO)] : []),
          ...(order.length ? [el('span', { class: 'order' }, order.join(' · '))] : []),
        ]
      }
      case 'right':
        return last ? [el('strong', {}, room.nameOf(last.pid)), el('span', {}, words.delta(last.delta))] : []
      case 'shown':
        return [el('strong', {}, words.NOBODY_KNEW)]
      case 'staking':
        if (open?.double)
          return [el('strong', {}, words.DOUBLE), el('span', {}, words.stakes(room.nameOf(open.double)))]
        return [el('strong', {}, words.ready(final?.wagered?.length ?? 0, room.seated.length))]
      case 'closed':
        return this.finalWords()
      case 'armed':
        return [el('strong', {}, words.PADS.armed[0])]
      case 'reading':
        return [el('strong', {}, words.PADS.reading[0])]
      default:
        return [el('strong', {}, words.PADS[state][0])]
    }
  }

  /** How far the final question is: who has answered, then what was judged. @returns {Node[]} */
  finalWords() {
    const { final } = this.quiz.state
    const judged = this.quiz.judgements.at(-1)
    if (judged) {
      const text = final?.texts?.[judged.pid]
      return [
        el('strong', {}, this.quiz.room.nameOf(judged.pid)),
        el('span', {}, `${text ? `“${text}” ` : ''}${words.delta(judged.delta)}`),
      ]
    }
    return [el('strong', {}, words.ready(final?.answered?.length ?? 0, this.quiz.room.seated.length))]
  }

  fillPeople() {
    const standings = this.quiz.standings
    const { buzzed } = this.quiz.state
    const first = standings.slice(0, MOST_PLATES)
    const active = standings.find((each) => each.player.pid === buzzed)
    // Whoever answers is on the screen, whatever their place.
    if (active && !first.includes(active)) first[MOST_PLATES - 1] = active
    const rest = standings.length - first.length
    fill(
      this.people,
      ...first.map((each) => this.plate(each)),
      rest > 0 ? el('span', { class: 'rest' }, words.more(rest)) : null,
    )
  }

  /** @param {Standing} standing */
  plate({ player, score, team }) {
    const { buzzed, locked, control, phase } = this.quiz.state
    const kind = [
      'score-plate',
      player.pid === buzzed && 'answers',
      locked.includes(player.pid) && 'out',
      !player.connected && 'gone',
      phase === 'grid' && player.pid === control && 'picks',
    ]
    return el(
      'div',
      { class: kind.filter(Boolean).join(' ') },
      pup(player),
      el('strong', {}, player.name),
      el('span', { class: 'points' }, words.points(score)),
      team ? el('small', {}, team) : null,
    )
  }

  fillPodium() {
    const { quiz } = this
    if (quiz.state.phase !== 'over') return
    const standings = quiz.standings
    const top = standings.slice(0, PODIUM)
    // Second, first, third: as people stand there.
    const steps = [top[1], top[0], top[2]].filter((each) => each !== undefined)
    fill(
      this.podium,
      el(
        'ol',
        { class: 'steps' },
        ...steps.map((each) =>
          el(
            'li',
            { class: `step place-${each.place}` },
            pup(each.player),
            el('strong', {}, each.player.name),
            el('span', { class: 'block' }, el('b', {}, words.place(each.place)), words.points(each.score)),
          ),
        ),
      ),
      el(
        'ol',
        { class: 'others' },
        ...standings
          .slice(PODIUM, PODIUM + MOST_PLATES)
          .map((each) =>
            el(
              'li',
              {},
              `${words.place(each.place)} `,
              el('strong', {}, each.player.name),
              ` ${words.points(each.score)}`,
            ),
          ),
      ),
    )
  }

  close() {}
}

/** @param {Player} player */
export function pup(player) {
  return el('img', { src: portrait(player.name, player.picture ?? null), alt: '', class: 'pup' })
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
