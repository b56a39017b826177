/** The list of people whom the user has blocked on this server, and buttons to unblock them. */

import { el, fill, show } from '../dom.js'
import { me } from '../me.js'
import { converse } from './menu.js'
import * as words from './words.js'

/** @import { BlockedPerson } from '../types.js' */

/** The panel; hidden if nobody is blocked. */
export function blockedPanel() {
  const list = el('ul', { class: 'hushed' })
  const panel = el('section', { class: 'panel', hidden: true }, el('h2', {}, words.BLOCKED_TITLE), list)

  /** @param {BlockedPerson[]} people */
  const draw = (people) => {
    show(panel, people.length > 0)
    fill(
      list,
      ...people.map(({ id, name }) =>
        el('li', {}, el('strong', {}, name || words.GONE), el('button', { onclick: () => unblock(id) }, words.UNBLOCK)),
      ),
    )
  }
  /** @param {string} id */
  const unblock = async (id) => draw((await converse('Unblock', { id }, 'Blocked')).people)

  // A new guest has blocked nobody, and without the server there is nothing to show.
  if (me.secret)
    converse('ListBlocked', {}, 'Blocked').then(
      ({ people }) => draw(people),
      () => {},
    )
  return panel
}
