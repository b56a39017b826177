/** The sentences of the quiz on the page. */

export const TAGLINE = 'Know it? Buzz first.'
export const AUDIENCE = 'You are watching.'
export const LOBBY = 'You’re in!'
export const LOBBY_HINT = 'Look at the big screen. The host starts soon.'
export const JOIN_WITH = 'Join with your phone'
export const NOBODY_YET = 'Waiting for the first player…'
export const BOARD = 'The question’s board. Arrow keys move, Enter takes a piece up and puts it down.'
export const YOUR_MOVE = 'Your move! Play it on the board.'
export const MOVE_SENT = 'Played. Fingers crossed…'
export const PROMOTE = 'Your pawn becomes:'
export const WAGER = 'Your wager'
export const WAGER_DO = 'Stake it'
export const WAGERED = 'Your stake is in.'
export const NOTHING_TO_STAKE = 'You have no points to stake, but you may answer.'
export const CAME_TOO_LATE = 'You came after the final had begun. Watch how it ends!'
export const ALL = 'All'
export const HALF = 'Half'
export const NONE = 'Nothing'
export const DOUBLE = 'Daily double!'
export const DOUBLE_YOURS = 'Only you may answer. How much do you stake?'
export const FINAL = 'Final question'
export const FINAL_WAGER = 'How sure are you? Stake before you see it.'
export const FINAL_FIELD = 'Your answer'
export const FINAL_SEND = 'Send'
export const FINAL_SENT = 'Sent. You can still change it.'
export const FINAL_CLOSED = 'The host reads the answers.'
export const ON_BIG_SCREEN = 'The question is on the big screen.'
export const EMOTES = 'Emotes'
export const LEAVE = 'Leave the quiz'
export const ASK_LEAVE = 'Leave the quiz?'
export const LEAVE_HINT = 'Your score stays on the board, but you cannot come back.'
export const OVER = 'That was it!'
export const PAUSED = 'Paused'
export const GRID = 'Questions'
export const SCORES = 'Scores'
export const BUZZ_ORDER = 'Buzz order'
export const NOBODY_KNEW = 'Nobody had it this time'
export const PHOTO = 'Photo finish!'

/**
 * The states of the buzzer: a word and a hint.
 *
 * @type {Record<string, [string, string]>}
 */
export const PADS = {
  lobby: [LOBBY, LOBBY_HINT],
  grid: ['Get ready', 'The next question is being picked.'],
  yourPick: ['You pick', 'Tell the host which one you want.'],
  reading: ['Wait…', 'The host reads. Too early costs time.'],
  armed: ['Buzz!', 'Tap here, or press Space'],
  sent: ['Pressed', 'Who was first?'],
  early: ['Too early', 'One moment…'],
  yours: ['You!', 'Say your answer out loud.'],
  other: ['Buzzed', 'was first and may answer.'],
  locked: ['Not this one', 'Your next chance is the next question.'],
  right: ['Right!', ''],
  wrong: ['Not quite', 'Shake it off.'],
  shown: ['Answer', ''],
  staking: ['Stakes', 'Somebody is thinking about their stake.'],
  closed: ['Thank you', FINAL_CLOSED],
  paused: [PAUSED, 'The host has stopped the time.'],
  over: [OVER, ''],
  away: ['Reconnecting…', 'Your seat and score are safe.'],
}

/** @param {string} name */
export const answers = (name) => `${name} was first.`
/** @param {string} name */
export const stakes = (name) => `${name} is thinking about the stake.`
/** @param {number} wager */
export const playsFor = (wager) => `plays for ${points(wager)}.`
/** @param {string} name */
export const picks = (name) => `${name} picks the next one.`
/** @param {number} delta */
export const delta = (delta) => `${delta > 0 ? '+' : delta < 0 ? '−' : '±'}${points(Math.abs(delta))}`
/** @param {string} name @param {boolean} correct @param {number} change */
export const judged = (name, correct, change) => `${name}: ${correct ? 'right' : 'wrong'}, ${delta(change)}.`
/** @param {number} score */
export const points = (score) =>
  `${score < 0 ? '−' : ''}${Math.abs(score).toLocaleString('en').replaceAll(',', '\u202f')}`
/** @param {number} score */
export const pointsOf = (score) => `${points(score)} points`
/** @param {number} place */
export const place = (place) => {
  const teen = place % 100 > 10 && place % 100 < 14
  return `${place}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th')}`
}
/** @param {{ name: string, place: number, score: number }} team @param {boolean} begun Whether anybody has points. */
export const teamStands = ({ name, place: at, score }, begun) =>
  begun ? `${name} · ${place(at)} with ${points(score)}` : name
