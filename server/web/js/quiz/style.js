/** The quiz's own stylesheet, from the first of its screens on. */

import { el } from '../dom.js'
import { file } from '../place.js'

export function wearStyle() {
  const href = file('css/quiz.css')
  if (!document.querySelector(`link[href="${href}"]`)) document.head.append(el('link', { rel: 'stylesheet', href }))
}
