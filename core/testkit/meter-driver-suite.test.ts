import { describe, expect, it } from 'vitest'
import type { DriverDefect } from './fake-driver.ts'
import { createFakeField, type FakeField } from './fake-field.ts'
import { runCase } from './meter-driver-bench.ts'
import type { MeterDriverSuiteOptions } from './meter-driver-peer.ts'
import { meterDriverCases, meterDriverSuite } from './meter-driver-suite.ts'

/** A driver without wires, sound or with one defect, as options of the suite. */
function fake(defect?: DriverDefect): MeterDriverSuiteOptions {
  let field: FakeField = createFakeField()
  return {
    create: (options) => field.create(options, defect),
    test: async () => ({ ok: field.isUp(), detail: '' }),
    peer: async () => {
      field = createFakeField()
      return field.peer
    },
    capabilities: {
      read: true,
      write: true,
      discover: true,
      browse: true,
      expiringCommands: true,
      sourceTime: true,
    },
    patienceMs: defect === undefined ? 20_000 : 1_500,
  }
}

meterDriverSuite(fake())

describe('the suite finds a driver that', () => {
  const findings: Readonly<Record<DriverDefect, string>> = {
    'gives up when unreachable': 'unreachable at start',
    'subscribes again at each return': 'peer gone and back',
    'emits after stop': 'stop is idempotent',
    'splits snapshots': 'values of one device at one instant',
    rounds: 'values of one device at one instant',
    'drops out-of-order values': 'duplicate and out-of-order',
    'swallows garbage': 'what cannot be understood',
    'drops what is rejected': 'a core that rejects for a while',
    floods: 'back-pressure',
    'ignores changed points': 'changed points are used',
    'claims success unseen': 'a device that says yes and does nothing',
    'keeps commands for later': 'offline is said',
    'ignores signatures': 'a command signed by another key',
    'ignores expiry': 'a command that has expired',
    'obeys an intent twice': 'an intent works once',
    'finds without end': 'discovery gives no more',
    'cannot be cancelled': 'a discovery that is cancelled',
    'searches on after stop': 'a stop ends a search',
    'browses in a circle': 'browsing leads from the root',
    'sends whatever the value': 'a command to restore, with the value to cut',
    'traces one way alone': 'a trace that is on',
    'traces unasked': 'a trace that is off',
    'traces its password': 'a trace that is on',
  }

  it.each(Object.entries(findings))('%s', async (defect, start) => {
    const found = meterDriverCases.find(({ name }) => name.startsWith(start))
    if (found === undefined) throw new Error(`There is no case "${start}".`)
    await expect(runCase(found, fake(defect as DriverDefect))).rejects.toThrow()
  })
})

it('a name to leave out that is no case is an error', () => {
  expect(() => meterDriverSuite({ ...fake(), skip: { nonsense: 'none' } })).toThrow('nonsense')
})
