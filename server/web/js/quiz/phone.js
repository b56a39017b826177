/** A player's phone: name and score, the question if the host shows it on phones, and the buzzer or a form. */

import { emotes } from '../catalogue.js'
import { icon } from '../chat.js'
import { el, fill, setText, show } from '../dom.js'
import { file } from '../place.js'
import { portrait } from '../portraits.js'
import { muted } from '../seats.js'
import { EMOTE_NAMES, LEAVE, SOUND_OFF, SOUND_ON, STAY } from '../words.js'
import { DuelView } from './duel.js'
import { FinalForm } from './final.js'
import { Pad } from './pad.js'
import { Question } from './question.js'
import { Timer } from './timer.js'
import { WagerForm } from './wager.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */
/** @import { Act } from './view.js' */

const NEWS_MS = 5_000

export class Phone {
  /**
   * @param {Quiz} quiz
   * @param {Act} act
   */
  constructor(quiz, act) {
    this.quiz = quiz
    this.act = act
    this.pad = new Pad((at) => this.press(at))
    this.question = new Question(quiz, (move) => act.send('AnswerMove', { move }), act.changed)
    this.timer = new Timer()
    this.duel = new DuelView(quiz, act)
    this.wager = new WagerForm(quiz, act)
    this.final = new FinalForm(quiz, act)
    this.pup = el('img', { alt: '', width: 48, height: 48, class: 'pup' })
    this.name = el('strong', { class: 'name' })
    this.team = el('span', { class: 'team' })
    this.place = el('span', { class: 'place' })
    this.score = el('span', { class: 'points' })
    this.news = el('p', { class: 'news', role: 'status' })
    this.emotes = el('div', { class: 'emotes', hidden: true })
    this.leaving = el('div', { class: 'leaving', hidden: true })
    this.sound = el('button', { class: 'tool', onclick: () => this.mute() })
    this.element = el(
      'div',
      { class: 'quiz phone' },
      el(
        'header',
        { class: 'me' },
        this.pup,
        el('div', { class: 'who' }, this.name, this.team),
        el('div', { class: 'standing' }, this.score, this.place),
      ),
      this.timer.element,
      el('div', { class: 'middle' }, this.question.element, this.wager.element, this.final.element, this.duel.element),
      this.pad.element,
      this.news,
      this.leaving,
      this.emotes,
      this.tools(),
    )
    this.mark = ''
    this.forget = 0
  }

  tools() {
    return el(
      'footer',
      { class: 'tools' },
      tool('paw', words.EMOTES, () => this.toggle(this.emotes)),
      this.sound,
      tool('door', words.LEAVE, () => this.toggle(this.leaving)),
    )
  }

  /** @param {number} at The time of the press. */
  press(at) {
    const means = this.quiz.press(at)
    if (means) {
      // The request is sent before anything is drawn.
      this.act.send('Buzz', { t: at })
      this.act.changed()
    }
    return means
  }

  mute() {
    muted.set(!muted.get())
    this.act.changed()
  }

  /** @param {HTMLElement} panel */
  toggle(panel) {
    const opens = panel.hidden
    for (const each of [this.emotes, this.leaving]) show(each, each === panel && opens)
    if (opens && panel === this.emotes && !panel.firstChild) fill(panel, ...emotes().map((each) => this.emote(each)))
    if (opens && panel === this.leaving) this.fillLeaving()
  }

  fillLeaving() {
    fill(
      this.leaving,
      el('p', {}, el('strong', {}, words.ASK_LEAVE), ' ', words.LEAVE_HINT),
      el('button', { class: 'danger', onclick: () => this.act.leave() }, LEAVE),
      el('button', { onclick: () => this.toggle(this.leaving) }, STAY),
    )
  }

  /** @param {string} emote */
  emote(emote) {
    const name = EMOTE_NAMES[emote] ?? emote
    const picture = el('img', { src: file(`pictures/emotes/${emote}.svg`), alt: '', width: 44, height: 44 })
    const shown = () => {
      this.act.send('Emote', { emote })
      show(this.emotes, false)
    }
    return el('button', { title: name, 'aria-label': name, onclick: shown }, picture)
  }

  /** @param {string} text */
  say(text) {
    setText(this.news, text)
    clearTimeout(this.forget)
    this.forget = setTimeout(() => setText(this.news, ''), NEWS_MS)
  }

