/** The sentences of the page, short and warm. Errors say what went wrong and what to do. */

/** @import { BoardState, GameOver, MatchOver, Rated, RatingChange, UpgradeChosen } from './types.js' */
/** @import { Room } from './room.js' */

export const TAGLINE = 'One minute. Lose a game, gain a power.'
export const INVITED_LINE = 'Just a name, and you are in.'
export const SOMEBODY = 'Somebody'
export const YOU = 'You'

export const HOST = 'Host a match'
export const HOST_QUIZ = 'Host a quiz'
export const QUIZ = 'Quiz'
export const JOIN = 'Join'
export const CODE_FIELD = 'Code'
export const NAME_FIELD = 'Your name'
export const RUNNING = 'playing now'
export const OVER = 'over'
export const LEADERBOARD = 'Leaderboard'
export const OPEN_ROOMS = 'On this server'
export const NO_ROOMS = 'No open matches right now. Host one, or type a friend’s code.'
export const CLOSED = 'The server has closed the connection.'
export const COME_BACK = 'Back to your table'
export const SERVER_GONE = 'The server does not answer. Trying again…'
export const BEST_OF = 'Best of'
export const TIME = 'Time'
export const GENTLE = 'Gentle comebacks: no epic upgrades'
export const STAND_IN = 'A stand-in plays for whoever is away'
export const CREATE = 'Open the table'
export const BACK = 'Back'
export const PRIVATE = 'Only with the link or code'
export const AUDIENCE = 'Others may watch'
export const UNWATCHED = -1
/** @type {[number, string][]} */
export const WATCH_DELAYS = [
  [UNWATCHED, 'No'],
  [0, 'Live'],
  [10, '+10 s'],
  [30, '+30 s'],
  [60, '+60 s'],
]
export const TAKE_SEAT = 'Take a seat'
export const WATCH = 'Watch'
export const WATCH_INSTEAD = 'Watch instead'
export const INVITED = 'You are invited.'
export const JOIN_IT = 'Join as a player'
export const NOT_THE_HOST =
  'Only the browser that opened this room can be its host. From here you can join it as a player.'
export const HOME = 'Back home'
export const TRY_AGAIN = 'Try again'
export const PLAY_HERE = 'Play here'

export const WAITING_FOR_GUEST = 'Waiting for your opponent. Send them the link, or tell them the code.'
export const WAITING_FOR_HOST = 'Waiting for the host to start.'
export const COPY_LINK = 'Copy link'
export const COPIED = 'Copied. Send it to your friend.'
export const NOT_COPIED = 'This browser copies nothing here. The link is selected: copy it by hand.'
export const SHARE = 'Share'
export const START = 'Start'
export const LEAVE = 'Leave'
export const STAY = 'Stay'
export const LEAVE_MATCH = 'Your opponent wins the match if you leave.'
export const LEAVE_TABLE = 'Leave this table?'
export const EMPTY_SEAT = 'Empty seat'

export const REMOVED = 'The host has removed you from this room.'
export const REPLACED = 'You opened this match in another tab or on another device, and it goes on there.'
export const CONNECTING = 'Connecting…'
export const BROKEN = 'Something broke on this page. Your seat is safe.'
export const RELOAD = 'Reload'
export const STANDS_STILL =
  'The server is in trouble. The clocks stand still until it is back, and what you do now counts then.'
export const UNSAFE =
  'The server cannot save this match at the moment. Play on: only a crash of the server would lose it.'
export const PREMOVE_DROPPED = 'Premove not possible'

export const RESIGN = 'Resign'
export const CAN_RESIGN = 'Resign this game?'
export const FIGHT_ON = 'Fight on'
export const OFFER_DRAW = 'Offer draw'
export const DRAW = 'Draw'
export const WITHDRAW_DRAW = 'Take offer back'
export const ACCEPT = 'Accept'
export const DECLINE = 'Decline'
export const FLIP = 'Turn the board'
export const EMOTES = 'Emotes'

