/** The status line of the public screen: the state of the buzzers, and who answers. */

import { el } from '../dom.js'
import { pup } from './scores.js'
import * as words from './words.js'

/** @import { Quiz } from './model.js' */

/**
 * The state of the buzzers, and who answers.
 *
 * @param {Quiz} quiz
 * @param {number} now
 * @returns {keyof typeof words.PADS}
 */
export function stateNow(quiz, now) {
  const { phase, paused } = quiz.state
  if (paused) return 'paused'
  switch (phase) {
    case 'armed':
      return quiz.isOpen(now) ? 'armed' : 'reading'
    case 'buzzed':
      return 'yours'
    case 'judged':
      return quiz.judgements.some((each) => each.correct) ? 'right' : 'shown'
    case 'wager':
      return 'staking'
    case 'final':
      return 'closed'
    default:
      return 'reading'
  }
}

/**
 * @param {Quiz} quiz
 * @param {keyof typeof words.PADS} state
 * @returns {Node[]}
 */
export function statusWords(quiz, state) {
  const { room } = quiz
  const { buzzed, open } = quiz.state
  const last = quiz.judgements.at(-1)
  switch (state) {
    case 'yours': {
      const player = room.players.find((each) => each.pid === buzzed)
      const first = quiz.traces.find((each) => each.won)
      const order = quiz.traces
        .filter((each) => !each.won)
        .map(
          (each) => `${room.nameOf(each.pid)} ${words.after(Math.max(0, each.pressed_ms - (first?.pressed_ms ?? 0)))}`,
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
      // A daily double has one player: it was not everybody who did not know.
      if (open?.double && last)
        return [el('strong', {}, room.nameOf(last.pid)), el('span', {}, words.delta(last.delta))]
      return [el('strong', {}, words.NOBODY_KNEW)]
    case 'staking':
      if (open?.double) return [el('strong', {}, words.DOUBLE), el('span', {}, words.stakes(room.nameOf(open.double)))]
      return [
        el('strong', {}, quiz.wagersIn),
        ...(quiz.withoutPoints ? [el('span', {}, words.withoutPoints(quiz.withoutPoints))] : []),
      ]
    case 'closed':
      return finalWords(quiz)
    case 'armed':
      return [el('strong', {}, words.PADS.armed[0])]
    case 'reading':
      return [el('strong', {}, words.PADS.reading[0])]
    default:
      return [el('strong', {}, words.PADS[state][0])]
  }
}

/**
 * The progress of the final question: who has answered, later who was right.
 *
 * @param {Quiz} quiz
 */
function finalWords(quiz) {
  const { final, deadline_ms: left } = quiz.state
  const judged = quiz.judgements.at(-1)
  if (judged) {
    const text = final?.texts?.[judged.pid]
    return [
      el('strong', {}, quiz.room.nameOf(judged.pid)),
      el('span', {}, `${text ? `“${text}” ` : ''}${words.delta(judged.delta)}`),
    ]
  }
  return [el('strong', {}, left === null ? words.FINAL_CLOSED : quiz.answersIn)]
}