  /** Emotes are shown on the big screen only. */
  showEmote() {}

  /** @param {number} now */
  update(now) {
    const { quiz } = this
    this.updateMe()
    this.timer.update(quiz, now)
    this.question.update()
    const wagers = quiz.mayWager
    const answers = quiz.mayAnswer
    this.wager.update()
    this.final.update()
    show(this.wager.element, wagers)
    show(this.final.element, answers)
    const hasQuestion = this.question.hasContent && quiz.state.phase !== 'over' && !wagers
    show(this.question.element, hasQuestion)
    const state = quiz.pad(now)
    this.pad.update(state, this.aboutPad(state))
    this.duel.update(now)
    show(this.pad.element, !wagers && !answers && !quiz.dueling)
    this.element.classList.toggle('asked', hasQuestion)
    this.element.classList.toggle('moving', quiz.mayMove)
    this.element.classList.toggle('filling', wagers || answers || quiz.dueling)
    const silent = muted.get()
    const mark = silent ? 'silence' : 'sound'
    if (mark !== this.mark) {
      this.mark = mark
      const label = silent ? SOUND_ON : SOUND_OFF
      fill(this.sound, icon(mark))
      this.sound.title = label
      this.sound.setAttribute('aria-label', label)
    }
  }

  updateMe() {
    const { quiz } = this
    const standing = quiz.standings.find((each) => each.player.pid === quiz.room.pid)
    if (!standing) return
    const { player, score } = standing
    const place = quiz.ownPlace
    const team = quiz.ownTeam
    const picture = portrait(player.name, player.picture ?? null)
    if (this.pup.src !== picture) this.pup.src = picture
    setText(this.name, player.name)
    setText(this.team, team ? words.teamStands(team, place !== undefined) : '')
    show(this.team, team !== undefined)
    setText(this.score, words.points(score))
    this.score.setAttribute('aria-label', words.pointsOf(score))
    // In a team the place is the team's.
    setText(this.place, place && !team ? words.place(place) : '')
  }

  /**
   * @param {import('./model.js').PadState} state
   * @returns {{ word?: string, hint?: string, pup?: string }}
   */
  aboutPad(state) {
    const { quiz } = this
    const { buzzed, control, open } = quiz.state
    const { room } = quiz
    switch (state) {
      case 'lobby':
        return { pup: this.pup.src }
      case 'yours':
        return quiz.mayMove ? { hint: quiz.moved ? words.MOVE_SENT : words.YOUR_MOVE } : {}
      case 'other': {
        const usual = open?.double ? words.playsFor(quiz.state.wagers[open.double] ?? 0) : words.PADS.other[1]
        return { word: room.nameOf(buzzed), hint: quiz.behindMs === null ? usual : words.behind(quiz.behindMs) }
      }
      case 'grid':
        return control === null ? {} : { hint: words.picks(room.nameOf(control)) }
      case 'right':
      case 'wrong': {
        const mine = quiz.judgements.filter((each) => each.pid === room.pid).at(-1)
        return { hint: mine ? words.delta(mine.delta) : '' }
      }
      case 'shown':
        return { word: open?.answers?.join(' / ') ?? words.PADS.shown[0] }
      case 'staking':
        if (quiz.cameTooLate) return { hint: words.CAME_TOO_LATE }
        if (quiz.nothingToStake) return { hint: words.NOTHING_TO_STAKE }
        if (quiz.wagered || quiz.inFinal) return { hint: words.WAGERED }
        return open?.double ? { hint: words.stakes(room.nameOf(open.double)) } : {}
      case 'closed':
        return quiz.cameTooLate ? { word: words.FINAL, hint: words.CAME_TOO_LATE } : {}
      case 'over': {
        const place = quiz.ownPlace
        return { word: place ? words.place(place) : undefined, hint: quiz.aboutOwnTie || words.OVER, pup: this.pup.src }
      }
      default:
        return {}
    }
  }

  close() {
    this.pad.close()
  }
}

/**
 * @param {string} drawing
 * @param {string} label
 * @param {() => void} onclick
 */
function tool(drawing, label, onclick) {
  return el('button', { class: 'tool', title: label, 'aria-label': label, onclick }, icon(drawing))
}
