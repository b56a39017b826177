/** The host's page: the big screen with the answers on it, the buttons that run a quiz, and everybody's score. */

import { el, fill, setText, show } from '../dom.js'
import { address } from '../place.js'
import { NextQuiz } from './nextquiz.js'
import { personRow } from './person.js'
import { asCsv, asJson, save } from './results.js'
import { Stage } from './stage.js'
import * as words from './words.js'

/** @import { Quiz, Standing } from './model.js' */
/** @import { Act } from './view.js' */

const NEWS_MS = 6_000
/** The button that each key presses, while it is shown. @type {Record<string, string>} */
const KEYS = {
  ' ': 'main',
  Enter: 'main',
  r: 'right',
  ArrowRight: 'right',
  w: 'wrong',
  ArrowLeft: 'wrong',
  n: 'nobody',
  z: 'undo',
  y: 'redo',
  p: 'pause',
  c: 'close',
  l: 'lock',
  t: 'settle',
}

export class Desk extends Stage {
  /**
   * @param {Quiz} quiz
   * @param {Act} act
   */
  constructor(quiz, act) {
    super(quiz, act)
    /** The player whose further controls are shown. @type {number | null} */
    this.opened = null
    this.forget = 0
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.keyed(event)
    addEventListener('keydown', this.onKey)
  }

  /** @override */
  arranged() {
    this.controls = el('div', { class: 'controls' })
    this.replay = el('section', { class: 'replay', 'aria-label': words.BUZZ_ORDER })
    this.finals = el('ul', { class: 'finals' })
    this.told = el('p', { class: 'desk-news', role: 'status' })
    this.next = new NextQuiz(this.quiz)
    const side = el('aside', { class: 'desk-side' }, this.people, this.replay, this.next.element)
    return el('div', { class: 'quiz stage desk' }, this.head(), this.body(), side, this.controls, this.told)
  }

  /** @override */
  body() {
    const body = super.body()
    this.question.element.append(/** @type {Node} */ (this.finals))
    return body
  }

  /**
   * @override
   * @param {string} text
   */
  say(text) {
    if (this.told) setText(this.told, text)
    clearTimeout(this.forget)
    this.forget = setTimeout(() => this.told && setText(this.told, ''), NEWS_MS)
  }

  /**
   * @override
   * @param {number} now
   */
  update(now) {
    const { state, room, traces, locked, teamNames, dueling } = this.quiz
    super.update(now)
    show(this.people, true)
    this.next?.update(state.phase === 'over' && !dueling)
    this.once(
      'controls',
      [
        state.phase,
        state.paused,
        state.round,
        state.rounds,
        state.deadline_ms === null,
        room.seated.length,
        locked,
        dueling,
        state.has_final,
        state.tie,
        state.on_record,
      ],
      () => this.fillControls(),
    )
    this.once('persons', [state.teams, state.paces, teamNames, state.tie_ranks, this.opened, dueling], () =>
      this.fillPeople(),
    )
    this.once('replay', [traces, room.players], () => this.fillReplay())
    this.once('finals', [state.phase, state.final, state.wagers, state.deadline_ms === null], () => this.fillFinals())
  }

  /**
   * @override
   * @param {number | null | undefined} value
   * @param {number} category
   * @param {number} row
   */
  square(value, category, row) {
    if (!value) return super.square(value, category, row)
    const picked = () => this.act.send('SelectQuestion', { category, row })
    return el('button', { class: 'square', onclick: picked }, words.points(value))
  }

  fillControls() {
    const { phase, paused, on_record: onRecord } = this.quiz.state
    const judged = phase !== 'lobby' && !onRecord && !this.quiz.dueling
    fill(
      /** @type {Element} */ (this.controls),
      ...this.phaseButtons(),
      el('span', { class: 'gap' }),
      ...(judged ? [this.button('undo', words.UNDO, 'Undo'), this.button('redo', words.REDO, 'Redo')] : []),
      phase === 'lobby' || phase === 'over'
        ? null
        : paused
          ? this.button('pause', words.RESUME, 'Resume')
          : this.button('pause', words.PAUSE, 'Pause'),
      this.lockButton(),
      this.screenLink(),
    )
  }

