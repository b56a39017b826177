/** Whom one has blocked on this server, and the way to hear them again. */

import { el, fill, show } from '../dom.js'
import { me } from '../me.js'
import { converse } from './menu.js'
import * as words from './words.js'

/** @import { BlockedPerson } from '../types.js' */

/** A panel that is there only for those who have blocked somebody. */
export function blockedPanel() {
  const list = el('ul', { class: 'hushed' })
  const panel = el('section', { class: 'panel', hidden: true }, el('h2', {}, words.BLOCKED_TITLE), list)

  /** @param {BlockedPerson[]} people */
  const draw = (people) => {
    show(panel, people.length > 0)
    fill(
      list,
      ...people.map(({ id, name }) =>
        el('li', {}, el('strong', {}, name || words.GONE), el('button', { onclick: () => hear(id) }, words.HEAR_AGAIN)),
      ),
    )
  }
  /** @param {string} id */
  const hear = async (id) => draw((await converse('Unblock', { id }, 'Blocked')).people)

  // Whom the server does not know has blocked nobody; when it is away there is nothing to be shown.
  if (me.secret)
    converse('ListBlocked', {}, 'Blocked').then(
      ({ people }) => draw(people),
      () => {},
    )
  return panel
}
