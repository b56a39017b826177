/** The quiz's own stylesheet, from the first of its screens on. */

import { wear } from '../style.js'

export const wearStyle = () => wear('quiz')
