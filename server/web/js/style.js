/** Loads the stylesheets of screens that not everybody opens. */

import { el } from './dom.js'
import { file } from './place.js'

/** @type {Map<string, Promise<void>>} */
const loading = new Map()

/**
 * @param {string} sheet
 * @returns {Promise<void>} Settles when it is loaded, or has failed; the screen is then shown without it.
 */
export function loadStyle(sheet) {
  const coming =
    loading.get(sheet) ??
    new Promise((resolve) => {
      const done = () => resolve()
      const link = { rel: 'stylesheet', href: file(`css/${sheet}.css`), onload: done, onerror: done }
      document.head.append(el('link', link))
    })
  loading.set(sheet, coming)
  return coming
}
