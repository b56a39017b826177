/**
 * Lets the user choose a picture of their own: a file, one that is dropped here, or one that is pasted.
 *
 * The browser makes it small and square before it is sent, so that a photo of a phone passes whatever its size, and
 * upright, and without what the camera has noted. The server decodes it and writes it anew all the same.
 */

import { el, setText, show } from '../dom.js'
import {
  PICTURE_CHOOSE,
  PICTURE_DROP,
  PICTURE_NONE,
  PICTURE_SENDING,
  PICTURE_TOO_LARGE,
  PICTURE_UNREADABLE,
} from './words.js'

/** The size of the pictures that the server keeps. */
const SIDE = 256
const MOST_BYTES = 50_000_000
const FORMATS = 'image/png,image/jpeg,image/webp,image/gif'

export class OwnPicture {
  /**
   * @param {(image: string) => void} send Called with base64 for `AddProfilePic {image}`; `sent` is to be called with
   *   what the server has answered.
   */
  constructor(send) {
    this.send = send
    this.preview = el('canvas', {
      width: SIDE,
      height: SIDE,
      class: 'own-picture-preview',
      role: 'img',
      'aria-label': PICTURE_CHOOSE,
    })
    this.input = el('input', {
      type: 'file',
      accept: FORMATS,
      'aria-label': PICTURE_CHOOSE,
      hidden: true,
      onchange: () => this.take(this.input.files),
    })
    this.said = el('p', { class: 'own-picture-said', 'aria-live': 'polite' })
    this.element = el(
      'div',
      {
        class: 'own-picture',
        ondragover: (/** @type {DragEvent} */ event) => this.welcome(event, true),
        ondragleave: (/** @type {DragEvent} */ event) => this.welcome(event, false),
        ondrop: (/** @type {DragEvent} */ event) => {
          this.welcome(event, false)
          this.take(event.dataTransfer?.files)
        },
      },
      this.preview,
      el('button', { type: 'button', onclick: () => this.input.click() }, PICTURE_CHOOSE),
      this.input,
      el('p', { class: 'hint' }, PICTURE_DROP),
      this.said,
    )
    /** @param {ClipboardEvent} event */
    this.onPaste = (event) => {
      // Text that is pasted into a field is not meant for the picture.
      if (event.clipboardData?.files.length) this.take(event.clipboardData.files)
    }
    document.addEventListener('paste', this.onPaste)
    show(this.preview, false)
  }

  /** Stop listening for pasted pictures. */
  close() {
    document.removeEventListener('paste', this.onPaste)
  }

  /**
   * Show the server's answer.
   *
   * @param {import('../types.js').ActionSuccess} answer
   */
  sent(answer) {
    setText(this.said, answer.ok ? '' : (answer.message ?? PICTURE_UNREADABLE))
    if (!answer.ok) show(this.preview, false)
  }

  /**
   * @param {DragEvent} event
   * @param {boolean} over
   */
  welcome(event, over) {
    event.preventDefault()
    this.element.classList.toggle('welcome', over)
  }

  /** @param {FileList | null | undefined} files */
  async take(files) {
    const file = files?.[0]
    this.input.value = ''
    if (!file) return setText(this.said, PICTURE_NONE)
    if (file.size > MOST_BYTES) return setText(this.said, PICTURE_TOO_LARGE)
    setText(this.said, PICTURE_SENDING)
    try {
      const image = await this.draw(file)
      show(this.preview, true)
      this.send(image)
    } catch {
      // It is no picture, is damaged, or is larger than this browser can decode.
      show(this.preview, false)
      setText(this.said, PICTURE_UNREADABLE)
    }
  }

  /**
   * Draw the middle of the picture on the preview.
   *
   * @param {File} file
   * @returns {Promise<string>} As PNG in base64.
   */
  async draw(file) {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const side = Math.min(bitmap.width, bitmap.height)
    const context = this.preview.getContext('2d')
    if (!context) throw new Error('no canvas')
    context.imageSmoothingQuality = 'high'
    context.clearRect(0, 0, SIDE, SIDE)
    context.drawImage(bitmap, (bitmap.width - side) / 2, (bitmap.height - side) / 2, side, side, 0, 0, SIDE, SIDE)
    bitmap.close()
    return this.preview.toDataURL('image/png').replace(/^[^,]*,/, '')
  }
}