/** @param {number} round @param {number} rounds */
export const roundOf = (round, rounds) => (rounds > 1 ? `Round ${round + 1} of ${rounds}` : '')
/** @param {string} category @param {number} value */
export const question = (category, value) => `${category} · ${points(value)}`
/** @param {number} most */
export const atMost = (most) => `0 to ${points(most)}`
/** @param {number} seconds */
export const secondsLeft = (seconds) => `${seconds} s`
/** @param {number} count */
export const more = (count) => `and ${count} more`
/** @param {number} done @param {number} all */
export const ready = (done, all) => `${done} of ${all} ready`
/** @param {number} count */
export const withoutPoints = (count) => `${count} ${count === 1 ? 'has' : 'have'} no points to stake`
/** @param {string} answer */
export const answerIs = (answer) => `Answer: ${answer}`
/** @param {number} count */
export const playersIn = (count) => (count === 1 ? '1 player is in' : `${count} players are in`)
/** @param {number} ms */
export const behind = (ms) => (ms < 1 ? 'So close!' : `${Math.round(ms)} ms behind. So close!`)
/** @param {number} ms */
export const after = (ms) => `+${Math.round(ms)} ms`

// --- the host's page ---

export const CREATE = 'Open the room'
export const PACK = 'Questions'
export const OWN_PACK = 'A pack of your own (JSON)'
export const NOT_JSON = 'This file is no pack: it is not JSON.'
export const CHOOSE_FILE = 'Choose the file of your pack first.'
export const TIME = 'Time to think'
export const TEAMS = 'Teams'
export const NO_TEAMS = 'None'
export const SHOW_CLUES = 'Show the questions on the phones, too'
export const SETUP = 'Host a quiz'
export const SETUP_HINT = 'You read and judge; everybody else buzzes with their phone.'
export const START = 'Start the quiz'
export const BIG_SCREEN = 'Open the big screen'
export const OPEN_BUZZERS = 'Open the buzzers'
export const CLOSE_BUZZERS = 'Close the buzzers'
export const CLOSE_WAGERS = 'Close the wagers'
export const CLOSE_ANSWERS = 'Close the answers'
export const SHOW_ANSWER = 'Show the answer'
export const RIGHT = 'Right'
export const WRONG = 'Wrong'
/**
 * @param {string} name
 * @param {string} judgement
 */
export const judgementOf = (name, judgement) => `${judgement}: ${name}`
export const NEXT = 'Back to the grid'
export const NEXT_ROUND = 'Next round'
export const START_FINAL = 'Final question'
export const END = 'End the quiz'
export const UNDO = 'Undo'
export const REDO = 'Redo'
export const PAUSE = 'Pause'
export const RESUME = 'Go on'
export const REMOVE = 'Remove'
export const AGAIN = 'Play it again'
export const OTHER_QUESTIONS = 'Another quiz'
export const PLAY_THIS = 'Set it up'
export const CSV = 'Results as CSV'
export const JSON_FILE = 'Results as JSON'
export const LOCK = 'Lock the room'
export const UNLOCK = 'Unlock the room'
export const MORE = 'Team, time, and more'
export const NO_TEAM = 'No team'
export const MAKE_HOST = 'Make them the host'
export const SETTLE = 'Settle it on the board'
export const DUEL = 'Settled on the board'
export const CALL_OFF = 'Call the game off'
export const DUEL_OFF = 'The host has called the game off.'
export const ON_RECORD = 'The result is on record.'
export const DUEL_BOARD = 'The board of the game. Arrow keys move, Enter takes a piece up and puts it down.'
export const DUEL_RULE = 'One game for the better place. A draw wins for Black, who has less time.'
export const RESIGN = 'Resign'
export const YOUR_MOVE_NOW = 'Your move!'
export const WAIT_FOR_WAGERS = 'They are thinking…'
export const WAIT_FOR_ANSWERS = 'They are writing…'
export const JUDGE = 'Read them out, and judge.'
export const NO_ANSWER = 'no answer'
/** @param {string} name */
export const scoreOf = (name) => `Score of ${name}`
/** @param {string} name */
export const teamOf = (name) => `Team of ${name}`
/** @param {string} name */
export const pickerIs = (name) => `${name} picks`
/** @param {number} ms */
export const give = (ms) => `± ${Math.round(ms)}`
/** @param {number} number */
export const teamName = (number) => `Team ${['Biscuit', 'Cocoa', 'Ginger', 'Minty'][number]}`
/** @param {string} name */
export const isIn = (name) => `${name} is in.`
/** @param {string} name */
export const paceOf = (name) => `Time for ${name}`
/** @param {number} factor */
export const times = (factor) => `${factor}\u00d7 time`
/** @param {number} seconds */
export const duelStarts = (seconds) => `It begins in ${seconds}.`
/**
 * @param {number} place
 * @param {string[][]} games
 * @param {string[]} through
 */
export const tie = (place, games, through) => {
  if (games.length === 1 && !through.length) {
    return `${games[0].join(' and ')} can play for place ${place}: one game on the board.`
  }
  const now = listed(games.map((pair) => pair.join(' v ')))
  const waiting = through.length
    ? ` ${listed(through)} ${through.length > 1 ? 'wait' : 'waits'} for the next round.`
    : ''
  return `A knockout on the board for place ${place}. Now: ${now}.${waiting}`
}
/** The names in one phrase; of many only three. @param {string[]} names */
const listed = (names) => {
  const shown = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  return shown.length === 1 ? shown[0] : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}
/** @param {string} name */
export const toMove = (name) => `${name} to move`
