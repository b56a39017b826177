/** A form that sends a request and shows its outcome. */

import { el, setText } from '../dom.js'
import * as words from './words.js'

/**
 * @typedef {object} Asked
 * @property {string} name
 * @property {string} label
 * @property {'text' | 'password'} [type]
 * @property {string} autocomplete
 * @property {string} [hint]
 * @property {string} [value]
 */

/**
 * @param {object} what
 * @param {Asked[]} what.fields
 * @param {HTMLElement[]} [what.more] Further elements, between the fields and the button.
 * @param {string} what.submit
 * @param {string} [what.kind] The button's.
 * @param {(values: Record<string, string>) => Promise<string>} what.does Returns a sentence to show; "": none.
 */
export function form({ fields, more = [], submit, kind = 'main', does }) {
  const said = el('p', { class: 'said', role: 'status' })
  const button = el('button', { class: kind }, submit)
  const inputs = fields.map(({ name, type = 'text', autocomplete, value = '' }) =>
    el('input', { name, type, autocomplete, value, required: true, spellcheck: false, autocapitalize: 'none' }),
  )
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault()
    if (button.disabled) return
    const values = Object.fromEntries(inputs.map((input) => [input.name, input.value]))
    button.disabled = true
    said.classList.remove('wrong')
    setText(said, words.LOADING)
    try {
      setText(said, await does(values))
      for (const input of inputs) if (input.type === 'password') input.value = ''
    } catch (error) {
      said.classList.add('wrong')
      setText(said, error instanceof Error ? error.message : String(error))
    } finally {
      button.disabled = false
    }
  }
  return el(
    'form',
    { class: 'ask', onsubmit: send },
    ...fields.map(({ label, hint }, i) =>
      el('label', { class: 'field' }, el('span', {}, label, hint && el('small', {}, ` (${hint})`)), inputs[i]),
    ),
    ...more,
    said,
    button,
  )
}
