import './browser.mjs'
import assert from 'node:assert/strict'
import { test } from 'node:test'

const { Room } = await import('../../server/web/js/room.js')
const { Play } = await import('../../server/web/js/play.js')

const START = 'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1'
const AFTER_E4 = 'rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1'

/** A state of the first game, White's clock running. */
function aState(changes = {}) {
  return {
    seq: 1,
    game: 1,
    best_of: 3,
    phase: 'playing',
    phase_ms: null,
    wins: { 1: 0, 2: 0 },
    draws: 0,
    players: { white: 1, black: 2 },
    color: 'white',
    turn: 'white',
    fen: START,
    start_fen: START,
    ply: 0,
    last_move: null,
    check: false,
    clocks_ms: { white: 60_000, black: 60_000 },
    running: 'white',
    upgrades: { white: [], black: [] },
    layers: '',
    targets: { e2: ['e3', 'e4'], g1: ['f3', 'h3'] },
    granted: [],
    promotions: [],
    ...changes,
  }
}

/** A player with White at time 1000, and what they send. */
function aPlayer(changes = {}) {
  const room = new Room('WOLF', false)
  room.pid = 1
  room.connection = 'online'
  const clock = { now: 1000 }
  const sent = []
  const play = new Play(
    room,
    (name, fields) => sent.push([name, fields]),
    () => clock.now,
  )
  const receive = (state) => {
    const cues = room.receive('BoardState', state, clock.now)
    play.follow()
    return cues
  }
  receive(aState(changes))
  return { room, play, sent, clock, receive }
}

test('a move leaves at once, is shown at once, and stops the clock at that instant', () => {
  const { room, play, sent, clock } = aPlayer()
  clock.now = 3000
  assert.ok(play.move('e2', 'e4'))
  assert.deepEqual(sent, [['MakeMove', { move: 'e2e4', ply: 0 }]])
  assert.equal(room.placement.get('e4'), 'P')
  assert.equal(room.clockMs('white', 9000), 58_000)
})

test('no clock runs while the server stands still', () => {
  const { room, receive } = aPlayer()
  const before = room.clockMs('white', 3000)
  room.receive('Stored', { safe: false, stands: true }, 3000)
  room.receive('Stored', { safe: false, stands: true }, 5000)
  assert.equal(room.clockMs('white', 9000), before)
  room.receive('Stored', { safe: true }, 9000)
  receive(aState())
  assert.notEqual(room.clockMs('white', 9000), before)
})

test('what is no target is no move', () => {
  const { play, sent } = aPlayer()
  assert.equal(play.move('e2', 'e5'), false)
  assert.deepEqual(sent, [])
})

test('a refused move is taken back', () => {
  const { room, play } = aPlayer()
  play.move('e2', 'e4')
  room.receive('ActionSuccess', { request: 'MakeMove', ok: false, error: 'ILLEGAL_MOVE', message: 'No.' }, 1000)
  assert.equal(room.placement.get('e2'), 'P')
})

const theirTurn = {
  fen: AFTER_E4,
  ply: 1,
  turn: 'black',
  running: 'black',
  last_move: 'e2e4',
  targets: { d1: ['h5', 'd2'] },
}

test('a move chosen out of turn waits, and is made when the turn comes, if it is possible then', () => {
  const { room, play, sent, receive } = aPlayer(theirTurn)
  assert.ok(play.move('d1', 'h5'))
  assert.deepEqual(sent, [])
  receive(aState({ fen: AFTER_E4.replace(' b ', ' w '), ply: 2, last_move: 'e7e5', targets: { d1: ['h5', 'e2'] } }))
  assert.deepEqual(sent, [['MakeMove', { move: 'd1h5', ply: 2 }]])
  assert.equal(room.premove, null)
})

test('a premove that has become impossible is dropped and said so', () => {
  const { play, sent, receive } = aPlayer(theirTurn)
  play.move('d1', 'd2')
  receive(aState({ fen: AFTER_E4, ply: 2, last_move: 'e7e5', targets: { d1: ['h5'] } }))
  assert.deepEqual(sent, [])
  assert.ok(play.dropped)
})

test('a pawn that may become something else asks what, and before the last rank may stay one', () => {
  const { play, sent } = aPlayer({ targets: { a7: ['a8'], b6: ['b7'] }, promotions: ['a7a8', 'b6b7'] })
  assert.ok(play.move('b6', 'b7'))
  assert.deepEqual(play.promoting.choices, ['q', 'n', 'r', 'b', ''])
  assert.ok(play.move('a7', 'a8'))
  assert.deepEqual(play.promoting.choices, ['q', 'n', 'r', 'b'])
  play.promote('n')
  assert.deepEqual(sent, [['MakeMove', { move: 'a7a8n', ply: 0 }]])
})

