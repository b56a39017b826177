/** The picture on an upgrade's card: the new moves or the changed start on a board, or an emblem. */

import { svg } from './dom.js'
import { file } from './place.js'
import { cellOf, colourOf } from './squares.js'

/** @import { Upgrade, CardPicture } from './catalogue.js' */
/** @import { Colour } from './types.js' */

/**
 * @param {Upgrade} upgrade
 * @param {Colour} colour The colour of the pieces.
 */
export function cardPicture(upgrade, colour) {
  const { picture, emblem } = upgrade
  if (picture) return boardPicture(picture, colour)
  return svg(
    'svg',
    { viewBox: '0 0 8 8', class: 'picture emblem-picture', 'aria-hidden': 'true' },
    svg('image', {
      href: file(`pictures/${emblem.picture}.svg`),
      x: 1.6,
      y: emblem.text ? 0.8 : 1.6,
      width: 4.8,
      height: 4.8,
    }),
    emblem.text
      ? svg(
          'text',
          { x: 4, y: 7.2, 'text-anchor': 'middle', class: emblem.text.startsWith('-') ? 'less' : 'more' },
          emblem.text,
        )
      : null,
  )
}

/**
 * @param {CardPicture} picture As White sees it.
 * @param {Colour} colour
 */
function boardPicture(picture, colour) {
  // From Black's side, Black's pieces stand like White's from White's side, mirrored left to right.
  const place = (/** @type {string} */ square) => {
    const [x, y] = cellOf(square, 'white')
    return colour === 'white' ? [x, y] : [7 - x, y]
  }
  const cells = Array.from({ length: 64 }, (_, i) => {
    const [x, y] = [i % 8, Math.floor(i / 8)]
    return svg('rect', { x, y, width: 1, height: 1, class: (x + y) % 2 ? 'dark' : 'light' })
  })
  const fresh = [...new Set([...picture.quiet, ...picture.captures])]
  const origin = picture.origin ? place(picture.origin) : null
  return svg(
    'svg',
    { viewBox: '0 0 8 8', class: 'picture', 'aria-hidden': 'true' },
    ...cells,
    ...picture.placed.map((square) => cell(place(square), 'placed')),
    ...picture.standard.map((square) => disc(place(square), 0.09, 'standard')),
    ...fresh.map((square) => origin && ray(origin, place(square))),
    ...fresh.map((square) => cell(place(square), 'new')),
    ...picture.captures.map((square) => disc(place(square), 0.36, 'new-capture')),
    ...picture.quiet.map((square) => disc(place(square), 0.19, 'new-quiet')),
    ...picture.shields.map((square) => disc(place(square), 0.46, 'shield')),
    ...Object.entries(picture.pieces).map(([square, piece]) => figure(place(square), piece, colour)),
    ...picture.heroes.map((square) => crown(place(square))),
  )
}

/**
 * @param {number[]} at
 * @param {string} kind
 */
function cell([x, y], kind) {
  return svg('rect', { x, y, width: 1, height: 1, class: kind })
}

/**
 * @param {number[]} at
 * @param {number} r
 * @param {string} kind
 */
function disc([x, y], r, kind) {
  return svg('circle', { cx: x + 0.5, cy: y + 0.5, r, class: kind })
}

/**
 * @param {number[]} from
 * @param {number[]} to
 */
function ray(from, to) {
  return svg('line', { x1: from[0] + 0.5, y1: from[1] + 0.5, x2: to[0] + 0.5, y2: to[1] + 0.5, class: 'ray' })
}

/** @param {number[]} at */
function crown([x, y]) {
  return svg('path', { transform: `translate(${x} ${y})`, d: CROWN, class: 'crown' })
}

/**
 * @param {number[]} at
 * @param {string} piece
 * @param {Colour} colour
 */
function figure([x, y], piece, colour) {
  return svg('image', { href: pieceFile(piece, colour), x: x + 0.02, y: y + 0.02, width: 0.96, height: 0.96 })
}

/**
 * The picture of a piece.
 *
 * @param {string} piece A letter as in a FEN.
 * @param {Colour} [colour] By default the letter decides.
 */
export function pieceFile(piece, colour = colourOf(piece)) {
  return file(`pieces/${colour[0]}${piece.toUpperCase()}.svg`)
}

/** The crown of a hero; one square is one unit. */
export const CROWN = 'M .34 .2 L .29 .03 L .42 .11 L .5 0 L .58 .11 L .71 .03 L .66 .2 Z'
