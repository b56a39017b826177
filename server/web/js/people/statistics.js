/** A person's statistics: ratings, streaks, and the record of their upgrades. */

import { card } from '../cards.js'
import { upgrade } from '../catalogue.js'
import { el } from '../dom.js'
import { cardPicture } from '../picture.js'
import * as words from './words.js'

/** @import { GameRecord, Profile, UpgradeRecord } from '../types.js' */

/** @param {Profile} profile */
export function statistics({ ratings = {}, upgrades = {}, best }) {
  const games = Object.entries(ratings)
  const cards = Object.entries(upgrades).sort(([, one], [, other]) => other.taken - one.taken)
  return el(
    'section',
    { class: 'panel statistics' },
    el('h2', {}, words.STATISTICS),
    ...(games.length
      ? games.map(([game, record]) => rating(game, record))
      : [el('p', { class: 'quiet' }, words.NO_RATING)]),
    best && el('h3', {}, words.BEST_CARD),
    best && card(best, 'white'),
    cards.length > 0 && el('h3', {}, words.UPGRADES),
    cards.length > 0 && el('ul', { class: 'upgrades' }, ...cards.map(([id, record]) => upgradeLine(id, record))),
  )
}

/**
 * @param {string} game
 * @param {GameRecord} record
 */
function rating(game, record) {
  const uncertain = record.uncertain ?? false
  return el(
    'div',
    { class: 'rating' },
    el('span', { class: 'kind' }, words.GAMES[game] ?? game),
    el('strong', { title: uncertain ? words.UNCERTAIN : words.RATING }, words.rating(record)),
    el(
      'span',
      { class: 'tally' },
      `${words.matches(record.matches)}: ${words.recordSpoken(record)}`,
      el('small', {}, [words.streak(record), uncertain ? words.UNCERTAIN : ''].filter(Boolean).join('. ')),
    ),
  )
}

/**
 * @param {string} id
 * @param {UpgradeRecord} record
 */
function upgradeLine(id, record) {
  return el(
    'li',
    {},
    cardPicture(upgrade(id), 'white'),
    el('span', {}, el('strong', {}, upgrade(id).name), el('small', {}, words.upgradeRecord(record))),
  )
}
