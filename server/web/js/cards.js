/** How upgrades are shown: as cards in the draft, and as badges beside a player's name. */

import { upgrade } from './catalogue.js'
import { el, svg } from './dom.js'
import { cardPicture } from './picture.js'
import * as words from './words.js'

/** @import { Colour } from './types.js' */

const MOST_PIPS = 5
/** @type {Record<string, string>} */
const SHAPES = {
  common: 'M 8 2 A 6 6 0 1 1 7.99 2 Z',
  rare: 'M 8 1 L 15 8 L 8 15 L 1 8 Z',
  epic: 'M 1 13 L 1 3.5 L 5 8 L 8 1 L 11 8 L 15 3.5 L 15 13 Z',
}

/** @param {string} rarity */
function rarityMark(rarity) {
  return svg(
    'svg',
    { viewBox: '0 0 16 16', class: `mark ${rarity}`, 'aria-hidden': 'true' },
    svg('path', { d: SHAPES[rarity] }),
  )
}

/**
 * @param {string} id
 * @param {Colour} colour Whose pieces its picture shows.
 * @param {{ onTake?: () => void, state?: 'taken' | 'other' | '' }} [how] Without `onTake` the card is no button.
 */
export function card(id, colour, { onTake, state = '' } = {}) {
  const { name, text, note, rarity, pips } = upgrade(id)
  const dots = Array.from({ length: MOST_PIPS }, (_, i) => el('i', { class: i < pips ? 'full' : '' }))
  return el(
    onTake ? 'button' : 'div',
    { class: `card ${rarity} ${state}`, onclick: onTake ?? null, 'data-upgrade': id },
    el(
      'span',
      { class: 'rarity' },
      rarityMark(rarity),
      words.RARITIES[rarity],
      el('span', { class: 'pips', 'aria-hidden': 'true' }, ...dots),
    ),
    el('strong', {}, name),
    cardPicture(upgrade(id), colour),
    el('span', { class: 'sentence' }, text),
    note ? el('small', {}, note) : null,
  )
}

/**
 * @param {string} id
 * @param {{ left: number, onOpen: () => void }} how `left`: how often it can still be used, if that is limited.
 */
export function badge(id, { left, onOpen }) {
  const { name, rarity, charges } = upgrade(id)
  const marks = Array.from({ length: charges }, (_, i) => el('i', { class: i < left ? 'full' : '' }))
  return el(
    'button',
    { class: `badge ${rarity}${charges && !left ? ' used' : ''}`, onclick: onOpen },
    rarityMark(rarity),
    name,
    ...marks,
  )
}

/**
 * How often an upgrade can still be used, by the charges in a position's layers ("Pr" for White's pass and Black's
 * revival).
 *
 * @param {string} id
 * @param {string} layers
 * @param {Colour} colour
 */
export function chargesLeft(id, layers, colour) {
  const { charges, emblem } = upgrade(id)
  if (!charges) return 0
  const letter = CHARGE_LETTERS[emblem.picture] ?? ''
  const wanted = colour === 'white' ? letter.toUpperCase() : letter
  const field = layers.split(' ')[2] ?? ''
  return Math.min(charges, [...field].filter((each) => each === wanted).length)
}

/** @type {Record<string, string>} */
const CHARGE_LETTERS = { pass_turn: 'p', revival: 'r', rewind: 'w' }
