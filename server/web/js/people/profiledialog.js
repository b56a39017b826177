/** The dialog in a lobby in which a member changes name and picture. */

import { openDialog } from './dialog.js'
import { ProfileForm } from './profileform.js'
import * as words from './words.js'

/** @import { Requests } from '../types.js' */

/** @param {(chosen: Requests['SetProfile']) => void} tell Sends the change to the room, which then shows it. */
export function openProfileDialog(tell) {
  /** @type {ProfileForm | null} */
  let form = null
  const content = (/** @type {() => void} */ close) => {
    form = new ProfileForm({ save: async (chosen) => tell(chosen), onSaved: close })
    return [form.element]
  }
  return openDialog(words.ACCOUNT, content, () => form?.close())
}