export const CHAT = 'Table talk'
export const CHAT_EMPTY = 'Say hello. Good manners are free.'
export const SAY = 'Say something…'
export const SEND = 'Send'
export const CLOSE = 'Close'
export const MUTE_OR_BLOCK = 'Mute or block somebody'
export const SOUND_ON = 'Turn sound on'
export const SOUND_OFF = 'Turn sound off'
export const MOVES_EMPTY = 'The moves will be here.'
export const PASS = 'Pass'
export const REWIND = 'Rewind'
export const REVIVE = 'Revive'
export const PROMOTE = 'Your pawn becomes:'
export const AGAIN = 'Play again'
export const WAITING_AGAIN = 'Waiting for the other side…'
export const CHANGE = 'Change'
export const ASK_AGAIN = 'Ask for it'
export const CANCEL = 'Cancel'
export const WATCH_AGAIN = 'Watch it again'
export const LATE = 'The result is still on its way to the record. Ratings will follow.'
export const DRAFT_TITLE = 'Down one, up one.'
export const DRAFT_TITLE_DRAW = 'A draw: a small upgrade for both.'
export const DRAFT_CHOOSE = 'Choose your upgrade for the rest of the match.'
export const ARMAGEDDON = 'Armageddon: a draw wins for Black'
export const BOARD = 'Chess board. Arrow keys move, Enter takes a piece up and puts it down.'

/** @type {Record<string, string>} */
export const EMOTE_NAMES = {
  hi: 'Hi!',
  gg: 'Good game',
  thinking: 'Hmm…',
  laughing: 'Ha ha!',
  crying: 'Boohoo',
  shocked: 'What?!',
  angry: 'Grrr',
  love: 'Lovely',
  panic: 'The clock!',
  sleeping: 'Zzz…',
  crown: 'Top dog',
  bone: 'Treat?',
}

/** @type {Record<string, string>} */
export const RARITIES = { common: 'Common', rare: 'Rare', epic: 'Epic' }

/** @type {Record<string, string>} */
const HEADLINES = {
  checkmate: 'Checkmate!',
  resignation: 'Resigned',
  stalemate: 'Stalemate',
  dead_position: 'Nothing left to mate with',
  agreement: 'Draw agreed',
  flag: 'Time!',
  flag_draw: 'Time, but a draw',
  threefold: 'Threefold repetition',
  fifty_moves: 'Fifty quiet moves',
  abandoned: 'Away for too long',
}

/** @param {string} reason */
export const headline = (reason) => HEADLINES[reason] ?? 'Game over'

/** @type {Record<string, string>} */
export const ABSENCE_CHOICES = {
  wait: 'Wait',
  bot: 'Let the stand-in play',
  draw: 'Call it a draw',
  win: 'Take the game',
  end: 'End the match',
}

/** @param {string} name */
export const sits = (name) => `${name} sits down.`
/** @param {string} name */
export const left = (name) => `${name} has left.`
/** @param {string} name */
export const away = (name) => `${name} has lost the connection. The seat stays theirs.`
/** @param {string} name */
export const isAway = (name) => `${name} is away. What becomes of this game?`
/** @param {string} name */
export const back = (name) => `${name} is back.`
/** @param {string} name */
export const botPlays = (name) => `${name} is away, and the stand-in plays on. The seat stays theirs.`
/** @param {string} name */
export const noRematch = (name) => `${name} does not want another match.`
/** @param {string} name */
export const wantsAgain = (name) => `${name} wants another one!`
/** @param {string} name */
export const offersDraw = (name) => `${name} offers a draw.`
/** @param {string} name */
export const declinesDraw = (name) => `${name} declines the draw.`
/** @param {string} name */
export const withdrawsDraw = (name) => `${name} no longer offers a draw.`
/** @param {number} moves */
export const drawAgainAfter = (moves) =>
  `You can offer a draw again after ${moves} more ${moves === 1 ? 'move' : 'moves'} of yours.`
