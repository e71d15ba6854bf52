import { decodeRequest } from '@busbar/bacnet/requests'
import { scalarOf } from '@busbar/bacnet/scalars'
import { describe, expect, it } from 'vitest'
import {
  encodeRead,
  encodeReadMultiple,
  encodeSubscribe,
  encodeWhoIs,
  encodeWrite,
} from './asks.ts'

const METER = { type: 0, instance: 70_000 }
const RELAY = { type: 4, instance: 1 }

/** A request as a server understands it. */
function understood(apdu: Buffer) {
  const request = decodeRequest(apdu)
  if (request.kind !== 'call') throw new Error(`It is ${request.kind}.`)
  expect(request).toMatchObject({ invokeId: 7, maxApdu: 1_476 })
  return request.call
}

it('the same again differs by its invoke id alone, another one that begins alike is another', () => {
  const [first, second] = [85, 111].map((property) => ({ object: METER, property }))
  if (first === undefined || second === undefined) throw new Error('There are two.')
  const once = encodeReadMultiple(7, [first, second])
  const again = encodeReadMultiple(9, [first, second])
  const fresh = encodeReadMultiple(9, [{ ...first }, { ...second }])
  expect(again).toEqual(fresh)
  expect(once[2]).toBe(7)
  expect(encodeReadMultiple(9, [first])).toEqual(encodeReadMultiple(9, [{ ...first }]))
})

describe('what a client asks, a server understands', () => {
  it('a property, an element of it, and how many there are', () => {
    for (const index of [undefined, 0, 3, 300])
      expect(understood(encodeRead(7, { object: METER, property: 85, index }))).toEqual({
        ...{ kind: 'read', object: METER, property: 85, index },
      })
  })

  it('properties of many objects, to each its own', () => {
    const objects = Array.from({ length: 30 }, (_, step) => ({ type: step, instance: step ** 4 }))
    const wanted = objects.flatMap((object, step) => [
      { object, property: 85 },
      { object, property: 111 + step * 1_000, index: step },
    ])
    expect(understood(encodeReadMultiple(7, wanted))).toEqual({
      kind: 'read-multiple',
      specs: objects.map((object, step) => ({
        object,
        properties: [
          { property: 85, index: undefined },
          { property: 111 + step * 1_000, index: step },
        ],
      })),
    })
  })

  it('a value with its priority', () => {
    const call = understood(
      encodeWrite(7, { object: RELAY, property: 85, value: { type: 9, value: 1 }, priority: 8 }),
    )
    if (call.kind !== 'write') throw new Error(`It is ${call.kind}.`)
    expect(call).toMatchObject({ object: RELAY, property: 85, priority: 8 })
    expect(call.values.map(scalarOf)).toEqual([{ kind: 'enumerated', value: 1 }])
  })

  it('a subscription and its end', () => {
    const how = { processId: 9, object: METER, confirmed: true, lifetimeS: 600 }
    const { confirmed, lifetimeS, ...what } = how
    expect(understood(encodeSubscribe(7, { ...how, cancel: false }))).toEqual({
      ...{ kind: 'subscribe', ...what, wanted: { confirmed, lifetimeS } },
    })
    expect(understood(encodeSubscribe(7, { ...how, cancel: true }))).toEqual({
      ...{ kind: 'subscribe', ...what, wanted: undefined },
    })
  })

  it('who is there', () => {
    expect(decodeRequest(encodeWhoIs())).toEqual({
      ...{ kind: 'who-is', limits: { low: 0, high: 4_194_303 } },
    })
    expect(decodeRequest(encodeWhoIs({ lowLimit: 5, highLimit: 70_000 }))).toEqual({
      ...{ kind: 'who-is', limits: { low: 5, high: 70_000 } },
    })
  })
})
