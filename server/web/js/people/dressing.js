/** Choosing a name and a look in a lobby, over it. */

import { el } from '../dom.js'
import { wear } from '../style.js'
import { CLOSE } from '../words.js'
import { Dress } from './dress.js'

/** @import { Requests } from '../types.js' */

/** @param {(chosen: Requests['SetProfile']) => void} tell The room is told, and answers by what it shows. */
export async function openDressing(tell) {
  await wear('people')
  const dialog = el('dialog', { class: 'dressing people-page' })
  const dress = new Dress({
    save: async (chosen) => tell(chosen),
    onSaved: () => dialog.close(),
  })
  dialog.append(dress.element, el('button', { class: 'plain', onclick: () => dialog.close() }, CLOSE))
  dialog.addEventListener('close', () => {
    dress.close()
    dialog.remove()
  })
  document.body.append(dialog)
  dialog.showModal()
}