/** @param {number} game */
export const gameBegins = (game) => `Game ${game} begins.`
/** @param {string} colour */
export const youHave = (colour) => (colour === 'white' ? 'You have White' : 'You have Black')
/** @param {BoardState} board */
export const gameOf = (board) => (board.armageddon ? ARMAGEDDON : `Game ${board.game} · best of ${board.best_of}`)
/** @param {number} count */
export const watching = (count) => (count ? `${count} watching` : '')
/** @param {number | undefined} seconds How much later than the players spectators see the match. */
export const later = (seconds) => (seconds ? `${seconds} s later` : '')
/** @param {number} seconds */
export const watchedLater = (seconds) => (seconds ? `Watched ${seconds} s later` : '')
/** @param {number} count */
export const unread = (count) => `${CHAT}: ${count} unread`
/** @param {string} code */
export const codeIs = (code) => `Code ${code}`
/** @param {number} seconds */
export const reconnecting = (seconds) =>
  seconds < 1
    ? 'The connection is gone. Trying to come back…'
    : `Connection lost ${seconds} s ago. Trying to come back…`
/** @param {string[]} names */
export const testMatch = (names) => `Test match, never rated. The draft offers ${names.join(', ')}.`
/** @param {number} seconds */
export const time = (seconds) => (seconds % 60 ? `${seconds} s` : `${seconds / 60} min`)
/** @param {{ best_of: number, base_seconds: number }} of */
export const terms = ({ best_of, base_seconds }) => `Best of ${best_of} · ${time(base_seconds)}`
/**
 * @param {number} best_of
 * @param {number} base_seconds
 */
export const options = (best_of, base_seconds) => `${terms({ best_of, base_seconds })} · options`
/** @param {string} host */
export const hostedBy = (host) => `${host}’s table`

/**
 * @param {Room} room
 * @param {GameOver} over
 */
export function result(room, over) {
  const game = room.board?.game ?? 0
  if (over.winner === null) return `Game ${game} is a draw: half a point each.`
  return over.winner === room.pid ? `You take game ${game}.` : `${room.nameOf(over.winner)} takes game ${game}.`
}

/**
 * @param {Room} room
 * @param {MatchOver} over
 */
export function matchResult(room, over) {
  if (over.winner === null) return 'Match over'
  return over.winner === room.pid ? 'You win the match!' : `${room.nameOf(over.winner)} wins the match!`
}

/**
 * A kind word about the end of the match, or how it came about.
 *
 * @param {Room} room
 * @param {MatchOver} over
 */
export function matchSentence(room, over) {
  if (over.reason === 'forfeit') return 'Whoever leaves gives up the match.'
  if (over.reason === 'armageddon') return 'Armageddon decided.'
  if (room.watching) return 'That was the whole show.'
  return over.winner === room.pid ? 'The pup is proud of you.' : 'The pup still believes in you. Rematch?'
}

/** @param {RatingChange} of "1512? (+12)" */
export function rating({ rating, change, uncertain }) {
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  return `${rating}${uncertain ? '?' : ''} (${sign}${Math.abs(change)})`
}

/**
 * @param {Room} room
 * @param {Rated} rated
 */
export const allRated = (room, { ratings }) =>
  Object.entries(ratings)
    .map(([pid, each]) => `${room.nameOf(Number(pid))}: ${rating(each)}`)
    .join(', ')

/**
 * @param {Room} room
 * @param {number} pid
 */
export function draftOpened(room, pid) {
  return pid === room.pid ? DRAFT_CHOOSE : `${room.nameOf(pid)} is choosing an upgrade…`
}

/**
 * @param {Room} room
 * @param {UpgradeChosen} chosen
 * @param {string} upgrade Its name.
 */
export function upgradeChosen(room, chosen, upgrade) {
  const mine = chosen.pid === room.pid
  const verb = chosen.auto ? (mine ? 'get' : 'gets') : mine ? 'take' : 'takes'
  return `${mine ? YOU : room.nameOf(chosen.pid)} ${verb} ${upgrade}.`
}

/** @param {number} score Half points are shown as ½. */
export function points(score) {
  const whole = Math.floor(score)
  return score === whole ? String(whole) : `${whole || ''}½`
}