test('a pass, a rewind and a revival are sent as the wire writes them', () => {
  const targets = { '0000': [''], rewind: [''], 'N@': ['b1', 'g1'] }
  for (const [from, to] of [
    ['0000', ''],
    ['rewind', ''],
    ['N@', 'b1'],
  ]) {
    const { play, sent } = aPlayer({ targets })
    assert.deepEqual(play.charges, ['0000', 'rewind', 'N@'])
    play.move(from, to)
    assert.equal(sent[0][1].move, from + to)
  }
})

test('while the line is down nothing can be moved', () => {
  const { room, play } = aPlayer()
  room.connectionLost(1000)
  assert.equal(play.move('e2', 'e4'), false)
})

test('moves are written as people write them, and spoken', () => {
  const { room, receive } = aPlayer()
  const [cue] = receive(aState({ fen: AFTER_E4, ply: 1, last_move: 'e2e4', turn: 'black', running: 'black' }))
  assert.equal(cue.say, 'pawn e2 to e4')
  assert.deepEqual(room.moves, ['e4'])
})

test('people come, change and go one by one', () => {
  const room = new Room('WOLF', false)
  room.receive(
    'PlayerList',
    { players: [{ pid: 1, name: 'Ann', role: 'player', connected: true, host: true }], watchers: 0 },
    0,
  )
  room.receive('PlayerJoined', { player: { pid: 2, name: 'Bob', role: 'player', connected: true } }, 0)
  room.receive('PlayerChanged', { pid: 2, connected: false }, 0)
  assert.deepEqual(
    room.players.map((each) => [each.name, each.connected]),
    [
      ['Ann', true],
      ['Bob', false],
    ],
  )
  room.receive('PlayerLeft', { pid: 2 }, 0)
  assert.equal(room.seated.length, 1)
})

test('a match’s ratings are told when they are known, may be late, and go with the next match', () => {
  const room = new Room('WOLF', false)
  room.receive('PlayerList', { players: [{ pid: 1, name: 'Ann', role: 'player', connected: true }] }, 0)
  room.receive(
    'MatchOver',
    { result: 'Win', score: { 1: 2, 2: 0 }, reason: 'score', winner: 1, replay: 'x', ratings: null },
    0,
  )
  assert.equal(room.rated, null)
  const [late] = room.receive('Rated', { replay: 'x', ratings: {}, late: true }, 0)
  assert.match(late.say, /will follow/)
  const ratings = { 1: { rating: 1512, change: 12, uncertain: true } }
  const [cue] = room.receive('Rated', { replay: 'x', ratings, late: false }, 0)
  assert.equal(cue.say, 'Ann: 1512? (+12)')
  room.receive('StartGame', { game: 1, colors: { white: 1, black: 2 } }, 0)
  assert.equal(room.rated, null)
})

test('nobody who has left is asked about, or wants another match', () => {
  const { room } = aPlayer()
  room.players = [
    { pid: 1, name: 'Ann', role: 'player', connected: true },
    { pid: 2, name: 'Bob', role: 'player', connected: true },
  ]
  room.receive('AbsenceQuestion', { pid: 2, choices: ['wait', 'end'] }, 0)
  room.receive('MatchOver', { winner: 1, reason: 'forfeit', score: {}, replay: '', ratings: {} }, 0)
  assert.equal(room.question, null)
  room.receive('Witness', { pid: 2, msg: 'PlayAgain', data: { again: true } }, 0)
  assert.deepEqual(room.again, [2])
  room.receive('PlayerLeft', { pid: 2 }, 0)
  assert.deepEqual(room.again, [])
})

test('what was meant for one game is not sent again in the next one', () => {
  const room = new Room('WOLF', false)
  room.board = aState({ game: 2, ply: 4 })
  const move = { move: 'e2e4', ply: 4 }
  const meant = (name, fields, game) => room.stillMeant(name, fields, game)
  assert.deepEqual(
    [meant('Resign', {}, 1), meant('Resign', {}, 2), meant('ChooseUpgrade', {}, 1), meant('ChooseUpgrade', {}, 2)],
    [false, true, false, true],
  )
  assert.deepEqual(
    [meant('MakeMove', move, 1), meant('MakeMove', move, 2), meant('MakeMove', { ...move, ply: 3 }, 2)],
    [false, true, false],
  )
  assert.deepEqual([meant('Chat', {}, 1), meant('Emote', {}, 2)], [true, false])
})
