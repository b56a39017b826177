/** Errors in the page's own code: shown as a sentence with a way out, and reported to the server's log. */

import { el, fill } from './dom.js'
import { address } from './place.js'
import * as words from './words.js'

const MOST_REPORTS = 5
let reported = 0

/** Report all errors from now on. */
export function watchForErrors() {
  addEventListener('error', (event) => broke(event.message, `${event.filename}:${event.lineno}:${event.colno}`))
  addEventListener('unhandledrejection', (event) => {
    const reason = event.reason
    broke(String(reason?.message ?? reason), String(reason?.stack ?? '').split('\n')[1] ?? '')
  })
}

/**
 * @param {string} message
 * @param {string} where
 */
function broke(message, where) {
  const box = document.getElementById('broken')
  if (box) {
    box.hidden = false
    fill(
      box,
      el('p', {}, words.BROKEN),
      el('button', { class: 'main', onclick: () => location.reload() }, words.RELOAD),
    )
  }
  if (reported++ >= MOST_REPORTS) return
  const body = JSON.stringify({ message: message.slice(0, 300), where: where.slice(0, 200) })
  fetch(address('page-errors'), { method: 'POST', body, keepalive: true }).catch(() => {})
}
