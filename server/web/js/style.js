/** Stylesheets of screens that are not everybody's first: loaded when such a screen is opened. */

import { el } from './dom.js'
import { file } from './place.js'

/** @type {Map<string, Promise<void>>} */
const worn = new Map()

/**
 * @param {string} sheet
 * @returns {Promise<void>} When it is there, or cannot be had: then the screen is shown plainly.
 */
export function wear(sheet) {
  const coming =
    worn.get(sheet) ??
    new Promise((resolve) => {
      const done = () => resolve()
      const link = { rel: 'stylesheet', href: file(`css/${sheet}.css`), onload: done, onerror: done }
      document.head.append(el('link', link))
    })
  worn.set(sheet, coming)
  return coming
}
