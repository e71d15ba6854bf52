import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  inOrder,
  isTidy,
  moved,
  type Place,
  reordered,
  roomFor,
  stepped,
  tidied,
} from './layout.ts'

const place = (id: string, x: number, y: number, w: number, h: number): Place => ({
  ...{ id, x, y, w, h },
})
const at = (places: readonly Place[], id: string) => {
  const { x, y, w, h } = places.find((each) => each.id === id) ?? place('', -1, -1, 0, 0)
  return [x, y, w, h]
}
const ids = (places: readonly Place[]) => inOrder(places).map(({ id }) => id)

const PAIR = [place('a', 0, 0, 6, 4), place('b', 6, 0, 6, 4)]
const PILE = [place('a', 0, 0, 6, 4), place('b', 0, 4, 6, 4), place('c', 0, 8, 12, 2)]

describe('a step by a key', () => {
  it('to the side takes the place, and what was there goes below', () => {
    const next = stepped(PAIR, 'a', 'right')
    expect(at(next, 'a')).toEqual([1, 0, 6, 4])
    expect(at(next, 'b')).toEqual([6, 4, 6, 4])
    expect(at(stepped(PAIR, 'a', 'left'), 'a')).toEqual([0, 0, 6, 4])
  })
  it('downwards and upwards changes places with the next, and there and back is where it was', () => {
    const down = stepped(PILE, 'a', 'down')
    expect(ids(down)).toEqual(['b', 'a', 'c'])
    expect(at(down, 'b')).toEqual([0, 0, 6, 4])
    expect(at(down, 'a')).toEqual([0, 4, 6, 4])
    expect(stepped(down, 'a', 'up')).toEqual(PILE)
    expect(stepped(PILE, 'a', 'up')).toEqual(PILE)
    expect(stepped(PILE, 'c', 'down')).toEqual(PILE)
  })
})

it('a wider one pushes its neighbour down, and a narrower one lets it rise', () => {
  const wide = moved(PAIR, 'a', { w: 12 })
  expect(at(wide, 'b')).toEqual([6, 4, 6, 4])
  expect(at(moved(wide, 'a', { w: 6 }), 'b')).toEqual([6, 0, 6, 4])
})

it('a new one takes the first gap that is large enough', () => {
  expect(roomFor([place('a', 0, 0, 9, 4)], { w: 3, h: 2 })).toEqual({ x: 9, y: 0, w: 3, h: 2 })
  expect(roomFor(PAIR, { w: 3, h: 2 })).toEqual({ x: 0, y: 4, w: 3, h: 2 })
  expect(roomFor([], { w: 40, h: 2 })).toEqual({ x: 0, y: 0, w: 12, h: 2 })
})

it('one below the other, the order is what counts', () => {
  expect(ids(reordered(PAIR, 'b', 0))).toEqual(['b', 'a'])
  expect(at(reordered(PAIR, 'b', 0), 'b')).toEqual([0, 0, 6, 4])
  expect(ids(reordered(PILE, 'c', 0))).toEqual(['c', 'a', 'b'])
  expect(reordered(PILE, 'a', -1)).toEqual(PILE)
})

it('what comes on top of each other is put apart', () => {
  const untidy = [place('a', 0, 0, 6, 4), place('b', 3, 2, 6, 4), place('c', 11, 0, 6, 1)]
  const tidy = tidied(untidy)
  expect(isTidy(tidy)).toBe(true)
  expect(tidied(tidy)).toEqual(tidy)
})

const size = { w: fc.integer({ min: 1, max: 12 }), h: fc.integer({ min: 1, max: 6 }) }
const someSizes = fc.array(fc.record(size), { minLength: 1, maxLength: 10 })
const where = { x: fc.integer({ min: -3, max: 15 }), y: fc.integer({ min: -3, max: 40 }) }
const act = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), which: fc.nat(), ...where }),
  fc.record({ kind: fc.constant('size' as const), which: fc.nat(), ...size }),
  fc.record({
    ...{ kind: fc.constant('step' as const), which: fc.nat() },
    direction: fc.constantFrom('left' as const, 'right' as const, 'up' as const, 'down' as const),
  }),
  fc.record({ kind: fc.constant('order' as const), which: fc.nat(), to: fc.nat(12) }),
)

describe('whatever is done', () => {
  it('nothing lies on another or outside, nothing is lost, and only the one changes its size', () => {
    fc.assert(
      fc.property(someSizes, fc.array(act, { maxLength: 12 }), (sizes, acts) => {
        let places: Place[] = []
        for (const [index, each] of sizes.entries())
          places = [...places, { id: String(index), ...roomFor(places, each) }]
        for (const each of acts) {
          const id = String(each.which % sizes.length)
          const before = places
          if (each.kind === 'move') places = moved(places, id, { x: each.x, y: each.y })
          else if (each.kind === 'size') places = moved(places, id, { w: each.w, h: each.h })
          else if (each.kind === 'step') places = stepped(places, id, each.direction)
          else {
            places = reordered(places, id, each.to)
            const order = ids(before).filter((name) => name !== id)
            order.splice(Math.min(each.to, order.length), 0, id)
            expect(ids(places)).toEqual(order)
          }
          expect(isTidy(places)).toBe(true)
          const keep = ({ id: name, w, h }: Place) =>
            each.kind === 'size' && name === id ? name : `${name}:${w}:${h}`
          expect(places.map(keep)).toEqual(before.map(keep))
        }
      }),
    )
  })
})
