/**
 * The board as SVG: squares, marks, pieces. It knows no rules; `gestures.js` handles input.
 *
 * A piece that moves keeps its element, so that the stylesheet can animate it.
 */

import { fill, svg } from './dom.js'
import { CROWN, pieceFile } from './picture.js'
import { cellOf, colourOf, FILES, layerSquares } from './squares.js'

/** @import { Colour } from './types.js' */
/** @import { Placement } from './squares.js' */

/**
 * @typedef {object} View What the board shows.
 * @property {Placement} placement
 * @property {Colour} bottom
 * @property {string | null} lastMove UCI
 * @property {string | null} check The square of a king in check.
 * @property {string | null} selected
 * @property {string[]} targets Where the selected piece can go.
 * @property {string | null} origin What is selected: a square, or a fallen piece ("N@").
 * @property {Set<string>} granted The moves ("e2e5") that only an upgrade allows.
 * @property {{ from: string, to: string } | null} premove
 * @property {string} layers
 * @property {Record<Colour, Set<string>>} upgraded For each colour, the pieces (letters) with added moves.
 * @property {string | null} cursor The square that the keyboard is on.
 */

export class Board {
  /** @param {string} label For screen readers. */
  constructor(label) {
    this.squares = svg('g')
    this.under = svg('g')
    this.pieces = svg('g', { class: 'pieces' })
    this.over = svg('g')
    this.coordinates = svg('g', { class: 'coordinates' })
    this.element = svg(
      'svg',
      { viewBox: '0 0 8 8', class: 'board', tabindex: 0, role: 'application', 'aria-label': label },
      this.squares,
      this.coordinates,
      this.under,
      this.pieces,
      this.over,
    )
    /** @type {Map<string, { piece: string, element: SVGGElement }>} */
    this.shown = new Map()
    /** @type {Colour | null} */
    this.bottom = null
  }

  /** @param {View} view */
  update(view) {
    if (view.bottom !== this.bottom) {
      this.bottom = view.bottom
      this.drawSquares(view.bottom)
    }
    fill(this.under, ...marksUnder(view))
    this.placePieces(view)
    fill(this.over, ...marksOver(view))
  }

  /**
   * The column and row, with fractions, at a point of the window.
   *
   * @param {number} x
   * @param {number} y
   * @returns {[number, number]}
   */
  cellUnder(x, y) {
    const box = this.element.getBoundingClientRect()
    return [((x - box.left) / box.width) * 8, ((y - box.top) / box.height) * 8]
  }

  /**
   * Show a piece at the pointer; null: on its square again.
   *
   * @param {string} square
   * @param {[number, number] | null} cell
   */
  drag(square, cell) {
    const shown = this.shown.get(square)
    if (!shown || !this.bottom) return
    const [column, row] = cell ?? cellOf(square, this.bottom)
    shown.element.classList.toggle('dragged', cell !== null)
    this.element.classList.toggle('dragging', cell !== null)
    move(shown.element, cell ? column - 0.5 : column, cell ? row - 0.5 : row)
    if (cell) this.pieces.append(shown.element)
  }

  /** @param {Colour} bottom */
  drawSquares(bottom) {
    const rows = [...FILES].flatMap((file) => [1, 2, 3, 4, 5, 6, 7, 8].map((rank) => file + rank))
    fill(
      this.squares,
      ...rows.map((square) => {
        const [x, y] = cellOf(square, bottom)
        return svg('rect', { x, y, width: 1, height: 1, class: (x + y) % 2 ? 'dark' : 'light' })
      }),
    )
    const [firstFile, firstRank] = bottom === 'white' ? ['a', '1'] : ['h', '8']
    const files = [...FILES].map((file) => {
      const [x, y] = cellOf(file + firstRank, bottom)
      return coordinate(file, x, y, { x: 0.95, y: 0.93, anchor: 'end' })
    })
    const ranks = [1, 2, 3, 4, 5, 6, 7, 8].map((rank) => {
      const [x, y] = cellOf(firstFile + rank, bottom)
      return coordinate(String(rank), x, y, { x: 0.05, y: 0.22, anchor: 'start' })
    })
    fill(this.coordinates, ...files, ...ranks)
    for (const [square, { element }] of this.shown) move(element, ...cellOf(square, bottom))
  }

