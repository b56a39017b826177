/** What others see of oneself: a name and a pup. On one's own screen, and in a lobby. */

import { el } from '../dom.js'
import { nameField } from '../home.js'
import { keepPicture, me } from '../me.js'
import { file } from '../place.js'
import { PREFIX, PUPS, portrait } from '../portraits.js'
import { name } from '../seats.js'
import { form } from './form.js'
import * as words from './words.js'

/** @import { Requests } from '../types.js' */

/**
 * @param {(chosen: Requests['SetProfile']) => Promise<void>} save Tells the server; throws a sentence.
 * @param {() => void} [onSaved]
 */
export function dress(save, onSaved = () => {}) {
  const field = nameField()
  let picture = me.picture
  const choose = (/** @type {string | null} */ chosen) => {
    picture = chosen
  }
  const pups = el(
    'fieldset',
    { class: 'pups' },
    el('legend', {}, words.PUP),
    el('div', {}, ...PUPS.map((pup) => choice(pup, picture === PREFIX + pup, () => choose(PREFIX + pup)))),
  )
  return form({
    fields: [],
    more: [el('label', { class: 'field' }, el('span', {}, words.NAME), field), pups],
    submit: words.SAVE,
    does: async () => {
      const called = field.value.trim()
      await save({ ...(called && { name: called }), ...(picture && { picture }) })
      if (called) name.set(called)
      if (picture) keepPicture(picture)
      onSaved()
      return words.SAVED
    },
  })
}

/**
 * @param {string} pup
 * @param {boolean} checked
 * @param {() => void} onchange
 */
function choice(pup, checked, onchange) {
  return el(
    'label',
    { title: words.PUPS[pup] },
    el('input', { type: 'radio', name: 'pup', checked, onchange, 'aria-label': words.PUPS[pup] }),
    el('img', { src: file(`pictures/pups/${pup}.svg`), alt: '', width: 56, height: 56, class: 'pup' }),
  )
}

/** How one looks now. @param {number} size */
export function ownPortrait(size) {
  const source = portrait(name.get(), me.picture)
  return el('img', { src: source, alt: '', width: size, height: size, class: 'pup' })
}
