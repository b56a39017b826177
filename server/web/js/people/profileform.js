/** The form for name and picture, in the profile and in a lobby. */

import { el, fill } from '../dom.js'
import { nameField } from '../home.js'
import { keepPicture, me } from '../me.js'
import { file } from '../place.js'
import { PREFIX, PUPS, portrait } from '../portraits.js'
import { name } from '../seats.js'
import { form } from './form.js'
import { ask } from './menu.js'
import { OwnPicture } from './ownpicture.js'
import * as words from './words.js'

/** @import { Requests } from '../types.js' */

export class ProfileForm {
  /**
   * @param {object} how
   * @param {(chosen: Requests['SetProfile']) => Promise<void>} how.save Tells the server; throws a sentence.
   * @param {() => void} [how.onSaved]
   */
  constructor({ save, onSaved = () => {} }) {
    this.save = save
    this.onSaved = onSaved
    this.picture = me.picture
    this.field = nameField()
    this.face = el('div', { class: 'face' })
    this.own = new OwnPicture((image) => this.upload(image))
    this.radios = PUPS.map((pup) =>
      el('input', {
        type: 'radio',
        name: 'pup',
        checked: this.picture === PREFIX + pup,
        onchange: () => this.choose(PREFIX + pup),
        'aria-label': words.PUPS[pup],
      }),
    )
    this.element = el('div', { class: 'profile-form' }, this.face, this.form())
    this.showFace()
  }

  form() {
    const pups = PUPS.map((pup, i) =>
      el(
        'label',
        { title: words.PUPS[pup] },
        this.radios[i],
        el('img', { src: file(`pictures/pups/${pup}.svg`), alt: '', width: 56, height: 56, class: 'pup' }),
      ),
    )
    return form({
      fields: [],
      more: [
        el('label', { class: 'field' }, el('span', {}, words.NAME), this.field),
        el('fieldset', { class: 'pups' }, el('legend', {}, words.PUP), el('div', {}, ...pups)),
        this.own.element,
      ],
      submit: words.SAVE,
      does: async () => {
        const called = this.field.value.trim()
        await this.save({ ...(called && { name: called }), ...(this.picture && { picture: this.picture }) })
        if (called) name.set(called)
        keepPicture(this.picture)
        this.showFace()
        this.onSaved()
        return words.SAVED
      },
    })
  }

  /** @param {string} picture */
  choose(picture) {
    this.picture = picture
    this.showFace()
  }

  /** @param {string} image Base64. */
  async upload(image) {
    const answer = await ask('AddProfilePic', { image }).catch((error) => ({
      request: 'AddProfilePic',
      ok: false,
      message: error.message,
    }))
    this.own.sent(answer)
    if (!('picture' in answer) || !answer.picture) return
    for (const radio of this.radios) radio.checked = false
    keepPicture(answer.picture)
    this.choose(answer.picture)
  }

  /** Show the picture that is chosen now. */
  showFace() {
    const source = portrait(name.get(), this.picture)
    fill(
      this.face,
      el('img', { src: source, alt: '', width: 88, height: 88, class: 'pup' }),
      el('p', {}, el('strong', {}, name.get() || words.YOURSELF), me.username && el('small', {}, `@${me.username}`)),
    )
  }

  close() {
    this.own.close()
  }
}
