/** Scores on the public screen: the leading players, and the podium at the end. */

import { el } from '../dom.js'
import { portrait } from '../portraits.js'
import * as words from './words.js'

/** @import { Player } from '../types.js' */
/** @import { Quiz, Standing, TeamStanding } from './model.js' */

const MOST_PLATES = 8
const PODIUM = 3
/** How many of a team stand on its step. */
const MOST_PUPS = 4

/**
 * The leading players, and the one who answers.
 *
 * @param {Quiz} quiz
 * @returns {(Node | null)[]}
 */
export function plates(quiz) {
  const standings = quiz.standings
  const { buzzed } = quiz.state
  const first = standings.slice(0, MOST_PLATES)
  const active = standings.find((each) => each.player.pid === buzzed)
  // The player who answers is shown, whatever their place.
  if (active && !first.includes(active)) first[MOST_PLATES - 1] = active
  const rest = standings.length - first.length
  return [...first.map((each) => plate(quiz, each)), rest > 0 ? el('span', { class: 'rest' }, words.more(rest)) : null]
}

/**
 * @param {Quiz} quiz
 * @param {Standing} standing
 */
function plate(quiz, { player, score, team }) {
  const { buzzed, locked, control, phase } = quiz.state
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

/**
 * The podium with the first three places, and some of the next ones.
 *
 * @param {Quiz} quiz
 */
export function podium(quiz) {
  const standings = quiz.teamStandings.length ? quiz.teamStandings.map(teamOnSteps) : quiz.standings.map(onSteps)
  const top = standings.slice(0, PODIUM)
  // In the order of a podium: second, first, third.
  const steps = [top[1], top[0], top[2]].filter((each) => each !== undefined)
  return [
    el(
      'ol',
      { class: 'steps' },
      ...steps.map((each) =>
        el(
          'li',
          { class: `step place-${each.place}` },
          each.pup,
          el('strong', {}, each.name),
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
          el('li', {}, `${words.place(each.place)} `, el('strong', {}, each.name), ` ${words.points(each.score)}`),
        ),
    ),
    quiz.aboutTie ? el('p', { class: 'tie' }, quiz.aboutTie) : null,
  ]
}

/** @param {Standing} standing */
const onSteps = ({ place, player, score }) => ({ place, name: player.name, score, pup: pup(player) })

/** @param {TeamStanding} standing */
const teamOnSteps = ({ place, name, score, players }) => ({
  place,
  name,
  score,
  pup: el('span', { class: 'pups' }, ...players.slice(0, MOST_PUPS).map(pup)),
})

/** @param {Player} player */
export function pup(player) {
  return el('img', { src: portrait(player.name, player.picture ?? null), alt: '', class: 'pup' })
}