  /**
   * Reuse the elements of pieces that stay or move, so that moves are animated.
   *
   * @param {View} view
   */
  placePieces(view) {
    const old = new Map(this.shown)
    /** @type {Map<string, { piece: string, element: SVGGElement }>} */
    const now = new Map()
    for (const [square, piece] of view.placement) {
      const there = old.get(square)
      if (there?.piece === piece) {
        now.set(square, there)
        old.delete(square)
      }
    }
    for (const [square, piece] of view.placement) {
      if (now.has(square)) continue
      const from = [...old].find(([, each]) => each.piece === piece)
      if (from) old.delete(from[0])
      const element = from ? from[1].element : this.newPiece(piece)
      move(element, ...cellOf(square, view.bottom))
      now.set(square, { piece, element })
    }
    for (const { element } of old.values()) element.remove()
    this.shown = now
    const heroes = new Set(layerSquares(view.layers, 0))
    const shields = new Set(layerSquares(view.layers, 1))
    for (const [square, { piece, element }] of now) {
      const upgraded = view.upgraded[colourOf(piece)].has(piece.toLowerCase())
      element.classList.toggle('upgraded', upgraded || heroes.has(square))
      element.classList.toggle('hero', heroes.has(square))
      element.classList.toggle('shielded', shields.has(square))
    }
  }

  /** @param {string} piece */
  newPiece(piece) {
    const element = svg(
      'g',
      { class: `piece ${colourOf(piece)}` },
      svg('circle', { cx: 0.5, cy: 0.5, r: 0.46, class: 'shield' }),
      svg('circle', { cx: 0.5, cy: 0.52, r: 0.42, class: 'aura' }),
      svg('image', { href: pieceFile(piece), x: 0.04, y: 0.04, width: 0.92, height: 0.92 }),
      svg('path', { d: CROWN, class: 'crown' }),
      svg('path', { d: 'M .17 .73 L .29 .85 L .17 .97 L .05 .85 Z', class: 'emblem' }),
    )
    this.pieces.append(element)
    return element
  }
}

/**
 * @param {SVGGElement} element
 * @param {number} column
 * @param {number} row
 */
function move(element, column, row) {
  element.style.transform = `translate(${column}px, ${row}px)`
}

/**
 * A coordinate, in a corner of its square.
 *
 * @param {string} text
 * @param {number} column
 * @param {number} row
 * @param {{ x: number, y: number, anchor: string }} corner
 */
function coordinate(text, column, row, corner) {
  const kind = (column + row) % 2 ? 'dark' : 'light'
  const place = { x: column + corner.x, y: row + corner.y, 'text-anchor': corner.anchor }
  return svg('text', { ...place, class: kind, 'aria-hidden': 'true' }, text)
}

/**
 * @param {string} square
 * @param {string} kind
 * @param {Colour} bottom
 */
function tint(square, kind, bottom) {
  const [x, y] = cellOf(square, bottom)
  return svg('rect', { x, y, width: 1, height: 1, class: kind })
}

/** @param {View} view */
function marksUnder(view) {
  const { bottom, lastMove, premove } = view
  const last = lastMove && /^[a-h][1-8][a-h][1-8]/.test(lastMove) ? [lastMove.slice(0, 2), lastMove.slice(2, 4)] : []
  return [
    ...last.map((square) => tint(square, 'last', bottom)),
    ...(premove ? [tint(premove.from, 'premove', bottom), tint(premove.to, 'premove', bottom)] : []),
    view.check && tint(view.check, 'check', bottom),
    view.selected && tint(view.selected, 'selected', bottom),
  ]
}

/** @param {View} view */
function marksOver(view) {
  const { bottom, origin, placement } = view
  const targets = view.targets.map((square) => {
    const [x, y] = cellOf(square, bottom)
    const kind = `target${origin?.endsWith('@') || view.granted.has(origin + square) ? ' granted' : ''}`
    return placement.has(square)
      ? svg('circle', { cx: x + 0.5, cy: y + 0.5, r: 0.44, class: `${kind} capture` })
      : svg('circle', { cx: x + 0.5, cy: y + 0.5, r: 0.15, class: kind })
  })
  const cursor = view.cursor && tint(view.cursor, 'cursor', bottom)
  return [...targets, cursor]
}
