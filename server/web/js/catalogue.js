/** The names, sentences and pictures of all upgrades, loaded once from `catalogue.json`. */

import { file } from './place.js'

/**
 * @typedef {object} CardPicture
 * @property {Record<string, string>} pieces
 * @property {string | null} origin
 * @property {string[]} standard
 * @property {string[]} quiet
 * @property {string[]} captures
 * @property {string[]} heroes
 * @property {string[]} shields
 * @property {string[]} placed
 *
 * @typedef {object} Upgrade
 * @property {string} name
 * @property {string} text
 * @property {string} note
 * @property {'common' | 'rare' | 'epic'} rarity
 * @property {number} pips
 * @property {string} pieces
 * @property {number} charges
 * @property {CardPicture | null} picture
 * @property {{ picture: string, text: string }} emblem
 *
 * @typedef {{ upgrades: Record<string, Upgrade>, emotes: string[], wire: number }} Catalogue
 */

/** @type {Catalogue} */
let known = { upgrades: {}, emotes: [], wire: 0 }

/** Load the catalogue. */
export async function loadCatalogue() {
  const answer = await fetch(file('catalogue.json'))
  known = await answer.json()
}

/**
 * An upgrade. One that only a newer server knows is shown by its id.
 *
 * @param {string} id
 * @returns {Upgrade}
 */
export function upgrade(id) {
  return (
    known.upgrades[id] ?? {
      name: id.replaceAll('_', ' '),
      text: '',
      note: '',
      rarity: 'common',
      pips: 0,
      pieces: '',
      charges: 0,
      picture: null,
      emblem: { picture: 'pup', text: '' },
    }
  )
}

export const emotes = () => known.emotes

/** The version of the messages that this page uses. A server that does not know it refuses the connection. */
export const wireVersion = () => String(known.wire)

/**
 * The pieces, as small letters, that have added moves by these upgrades.
 *
 * @param {string[]} upgrades
 */
export function lettersOf(upgrades) {
  return new Set(upgrades.flatMap((id) => [...upgrade(id).pieces]))
}