  lockButton() {
    const { locked } = this.quiz
    const onclick = () => this.act.send('LockRoom', { locked: !locked })
    return this.doing('lock', locked ? words.UNLOCK : words.LOCK, onclick)
  }

  /** The button that lets two players play for a place that they share. */
  settleButton() {
    const { tie } = this.quiz.state
    return tie && this.doing('settle', words.SETTLE, () => this.act.send('SettleTie', { pids: tie.games[0] }))
  }

  /** @returns {(Node | null)[]} */
  phaseButtons() {
    const { phase, paused, final, round, rounds, deadline_ms: left, has_final: hasFinal } = this.quiz.state
    if (paused) return [el('strong', {}, words.PAUSED)]
    const { send } = this.act
    if (this.quiz.dueling) {
      return [el('strong', {}, words.DUEL), this.doing('call-off', words.CALL_OFF, () => send('AbortDuel', {}))]
    }
    switch (phase) {
      case 'lobby': {
        const start = this.button('main', words.START, 'StartGame')
        start.disabled = this.quiz.room.seated.length === 0
        return [start]
      }
      case 'reading':
        return [
          this.button('main', words.OPEN_BUZZERS, 'BuzzEnable'),
          this.button('nobody', words.SHOW_ANSWER, 'GiveUp'),
        ]
      case 'armed':
        return [
          this.button('main', words.CLOSE_BUZZERS, 'BuzzDisable'),
          this.button('nobody', words.SHOW_ANSWER, 'GiveUp'),
        ]
      case 'buzzed':
        return [
          this.doing('right', words.RIGHT, () => send('HostChecked', { correct: true })),
          this.doing('wrong', words.WRONG, () => send('HostChecked', { correct: false })),
        ]
      case 'wager':
        return [
          el('span', {}, words.WAIT_FOR_WAGERS),
          final
            ? this.button('close', words.CLOSE_WAGERS, 'CloseWagers')
            : this.button('nobody', words.SHOW_ANSWER, 'GiveUp'),
        ]
      case 'judged':
      case 'grid':
        if (phase === 'judged' && !this.gridIsEmpty) return [this.button('main', words.NEXT, 'ShowGrid')]
        return [
          round + 1 < rounds ? this.button('next', words.NEXT_ROUND, 'NextRound') : null,
          hasFinal ? this.button('final', words.START_FINAL, 'StartFinal') : null,
          this.button('end', words.END, 'EndGame'),
        ]
      case 'final':
        return [
          el('span', {}, left === null ? words.JUDGE : words.WAIT_FOR_ANSWERS),
          left === null ? null : this.button('close', words.CLOSE_ANSWERS, 'CloseAnswers'),
          this.button('end', words.END, 'EndGame'),
        ]
      default:
        return [
          this.settleButton(),
          this.doing('main', words.AGAIN, () => this.playAgain()),
          this.doing('csv', words.CSV, () => save('quiz.csv', 'text/csv', asCsv(this.quiz.standings))),
          this.doing('json', words.JSON_FILE, () =>
            save('quiz.json', 'application/json', asJson(this.quiz.title, this.quiz.standings)),
          ),
        ]
    }
  }

  /** Set up the same quiz again. Without new questions the server keeps the old ones. */
  playAgain() {
    const { pace, showClues, teamNames } = this.quiz
    /** @type {any} */
    const options = { game: 'quiz', pace, show_clues: showClues, teams: teamNames }
    this.act.send('NewGame', options)
  }

  get gridIsEmpty() {
    return this.quiz.state.grid.every((column) => column.values.every((value) => value === null))
  }

  /**
   * @param {string} kind
   * @param {string} text
   * @param {'StartGame' | 'BuzzEnable' | 'BuzzDisable' | 'GiveUp' | 'ShowGrid' | 'NextRound' | 'StartFinal' | 'CloseWagers' | 'CloseAnswers' | 'EndGame' | 'Undo' | 'Redo' | 'Pause' | 'Resume'} request
   */
  button(kind, text, request) {
    return this.doing(kind, text, () => this.act.send(request, {}))
  }

  /**
   * @param {string} kind
   * @param {string} text
   * @param {() => void} onclick
   */
  doing(kind, text, onclick) {
    const key = Object.keys(KEYS).find((each) => KEYS[each] === kind)
    const label = key ? el('kbd', {}, key === ' ' ? 'Space' : key.toUpperCase()) : null
    return el('button', { class: kind, 'data-does': kind, onclick }, text, label)
  }

