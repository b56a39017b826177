/** A quiz on this page: a player's phone, the public screen, or the host's page. Loaded when a room plays a quiz. */

import { Desk } from './desk.js'
import { Quiz } from './model.js'
import { Phone } from './phone.js'
import { Stage } from './stage.js'
import { loadQuizStyle } from './style.js'

/** @import { Cue, Room } from '../room.js' */
/** @import { QuizSnapshot, Requests } from '../types.js' */

/**
 * @typedef {object} Act What a quiz does in its room.
 * @property {<Name extends keyof Requests>(name: Name, fields: Requests[Name]) => void} send
 * @property {() => void} changed
 * @property {() => void} leave
 */

/** How often the shown time is updated. */
const TICK_MS = 200

export class QuizView {
  /**
   * @param {Room} room
   * @param {Act} act
   */
  constructor(room, act) {
    loadQuizStyle()
    this.room = room
    this.act = act
    this.quiz = new Quiz(room)
    this.timer = 0
    this.screen = this.newScreen()
  }

  get element() {
    return this.screen.element
  }

  /** The user's role in this quiz. @returns {'player' | 'host' | 'other'} */
  get role() {
    if (this.quiz.me) return 'player'
    return this.room.isHost ? 'host' : 'other'
  }

  newScreen() {
    this.shownRole = this.role
    const Screen = { player: Phone, host: Desk, other: Stage }[this.shownRole]
    return new Screen(this.quiz, this.act)
  }

  /**
   * @param {QuizSnapshot} snapshot
   * @param {number} now
   * @param {boolean} locked Whether the room is locked.
   */
  load(snapshot, now, locked) {
    this.quiz.load(snapshot, now, locked)
  }

  /**
   * @param {string} name
   * @param {any} fields
   * @param {number} now
   * @returns {Cue[]}
   */
  receive(name, fields, now) {
    return this.quiz.receive(name, fields, now)
  }

  /**
   * @param {string} name
   * @param {any} fields
   */
  stillMeant(name, fields) {
    return this.quiz.stillMeant(name, fields)
  }

  /** @param {string} text */
  say(text) {
    this.screen.say(text)
  }

  /** @param {{ pid: number, emote: string }} emote */
  showEmote(emote) {
    this.screen.showEmote(emote)
  }

  /** @param {number} now */
  update(now) {
    if (this.role !== this.shownRole) {
      this.screen.close()
      this.screen = this.newScreen()
    }
    this.screen.update(now)
    this.plan(now)
  }

  /**
   * Set the timer for the next change by time alone.
   *
   * @param {number} now
   */
  plan(now) {
    clearTimeout(this.timer)
    const { quiz } = this
    const runs = (quiz.leftMs(now) !== null && !quiz.state.paused) || quiz.dueling
    const wait = Math.min(quiz.changesIn(now) ?? Infinity, runs ? TICK_MS : Infinity)
    if (wait < Infinity) this.timer = setTimeout(() => this.act.changed(), wait)
  }

  close() {
    clearTimeout(this.timer)
    this.screen.close()
  }
}
