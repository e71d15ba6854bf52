import { generateKeyPairSync, sign } from 'node:crypto'
import type { PointBinding, PointValue } from '@busbar/core/contracts'
import { canonicalJson, wallClock } from '@busbar/core/contracts'
import { createBacnetDriver } from '../driver.ts'

/* A driver with the standard port of a network namespace, which tells at the end what it saw and did. */
const [, , broadcastAddress = '255.255.255.255'] = process.argv
const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const point = (pointId: string, role: PointBinding['role'], objectType: string): PointBinding => ({
  pointId,
  role,
  unit: '',
  address: { device: 4_711, objectType, objectInstance: 1 },
})
const values: PointValue[] = []
const silent = () => undefined

const driver = createBacnetDriver({
  connectionId: 'namespace',
  connection: { broadcastAddress, searchSeconds: 1, timeoutSeconds: 2 },
  points: [point('energy', 'register', 'analog-value'), point('relay', 'relay', 'binary-output')],
  guardPublicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  clock: wallClock,
  signal: new AbortController().signal,
  random: Math.random,
  log: { debug: silent, info: silent, warn: silent, error: silent },
  events: {
    snapshots: async ({ snapshots }) => {
      values.push(...snapshots.flatMap((one) => one.values))
    },
    malformed: async () => undefined,
    health: silent,
  },
})

function write(action: 'cut' | 'restore') {
  const issuedAt = Date.now()
  const intent = {
    ...{ intentId: action, pointId: 'relay', action, contractId: null, installationId: '1' },
    ...{ balanceVersion: '1', issuedAt, expiresAt: issuedAt + 60_000 },
  }
  const signature = sign(null, Buffer.from(canonicalJson(intent)), privateKey).toString('base64')
  return driver.write({
    ...{ pointId: 'relay', value: action === 'restore', expiresAt: intent.expiresAt },
    signedIntent: { intent, signature },
  })
}

await driver.connect()
const endsAt = Date.now() + 20_000
const energies = () =>
  values.filter(({ pointId }) => pointId === 'energy').map(({ value }) => value)
while (energies().length < 2 && Date.now() < endsAt)
  await new Promise((resolve) => setTimeout(resolve, 50))
const cut = await write('cut')
const restored = await write('restore')
const { devices } = await driver.discover({ timeoutMs: 4_000 })
const health = await driver.health()
await driver.stop()
process.stdout.write(
  `${JSON.stringify({ energies: energies(), cut, restored, devices, health })}\n`,
)
