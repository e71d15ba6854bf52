import { describe, expect, test } from 'vitest'
import { encodeContext, encodeGroup, encodeValue } from './encode.ts'
import { encodeFrame } from './frames.ts'
import { createMutations } from './mutations.ts'
import {
  ABORT,
  ERROR,
  encodeAbort,
  encodeError,
  encodeIAm,
  encodeNotification,
  encodeReadAnswer,
  encodeSimpleAck,
  enumerated,
  objectValue,
  unsigned,
} from './replies.ts'
import { type Trace, traceDatagram, traceSent, wordsOf } from './trace.ts'

const meter = { type: 0, instance: 7 }
const real = (value: number) => ({ kind: 'real', value }) as const
const PRESENT_VALUE = 85

const who = Buffer.from([0x10, 8])
const read = Buffer.concat([
  Buffer.from([0, 5, 9, 12]),
  encodeContext(0, objectValue(meter)),
  encodeContext(1, enumerated(PRESENT_VALUE)),
])
const write = Buffer.concat([
  Buffer.from([0, 5, 10, 15]),
  encodeContext(0, objectValue({ type: 5, instance: 1 })),
  encodeContext(1, enumerated(PRESENT_VALUE)),
  encodeGroup(3, [encodeValue(enumerated(1))]),
  encodeContext(4, unsigned(8)),
])
const outcome = [real(21.5)]
const answer = encodeReadAnswer(9, meter, { property: PRESENT_VALUE, index: undefined, outcome })
const notification = encodeNotification({
  ...{ invokeId: 3, processId: 1, device: { type: 8, instance: 55 }, object: meter },
  ...{ secondsLeft: 60, values: [{ property: PRESENT_VALUE, values: [real(22)] }] },
})
const ALL = [
  ...[who, read, write, answer, notification, encodeSimpleAck(9, 15)],
  ...[encodeError(9, 12, ERROR.unknownObject), encodeAbort(9, ABORT.segmentationNotSupported)],
  encodeIAm({ instance: 55, maxApdu: 1_476, vendorId: 260 }),
]
const sender = { host: '192.0.2.7', port: 47_808 }
const framed = (apdu: Buffer) =>
  encodeFrame({
    ...{ kind: 'unicast', apdu, expectsReply: false },
    to: { ...sender, network: 0, mac: '' },
  })

function recording(isOn = true) {
  const entries: Parameters<Trace['add']>[0][] = []
  const trace: Trace = { isOn, add: (entry) => void entries.push(entry) }
  return { entries, trace }
}

describe('an APDU in words', () => {
  test('names service, invoke id, object, property, value and what went wrong', () => {
    expect(ALL.map((apdu) => wordsOf(apdu).summary)).toEqual([
      'Who-Is everybody',
      'Read-Property #9 analog-input:7 present-value',
      'Write-Property #10 binary-value:1 present-value = 1, priority 8',
      'Read-Property #9 ComplexACK analog-input:7 present-value = 21.5',
      'COV-Notification #3 of device 55: analog-input:7 present-value = 22',
      'Write-Property #9 SimpleACK',
      'Read-Property #9 Error unknown-object (class 1, code 31)',
      '#9 Abort, reason 4',
      'I-Am device 55, vendor 260',
    ])
    expect(wordsOf(read).detail).toBe(read.toString('hex'))
  })

  test('is made of anything that may come', () => {
    const next = createMutations({ seed: 7, frames: ALL.map(framed) })
    for (let count = 0; count < 5_000; count += 1) {
      const { entries, trace } = recording()
      traceDatagram(trace, next(), sender)
      expect(entries).toHaveLength(1)
      expect(entries[0]?.summary).not.toBe('')
    }
  })
})

test('datagrams are written down where they come from and go to, and not read while nobody looks', () => {
  const { entries, trace } = recording()
  traceDatagram(trace, framed(answer), sender)
  traceSent(trace, '192.0.2.9:47808/2001:0a', read)
  traceDatagram(trace, Buffer.from('junk'), sender)
  expect(entries.map(({ direction, peer }) => `${direction} ${peer}`)).toEqual([
    ...['in 192.0.2.7:47808', 'out 192.0.2.9:47808/2001:0a', 'in 192.0.2.7:47808'],
  ])
  expect(entries[2]?.summary).toBe('no BACnet/IP: is no BACnet/IP frame')
  const off = recording(false)
  traceDatagram(off.trace, framed(answer), sender)
  traceSent(off.trace, 'everyone', read)
  expect(off.entries).toEqual([])
})
