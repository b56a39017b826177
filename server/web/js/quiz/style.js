/** Loads the stylesheet of the quiz. */

import { loadStyle } from '../style.js'

export const loadQuizStyle = () => loadStyle('quiz')
