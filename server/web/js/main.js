/** The page begins here: which screen belongs to its address. */

import { loadCatalogue } from './catalogue.js'
import { fill } from './dom.js'
import { watchForErrors } from './errors.js'
import { Home } from './home.js'
import { parts } from './place.js'
import { prepareSounds } from './sound.js'
import { Table } from './table.js'

watchForErrors()
prepareSounds()

/** @type {{ element: HTMLElement, close: () => void } | null} */
let shown = null

async function show() {
  const [where, code] = parts()
  const atTable = code !== undefined && (where === 'join' || where === 'watch')
  if (atTable) await catalogue
  shown?.close()
  shown = atTable ? new Table(code.toUpperCase(), where === 'watch') : new Home()
  const screen = document.getElementById('screen')
  if (screen) fill(screen, shown.element)
}

const catalogue = loadCatalogue()
addEventListener('popstate', show)
addEventListener('moved', show)
show()
