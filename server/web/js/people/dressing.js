/** Choosing a name and a look in a lobby, over it. */

import { openDialog } from './dialog.js'
import { Dress } from './dress.js'
import * as words from './words.js'

/** @import { Requests } from '../types.js' */

/** @param {(chosen: Requests['SetProfile']) => void} tell The room is told, and answers by what it shows. */
export function openDressing(tell) {
  /** @type {Dress | null} */
  let dress = null
  const content = (/** @type {() => void} */ close) => {
    dress = new Dress({ save: async (chosen) => tell(chosen), onSaved: close })
    return [dress.element]
  }
  return openDialog(words.ACCOUNT, content, () => dress?.close())
}
