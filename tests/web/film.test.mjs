/** A match played again, as the page shows it. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Film, rowsOf } from '../../server/web/js/replay/film.js'

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
  const film = new Film([game()])
  film.toggle()
  assert.equal(film.run(1_999), false)
  assert.equal(film.running, 'white')
  assert.equal(film.clockMs('white'), 58_001)
  assert.equal(film.run(1), true)
  assert.equal(film.ply, 1)
  film.run(1_000)
  assert.equal(film.ply, 2)
})

test('at four times the speed all goes four times as fast', () => {
  const film = new Film([game()])
  film.speed = 4
  film.toggle()
  film.run(500)
  assert.equal(film.ply, 1)
  film.run(250)
  assert.equal(film.ply, 2)
})

test('a move that took no time is seen all the same, at any speed', () => {
  const film = new Film([game()])
  film.speed = 4
  film.go(2)
  film.playing = true
  assert.equal(film.run(119), false)
  assert.equal(film.run(1), true)
})

test('after the last move its draft is shown, then the next game, and at the end it stops', () => {
  const film = new Film([game({ chosen: [{ pid: 1, upgrade: 'shield' }] }), game({ number: 2 })])
  film.go(3)
  film.playing = true
  film.run(2_500)
  assert.equal(film.inDraft, true)
  assert.equal(film.ply, 3, 'the board stays as it is')
  film.run(4_000)
  assert.deepEqual([film.index, film.step], [1, 0])
  assert.deepEqual(film.score, { 1: 1, 2: 0 })
  film.go(3)
  assert.equal(film.atEnd, true)
  film.run(2_500)
  assert.equal(film.playing, false)
})

test('stepping goes on into the next game, and back to the end of the one before', () => {
  const film = new Film([game(), game({ number: 2 })])
  film.go(3)
  film.walk(1)
  assert.deepEqual([film.index, film.step], [1, 0])
  film.walk(-1)
  assert.deepEqual([film.index, film.step], [0, 3])
  film.walk(-100)
  assert.deepEqual([film.index, film.step], [0, 0])
  film.walk(-1)
  assert.deepEqual([film.index, film.step], [0, 0])
})

test('playing again from the end begins with the first game', () => {
  const film = new Film([game(), game()])
  film.show(1)
  film.go(3)
  film.toggle()
  assert.deepEqual([film.index, film.step, film.playing], [0, 0, true])
})

test('a step stops the film', () => {
  const film = new Film([game()])
  film.toggle()
  film.walk(1)
  assert.equal(film.playing, false)
  assert.equal(film.running, null)
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
