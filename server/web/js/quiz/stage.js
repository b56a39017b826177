/**
 * The public screen: how to join, the grid, the question, who was first, and the scores. The server tells it no answer
 * before everybody may know it.
 */

import { el, fill, setText, show } from '../dom.js'
import { file } from '../place.js'
import { EMOTE_NAMES } from '../words.js'
import { DuelView } from './duel.js'
import { Question } from './question.js'
import { plates, podium } from './scores.js'
import { SHAPES, shape } from './shapes.js'
import { stateNow, statusWords } from './status.js'
import { Timer } from './timer.js'
import { Welcome } from './welcome.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */
/** @import { Act } from './view.js' */

const EMOTE_MS = 2_200

export class Stage {
  /**
   * @param {Quiz} quiz
   * @param {Act} act
   */
  constructor(quiz, act) {
    this.quiz = quiz
    this.act = act
    this.question = new Question(quiz, () => {}, act.changed)
    this.timer = new Timer()
    this.title = el('h1', {})
    this.round = el('span', { class: 'round' })
    this.welcome = new Welcome(quiz, act.changed)
    this.grid = el('section', { class: 'squares', 'aria-label': words.GRID })
    this.status = el('div', { class: 'stage-state', role: 'status' })
    this.people = el('section', { class: 'scores', 'aria-label': words.SCORES })
    this.podium = el('section', { class: 'podium' })
    this.duel = new DuelView(quiz, act)
    this.news = el('p', { class: 'unseen', role: 'status' })
    this.element = this.arranged()
    /** What is shown of each part, to leave alone what has not changed. @type {Record<string, string>} */
    this.shown = {}
  }

  arranged() {
    return el('div', { class: 'quiz stage' }, this.head(), this.body(), this.people, this.news)
  }

  head() {
    return el('header', { class: 'stage-head' }, this.title, this.round, this.timer.element, this.welcome.corner)
  }

  body() {
    const asking = el('div', { class: 'asking' }, this.question.element, this.status)
    return el('div', { class: 'stage-body' }, this.welcome.lobby, this.grid, asking, this.podium, this.duel.element)
  }

  /** @param {string} text */
  say(text) {
    setText(this.news, text)
  }

  /**
   * Show an emote at the bottom of the screen, with its sender's name.
   *
   * @param {{ pid: number, emote: string }} shown
   */
  showEmote({ pid, emote }) {
    const { room } = this.quiz
    const name = room.nameOf(pid)
    const picture = el('img', {
      src: file(`pictures/emotes/${emote}.svg`),
      alt: `${name}: ${EMOTE_NAMES[emote] ?? emote}`,
    })
    const leaping = el('figure', { class: 'stage-leap' }, picture, el('figcaption', {}, name))
    // Each player's emotes have their own place.
    leaping.style.left = `${8 + ((pid * 37) % 80)}%`
    this.element.append(leaping)
    setTimeout(() => leaping.remove(), EMOTE_MS)
  }

  /** @param {number} now */
  update(now) {
    const { quiz } = this
    const { phase } = quiz.state
    setText(this.title, quiz.title || 'Underdog')
    setText(this.round, this.whereWeAre())
    this.timer.update(quiz, now)
    const asks = this.asks
    show(this.welcome.lobby, phase === 'lobby')
    show(this.podium, phase === 'over' && !quiz.dueling)
    this.duel.update(now)
    show(this.grid, !asks && phase !== 'lobby' && phase !== 'over')
    show(/** @type {HTMLElement} */ (this.question.element.parentElement), asks)
    show(this.people, phase !== 'lobby' && phase !== 'over')
    show(this.welcome.corner, phase !== 'lobby')
    this.question.update()
    this.element.dataset.phase = phase
    this.once('corner', [this.welcome.link], () => this.welcome.fillCorner())
    this.once('lobby', [this.welcome.link, quiz.room.seated, phase, quiz.state.teams], () => this.welcome.fillLobby())
    this.once('grid', [quiz.state.grid, quiz.state.control, quiz.room.players], () => this.fillGrid())
    const state = stateNow(quiz, now)
    this.once(
      'status',
      [
        state,
        quiz.judgements,
        quiz.traces,
        quiz.photo,
        quiz.state.final,
        quiz.state.scores,
        quiz.state.deadline_ms === null,
        quiz.room.players,
      ],
      () => this.fillStatus(state),
    )
    this.once('people', [quiz.state.scores, quiz.state.buzzed, quiz.state.locked, quiz.room.players, phase], () =>
      this.fillPeople(),
    )
    this.once('podium', [phase, quiz.state.scores, quiz.state.teams, quiz.state.tie_ranks, quiz.aboutTie], () => {
      if (phase === 'over') fill(this.podium, ...podium(quiz))
    })
  }

  /** Which round it is, and who picks. */
  whereWeAre() {
    const { phase, final, round, rounds, control } = this.quiz.state
    if (phase === 'lobby' || phase === 'over') return ''
    if (final) return words.FINAL
    const picks = phase === 'grid' && control !== null ? words.pickerIs(this.quiz.room.nameOf(control)) : ''
    return [words.roundOf(round, rounds), picks].filter(Boolean).join(' · ')
  }

  /** Whether a question is shown instead of the grid. */
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

  /** @param {keyof typeof words.PADS} state */
  fillStatus(state) {
    this.status.dataset.state = state
    fill(this.status, shape(SHAPES[state]), ...statusWords(this.quiz, state))
  }

  fillPeople() {
    fill(this.people, ...plates(this.quiz))
  }

  close() {}
}
