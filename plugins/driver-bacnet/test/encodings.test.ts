import { EventEmitter } from 'node:events'
import bacstack from 'bacstack'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  encodeRead,
  encodeReadMultiple,
  encodeReadRange,
  encodeSubscribe,
  encodeWhoIs,
  encodeWrite,
  type Wanted,
} from '../asks.ts'

/** Four octets of virtual link, two of network layer. */
const APDU_AT = 6
const TO = '192.0.2.1'
const METER = { type: 2, instance: 4_194_302 }
const ids = [1, 127, 128, 255]
const ignore = () => undefined

afterEach(() => void vi.useRealTimers())

/** What bacstack, which other devices have been seen to understand, sends for the same. */
function foreign(ask: (stack: bacstack) => void): string {
  // Its time-outs are not waited for.
  vi.useFakeTimers()
  const sent: string[] = []
  const transport: bacstack.Transport = Object.assign(new EventEmitter(), {
    getBroadcastAddress: () => TO,
    getMaxPayload: () => 1_482,
    open: ignore,
    close: ignore,
    send: (buffer: Buffer, length: number) =>
      void sent.push(buffer.subarray(APDU_AT, length).toString('hex')),
  })
  ask(new bacstack({ transport, apduTimeout: 1_000 }))
  expect(sent).toHaveLength(1)
  return sent[0] ?? ''
}

const hex = (apdu: Buffer) => apdu.toString('hex')

describe('requests are octet for octet those of bacstack', () => {
  it.each([undefined, { lowLimit: 0, highLimit: 255 }, { lowLimit: 256, highLimit: 4_194_303 }])(
    'Who-Is %j',
    (range) =>
      expect(hex(encodeWhoIs(range))).toBe(
        foreign((stack) => stack.whoIs({ address: TO, ...range })),
      ),
  )

  it.each(ids)('ReadProperty, invoke id %i', (invokeId) => {
    for (const [property, index] of [[85], [512], [87, 16], [76, 70_000]] as const) {
      const options = index === undefined ? { invokeId } : { invokeId, arrayIndex: index }
      expect(hex(encodeRead(invokeId, { object: METER, property, index }))).toBe(
        foreign((stack) => stack.readProperty(TO, METER, property, options, ignore)),
      )
    }
  })

  it.each(ids)('ReadPropertyMultiple, invoke id %i', (invokeId) => {
    const other = { type: 1_023, instance: 0 }
    const wanted: Wanted[] = [
      { object: METER, property: 85 },
      { object: METER, property: 111 },
      { object: other, property: 76, index: 65_536 },
      { object: other, property: 4_194_303, index: 300 },
      { object: METER, property: 85 },
    ]
    const groups = [
      { objectId: METER, properties: [{ id: 85 }, { id: 111 }] },
      {
        objectId: other,
        properties: [
          { id: 76, index: 65_536 },
          { id: 4_194_303, index: 300 },
        ],
      },
      { objectId: METER, properties: [{ id: 85 }] },
    ]
    expect(hex(encodeReadMultiple(invokeId, wanted))).toBe(
      foreign((stack) => stack.readPropertyMultiple(TO, groups, { invokeId }, ignore)),
    )
  })

  it.each(ids)('WriteProperty, invoke id %i', (invokeId) => {
    const to = { object: METER, property: 85, priority: 16 }
    const options = { invokeId, priority: 16 }
    const write = (type: number, value: number | null) =>
      foreign((stack) => stack.writeProperty(TO, METER, 85, [{ type, value }], options, ignore))
    expect(hex(encodeWrite(invokeId, { ...to, value: null }))).toBe(write(0, null))
    expect(hex(encodeWrite(invokeId, { ...to, value: { type: 9, value: 1 } }))).toBe(write(9, 1))
  })

  it.each(ids)('SubscribeCOV and its end, invoke id %i', (invokeId) => {
    for (const cancel of [false, true])
      for (const confirmed of [false, true])
        expect(
          hex(
            encodeSubscribe(invokeId, {
              ...{ processId: 4_194_303, object: METER, cancel, confirmed, lifetimeS: 600 },
            }),
          ),
        ).toBe(
          foreign((stack) =>
            stack.subscribeCOV(
              ...([TO, METER, 4_194_303, cancel, confirmed, 600, { invokeId }, ignore] as const),
            ),
          ),
        )
  })

  it.each(ids)('ReadRange, invoke id %i', (invokeId) => {
    for (const [first, count] of [
      [1, 15],
      [70_000, 127],
      [300, 128],
      [1, -128],
      [1, -129],
    ] as const)
      expect(hex(encodeReadRange(invokeId, { object: METER, first, count }))).toBe(
        foreign((stack) => stack.readRange(TO, METER, first, count, { invokeId }, ignore)),
      )
  })
})
