import type { JsonObject, PointBinding } from '../../../core/contracts/index.ts'
import { type DriverName, makeDriver } from './drivers.ts'

/*
 * Connections of one driver in a process of its own, one after the other: what the process holds before the first, with
 * it, and with all of them, in bytes.
 */

const [, , name = 'mqtt', connectionText = '{}', pointsText = '[]', countText = '1'] = process.argv
const connection: JsonObject = JSON.parse(connectionText)
const points: readonly PointBinding[] = JSON.parse(pointsText)

async function open(connectionId: string): Promise<void> {
  const up = Promise.withResolvers<void>()
  const driver = makeDriver({
    ...{ name: name as DriverName, connectionId, connection, points },
    ...{ onValues: () => undefined, onUp: up.resolve },
  })
  await driver.connect()
  await up.promise
}

async function resident(): Promise<number> {
  // Twice, with time between: what the first finds is let go of by the second.
  for (let turn = 0; turn < 2; turn += 1) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return process.memoryUsage().rss
}

const before = await resident()
await open('0')
const first = await resident()
for (let number = 1; number < Number(countText); number += 1) await open(String(number))
process.send?.({ before, first, all: await resident() })
process.on('disconnect', () => process.exit(0))
