/** A player in the host's list: the score, and further controls that a press on the name opens. */

import { el } from '../dom.js'
import { pup } from './scores.js'
import * as words from './words.js'

/** @import { Quiz, Standing } from './model.js' */
/** @import { Act } from './view.js' */

const PACES = [1, 1.5, 2]

/**
 * @param {Quiz} quiz
 * @param {Act} act
 * @param {Standing} standing
 * @param {{ open: boolean, toggle: () => void }} more Whether the further controls are shown.
 */
export function personRow(quiz, act, { player, score, team }, more) {
  const { buzzed, control, phase } = quiz.state
  const field = el('input', {
    type: 'text',
    inputMode: 'numeric',
    value: String(score),
    'aria-label': words.scoreOf(player.name),
    disabled: phase === 'lobby',
    onchange: () => setScore(act, player.pid, field.value),
  })
  const kind = [
    'person',
    player.pid === buzzed && 'answers',
    player.pid === control && 'picks',
    !player.connected && 'gone',
  ]
  const pace = quiz.state.paces[player.pid] ?? 1
  const about = [team, pace === 1 ? '' : words.times(pace)].filter(Boolean).join(' · ')
  const label = el('strong', {}, player.name)
  return el(
    'div',
    { class: kind.filter(Boolean).join(' ') },
    pup(player),
    el(
      'button',
      { class: 'who-is', 'aria-expanded': String(more.open), title: words.MORE, onclick: more.toggle },
      label,
      about ? el('small', {}, about) : null,
    ),
    field,
    more.open ? el('div', { class: 'person-more' }, ...choices(quiz, act, player.pid, team, pace)) : null,
  )
}

/**
 * @param {Quiz} quiz
 * @param {Act} act
 * @param {number} pid
 * @param {string} team
 * @param {number} pace
 */
function choices(quiz, act, pid, team, pace) {
  const { phase } = quiz.state
  const name = quiz.room.nameOf(pid)
  const between = phase === 'lobby' || (phase === 'over' && !quiz.dueling)
  const chosenTeam = (/** @type {string} */ value) => act.send('SetTeam', { pid, team: value || null })
  const chosenPace = (/** @type {string} */ value) => act.send('SetPace', { pid, factor: Number(value) })
  return [
    quiz.teamNames.length && phase !== 'lobby'
      ? select(words.teamOf(name), ['', ...quiz.teamNames], team, (each) => each || words.NO_TEAM, chosenTeam)
      : null,
    phase === 'lobby'
      ? null
      : select(words.paceOf(name), PACES.map(String), String(pace), (each) => words.times(Number(each)), chosenPace),
    between && quiz.room.isHost
      ? el('button', { onclick: () => act.send('TransferHost', { pid }) }, words.MAKE_HOST)
      : null,
    el('button', { class: 'danger', onclick: () => act.send('Kick', { pid, ban: false }) }, words.REMOVE),
  ]
}

/**
 * @param {string} label
 * @param {string[]} values
 * @param {string} chosen
 * @param {(value: string) => string} text
 * @param {(value: string) => void} onChoose
 */
function select(label, values, chosen, text, onChoose) {
  const field = el(
    'select',
    { 'aria-label': label, onchange: () => onChoose(field.value) },
    ...values.map((value) => el('option', { value, selected: value === chosen }, text(value))),
  )
  return field
}

/**
 * @param {Act} act
 * @param {number} pid
 * @param {string} text
 */
function setScore(act, pid, text) {
  const score = Number(text.replaceAll(/[^\d−-]/g, '').replace('−', '-'))
  if (Number.isInteger(score)) act.send('SetScore', { pid, score })
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  act.changed()
}