  screenLink() {
    const { code, key } = this.quiz.room
    const href = address(`screen/${code}`, { key: key || null }).href
    return el('a', { class: 'screen-link', href, target: '_blank', rel: 'noopener' }, words.BIG_SCREEN)
  }

  /** @param {KeyboardEvent} event */
  keyed(event) {
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest('input, select, textarea, svg.board') || event.ctrlKey || event.metaKey || event.altKey) return
    if ((event.key === ' ' || event.key === 'Enter') && target?.closest('button, a')) return
    const does = KEYS[event.key]
    const button = does && this.controls?.querySelector(`[data-does="${does}"]`)
    if (!(button instanceof HTMLButtonElement) || event.repeat) return
    event.preventDefault()
    button.click()
  }

  /** The list of all players, whose scores can be corrected. @override */
  fillPeople() {
    // While the host types a score, the list stays as it is.
    const { activeElement } = document
    if (this.people.contains(activeElement) && !(activeElement instanceof HTMLButtonElement)) {
      this.shown.people = this.shown.persons = ''
      return
    }
    fill(this.people, ...this.quiz.standings.map((each) => this.row(each)))
  }

  /** @param {Standing} standing */
  row(standing) {
    const { pid } = standing.player
    const open = this.opened === pid
    const toggle = () => {
      this.opened = open ? null : pid
      this.act.changed()
    }
    return personRow(this.quiz, this.act, standing, { open, toggle })
  }

  /** Who pressed when: a mark on a time line for each press, with its uncertainty. */
  fillReplay() {
    const { traces, room, photo } = this.quiz
    const replay = /** @type {HTMLElement} */ (this.replay)
    show(replay, traces.length > 0)
    const from = Math.min(...traces.map((each) => each.pressed_ms - each.give_or_take_ms))
    const to = Math.max(from + 1, ...traces.map((each) => each.pressed_ms + each.give_or_take_ms))
    const share = (/** @type {number} */ ms) => `${((ms - from) / (to - from)) * 100}%`
    fill(
      replay,
      el('h2', {}, photo ? words.PHOTO : words.BUZZ_ORDER),
      el(
        'ol',
        {},
        ...traces.map((each) => {
          const mark = el('i', {})
          mark.style.left = share(each.pressed_ms - each.give_or_take_ms)
          mark.style.right = `calc(100% - ${share(each.pressed_ms + each.give_or_take_ms)})`
          return el(
            'li',
            { class: each.won ? 'won' : '' },
            el('strong', {}, room.nameOf(each.pid)),
            el('span', {}, `${Math.round(each.pressed_ms)} ms `, el('small', {}, words.give(each.give_or_take_ms))),
            el('div', { class: 'line', 'aria-hidden': 'true' }, mark),
          )
        }),
      ),
    )
  }

  /** The final answers. They can be judged once they can no longer be changed. */
  fillFinals() {
    const { phase, final, deadline_ms: left, wagers } = this.quiz.state
    const { room } = this.quiz
    const list = /** @type {HTMLElement} */ (this.finals)
    const shown = phase === 'final' && final !== null && left === null
    show(list, shown)
    if (!shown || !final) return
    const waiting = (final.wagered ?? []).filter((pid) => !final.judged?.includes(pid))
    fill(
      list,
      ...waiting.map((pid) =>
        el(
          'li',
          {},
          el('strong', {}, room.nameOf(pid)),
          final.texts?.[pid] ? el('q', {}, final.texts[pid]) : el('em', {}, words.NO_ANSWER),
          el('span', { class: 'points' }, words.points(wagers[pid] ?? 0)),
          this.judge(pid, true),
          this.judge(pid, false),
        ),
      ),
    )
  }

  /**
   * @param {number} pid
   * @param {boolean} correct
   */
  judge(pid, correct) {
    const onclick = () => this.act.send('HostChecked', { correct, pid })
    const text = correct ? words.RIGHT : words.WRONG
    const whose = words.judgementOf(this.quiz.room.nameOf(pid), text)
    return el('button', { class: correct ? 'right' : 'wrong', 'aria-label': whose, onclick }, text)
  }

  /** @override */
  close() {
    removeEventListener('keydown', this.onKey)
  }
}
