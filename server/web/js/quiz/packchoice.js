/** Which questions are played: a pack of ours, or one in a file. */

import { el, fill } from '../dom.js'
import { file } from '../place.js'
import { SERVER_GONE } from '../words.js'
import * as words from './words.js'

const OWN = 'own'

/** A sentence for whoever sets the quiz up. */
export class Refusal extends Error {}

export class PackChoice {
  constructor() {
    this.packs = el('select', { 'aria-label': words.PACK, onchange: () => this.chosen() })
    this.file = el('input', {
      type: 'file',
      accept: '.json,application/json',
      'aria-label': words.OWN_PACK,
      hidden: true,
    })
  }

  /**
   * Offer what the server has. The first pack that has not been played yet is chosen.
   *
   * @param {Set<string>} [played] The titles of those that have.
   * @returns {Promise<string>} What went wrong, or nothing.
   */
  async list(played = new Set()) {
    const own = el('option', { value: OWN }, words.OWN_PACK)
    let problem = ''
    try {
      /** @type {{ file: string, title: string }[]} */
      const packs = await (await fetch(file('packs.json'))).json()
      fill(this.packs, ...packs.map((pack) => el('option', { value: pack.file }, pack.title)), own)
      const next = packs.find((pack) => !played.has(pack.title))
      if (next) this.packs.value = next.file
    } catch {
      fill(this.packs, own)
      problem = SERVER_GONE
    }
    this.chosen()
    return problem
  }

  chosen() {
    this.file.hidden = this.packs.value !== OWN
  }

  /** The chosen pack; throws a Refusal if it cannot be read. */
  async questions() {
    if (this.packs.value !== OWN) return (await fetch(file(`packs/${this.packs.value}`))).json()
    const chosen = this.file.files?.[0]
    if (!chosen) throw new Refusal(words.CHOOSE_FILE)
    try {
      return JSON.parse(await chosen.text())
    } catch {
      throw new Refusal(words.NOT_JSON)
    }
  }
}

/**
 * Send a quiz's setup to the server, which answers with the room.
 *
 * @param {string} path
 * @param {object} asked
 */
export async function post(path, asked) {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(asked) })
  const made = await answer.json()
  if (!answer.ok) throw new Refusal(made.message)
  return made
}
