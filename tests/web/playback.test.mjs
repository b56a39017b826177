/** A match played again, as the page shows it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Playback, rowsOf } from '../../server/web/js/replay/playback.js'

/** A game of three moves: 2 s, 1 s, and one in no time. */
function game(fields = {}) {
  const clocks = [
    [60_000, 60_000],
    [58_000, 60_000],
    [58_000, 59_000],
    [58_000, 59_000],
  ]
  const positions = clocks.map(([white, black], i) => ({
    fen: `8/8/8/8/8/8/8/8 ${i % 2 ? 'b' : 'w'} - - 0 1`,
    clocks_ms: { white, black },
    ...(i ? { move: 'e2e4', san: 'e4' } : {}),
  }))
  return { number: 1, positions, score: { 1: 1, 2: 0 }, ...fields }
}

test('a move is shown for as long as it took', () => {
  const playback = new Playback([game()])
  playback.toggle()
  assert.equal(playback.run(1_999), false)
  assert.equal(playback.running, 'white')
  assert.equal(playback.clockMs('white'), 58_001)
  assert.equal(playback.run(1), true)
  assert.equal(playback.ply, 1)
  playback.run(1_000)
  assert.equal(playback.ply, 2)
})

test('at four times the speed all goes four times as fast', () => {
  const playback = new Playback([game()])
  playback.speed = 4
  playback.toggle()
  playback.run(500)
  assert.equal(playback.ply, 1)
  playback.run(250)
  assert.equal(playback.ply, 2)
})

test('a move that took no time is seen all the same, at any speed', () => {
  const playback = new Playback([game()])
  playback.speed = 4
  playback.go(2)
  playback.playing = true
  assert.equal(playback.run(119), false)
  assert.equal(playback.run(1), true)
})

test('after the last move its draft is shown, then the next game, and at the end it stops', () => {
  const playback = new Playback([game({ chosen: [{ pid: 1, upgrade: 'shield' }] }), game({ number: 2 })])
  playback.go(3)
  playback.playing = true
  playback.run(2_500)
  assert.equal(playback.inDraft, true)
  assert.equal(playback.ply, 3, 'the board stays as it is')
  playback.run(4_000)
  assert.deepEqual([playback.index, playback.step], [1, 0])
  assert.deepEqual(playback.score, { 1: 1, 2: 0 })
  playback.go(3)
  assert.equal(playback.atEnd, true)
  playback.run(2_500)
  assert.equal(playback.playing, false)
})

test('stepping goes on into the next game, and back to the end of the one before', () => {
  const playback = new Playback([game(), game({ number: 2 })])
  playback.go(3)
  playback.walk(1)
  assert.deepEqual([playback.index, playback.step], [1, 0])
  playback.walk(-1)
  assert.deepEqual([playback.index, playback.step], [0, 3])
  playback.walk(-100)
  assert.deepEqual([playback.index, playback.step], [0, 0])
  playback.walk(-1)
  assert.deepEqual([playback.index, playback.step], [0, 0])
})

test('playing again from the end begins with the first game', () => {
  const playback = new Playback([game(), game()])
  playback.show(1)
  playback.go(3)
  playback.toggle()
  assert.deepEqual([playback.index, playback.step, playback.playing], [0, 0, true])
})

test('a step stops the playback', () => {
  const playback = new Playback([game()])
  playback.toggle()
  playback.walk(1)
  assert.equal(playback.playing, false)
  assert.equal(playback.running, null)
})

test('the list of moves says who moved, also after a move was taken back', () => {
  const turns = ['w', 'b', 'w', 'w', 'b']
  const positions = turns.map((turn) => ({ fen: `8 ${turn}`, clocks_ms: { white: 0, black: 0 } }))
  assert.deepEqual(rowsOf(game({ positions })), [
    { number: 1, plies: [1, 2] },
    { number: 2, plies: [3] },
    { number: 3, plies: [4] },
  ])
  assert.deepEqual(rowsOf(game({ positions: positions.slice(1, 4) }))[0], { number: 1, plies: [null, 1] })
})
