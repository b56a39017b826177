/** The entry point: shows the screen that belongs to the page's address. */

import { loadCatalogue } from './catalogue.js'
import { fill } from './dom.js'
import { watchForErrors } from './errors.js'
import { Home } from './home.js'
import { parts } from './place.js'
import { prepareSounds } from './sound.js'
import { Table } from './table.js'

/** The addresses of a room, by what one does there. */
const ROOMS = new Set(['join', 'watch', 'screen', 'host'])

watchForErrors()
prepareSounds()

/** @typedef {{ element: HTMLElement, close: () => void }} Screen */

/** @type {Screen | null} */
let shown = null

async function show() {
  const next = await screenOf(parts())
  shown?.close()
  shown = next
  const screen = document.getElementById('screen')
  if (screen) fill(screen, shown.element)
}

const catalogue = loadCatalogue()

/**
 * @param {string[]} address The path of the page, in parts.
 * @returns {Promise<Screen>}
 */
async function screenOf(address) {
  const [where, code] = address
  if (where === 'quiz') {
    const { Setup } = await import('./quiz/setup.js')
    return new Setup()
  }
  if (where === 'replay' && code) {
    const { Replay } = await import('./replay/view.js')
    return new Replay(code)
  }
  if (where === 'account' || where === 'people') {
    const { People } = await import('./people/view.js')
    return new People(address)
  }
  if (code === undefined || !ROOMS.has(where)) return new Home()
  await catalogue
  return new Table(code.toUpperCase(), {
    watch: where === 'watch',
    screen: where === 'screen',
    host: where === 'host',
  })
}

/**
 * A button that Enter holds down is pressed once, and not thirty times a second.
 *
 * @param {KeyboardEvent} event
 */
function pressOnce(event) {
  if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault()
}

addEventListener('keydown', pressOnce)
addEventListener('popstate', show)
addEventListener('moved', show)
show()
