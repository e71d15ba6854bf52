import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { wallClock } from '@busbar/core/contracts'
import { createMqttDriver } from '../driver.ts'

/*
 * A driver in a process of its own that is killed by the test: what it is handed is on the disk
 * before the driver hears that it is kept.
 */
const [, , connectionText = '{}', pointsText = '[]', path = ''] = process.argv
const file = openSync(path, 'a')
const silent = () => undefined

const driver = createMqttDriver({
  connectionId: 'killed',
  connection: JSON.parse(connectionText),
  points: JSON.parse(pointsText),
  guardPublicKeyPem: '',
  clock: wallClock,
  signal: new AbortController().signal,
  random: Math.random,
  log: { debug: silent, info: silent, warn: silent, error: silent },
  events: {
    async snapshots({ snapshots }) {
      // Some time for the parent to kill it between arrival and commit.
      await new Promise((resolve) => setTimeout(resolve, 5))
      const lines = snapshots.flatMap(({ values }) => values.map(({ value }) => `${value}\n`))
      writeSync(file, lines.join(''))
      fsyncSync(file)
    },
    malformed: async () => undefined,
    health: (health) => process.send?.(health.status),
  },
})
await driver.connect()
process.on('message', () => {
  driver.stop().then(() => {
    closeSync(file)
    process.disconnect()
  })
})
