/** A dialog over the screen. A press beside it closes it quickly, because a clock may be running. */

import { el } from '../dom.js'
import { loadStyle } from '../style.js'
import { CLOSE } from '../words.js'

/**
 * @param {string} label
 * @param {(close: () => void) => Node[]} content
 * @param {() => void} [onClose]
 */
export async function openDialog(label, content, onClose = () => {}) {
  await loadStyle('people')
  const dialog = el('dialog', { class: 'dialog people-page', 'aria-label': label })
  const close = () => dialog.close()
  dialog.append(...content(close), el('button', { class: 'plain', onclick: close }, CLOSE))
  dialog.addEventListener('pointerdown', ({ clientX: x, clientY: y }) => {
    const { left, right, top, bottom } = dialog.getBoundingClientRect()
    if (x < left || x > right || y < top || y > bottom) close()
  })
  dialog.addEventListener('close', () => {
    onClose()
    dialog.remove()
  })
  document.body.append(dialog)
  dialog.showModal()
}
