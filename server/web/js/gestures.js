/**
 * Input on the board: taps, drags, and the keyboard's cursor. One pointer at a time.
 *
 * It reports what the person wants to do; `Player` knows what is possible.
 */

import { cellOf, squareAt } from './squares.js'

/** @import { Board } from './board.js' */
/** @import { Colour } from './types.js' */

/** A pointer that moves less than this has tapped. */
const DRAG_PX = 4

/**
 * @typedef {object} Player Whoever moves the pieces.
 * @property {() => Colour} bottom
 * @property {(square: string) => boolean} holds Whether there is a piece that can be selected.
 * @property {(square: string | null) => void} select
 * @property {() => string | null} selected
 * @property {(from: string, to: string) => boolean} move Make a move. Returns whether it is possible.
 * @property {(square: string | null) => void} cursor The keyboard is on this square; null: on none.
 * @property {() => void} cancel
 */

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/**
 * @param {Board} board
 * @param {Player} player
 */
export function listen(board, player) {
  const element = board.element
  /** @type {{ id: number, from: string, x: number, y: number, dragging: boolean, again: boolean } | null} */
  let held = null

  /** @param {PointerEvent} event */
  function squareUnder(event) {
    const [column, row] = board.cellUnder(event.clientX, event.clientY)
    return squareAt(Math.floor(column), Math.floor(row), player.bottom())
  }

  element.addEventListener('pointerdown', (event) => {
    if (held || event.button !== 0) return
    const square = squareUnder(event)
    if (!square) return
    event.preventDefault()
    const selected = player.selected()
    if (selected && selected !== square && player.move(selected, square)) return
    if (!player.holds(square)) {
      player.select(null)
      return
    }
    held = {
      id: event.pointerId,
      from: square,
      x: event.clientX,
      y: event.clientY,
      dragging: false,
      again: selected === square,
    }
    element.setPointerCapture(event.pointerId)
    player.select(square)
  })

  element.addEventListener('pointermove', (event) => {
    if (!held || event.pointerId !== held.id) return
    const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) > DRAG_PX
    held.dragging ||= far
    if (held.dragging) board.drag(held.from, board.cellUnder(event.clientX, event.clientY))
  })

  element.addEventListener('pointerup', (event) => {
    if (!held || event.pointerId !== held.id) return
    const { from, dragging, again } = held
    held = null
    // This reads the layout, so it comes before the piece is put back; otherwise the move would be animated from there.
    const to = squareUnder(event)
    board.drag(from, null)
    if (dragging && to && to !== from) player.move(from, to)
    else if (!dragging && again) player.select(null)
  })

  element.addEventListener('pointercancel', (event) => {
    if (!held || event.pointerId !== held.id) return
    board.drag(held.from, null)
    held = null
  })

  element.addEventListener('contextmenu', (event) => {
    event.preventDefault()
    if (!held) player.cancel()
  })
  // Without this, Safari scrolls the page under a dragged piece.
  element.addEventListener('touchmove', (event) => event.preventDefault(), { passive: false })

  let cursor = 'e2'
  element.addEventListener('keydown', (event) => {
    const arrow = ARROWS[event.key]
    if (arrow) {
      const [column, row] = cellOf(cursor, player.bottom())
      cursor = squareAt((column + arrow[0] + 8) % 8, (row + arrow[1] + 8) % 8, player.bottom()) ?? cursor
      player.cursor(cursor)
    } else if (event.key === 'Enter' || event.key === ' ') {
      const selected = player.selected()
      if (!selected || selected === cursor || !player.move(selected, cursor)) {
        player.select(selected !== cursor && player.holds(cursor) ? cursor : null)
      }
      player.cursor(cursor)
    } else if (event.key === 'Escape') {
      player.cancel()
    } else {
      return
    }
    event.preventDefault()
  })
  element.addEventListener('focus', () => {
    if (element.matches(':focus-visible')) player.cursor(cursor)
  })
  element.addEventListener('blur', () => player.cursor(null))
}
