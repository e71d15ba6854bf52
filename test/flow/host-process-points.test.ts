import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  meterDriverClient,
  paymentProviderClient,
  tariffStrategyClient,
} from '../../core/host/client.ts'
import { driverConnection, NOW, started, stateOf, stopHosts } from '../support/host-rig.ts'

const GOOD = fileURLToPath(new URL('../fixtures/plugins/good', import.meta.url))
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'busbar-points-'))
  cpSync(GOOD, join(folder, 'good'), { recursive: true })
  const file = join(folder, 'good', 'plugin.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ ...manifest, isolation: 'process' }))
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(stopHosts)

test('every extension point is served from a process, with money, dates and drafts crossing whole', async () => {
  const one = await started({
    directories: [folder],
    roundTrip: false,
    limits: { registerMs: 10_000, methodFactor: 1 },
  })
  const { broker, host } = one
  expect(stateOf(one, 'good')).toMatchObject({ isolation: 'process', state: 'enabled' })
  const { request, heard } = driverConnection()
  await host.openConnection(request)
  for (const [point, type, connectionId] of [
    ['paymentProviders', 'purse', '8'],
    ['notificationChannels', 'board', '9'],
  ] as const)
    await host.openConnection({ point, type, connectionId, connection: { host: 'here' } })

  const of = { broker, pluginId: 'good' }
  const driver = meterDriverClient({ ...of, type: 'memory', connectionId: '7' })
  const write = { pointId: 'p1', value: '3.5', expiresAt: NOW }
  expect(await driver.write(write)).toMatchObject({ outcome: 'confirmed', readBack: '3.5' })
  expect(heard).toMatchObject([{ source: 'memory', at: null }])
  expect(await driver.browse({ nodeId: 'floor1', timeoutMs: 1_000 })).toMatchObject({
    nodes: [{ nodeId: 'hall', value: '42.5' }],
  })
  expect(
    await host.tryDiscover({ type: 'memory', connection: { host: 'hall' }, timeoutMs: 1_000 }),
  ).toMatchObject({ sources: [{ source: 'hall.lan' }] })
  expect(
    await host.testConnection({
      ...{ point: 'meterDrivers', type: 'memory', timeoutMs: 1_000 },
      connection: { host: 'nowhere', password: 'open sesame' },
    }),
  ).toEqual({ ok: false, detail: 'nobody answers at nowhere with ••••••••' })

  const purse = paymentProviderClient({ ...of, type: 'purse', connectionId: '8' })
  const refund = { refundId: 'r', orderId: 'o', amountMinor: 12_345_678_901_234_567_890n }
  expect(await purse.refund({ ...refund, currency: 'CNY', reason: '-' })).toMatchObject({
    amountMinor: refund.amountMinor,
    state: 'refunded',
  })

  const strategy = tariffStrategyClient({ ...of, type: 'single' })
  const compiled = await strategy.compile({
    ...{ terms: { price: '0.5' }, from: NOW, to: NOW + 1 },
    calendar: { timeZone: 'Asia/Shanghai', holidays: [], workedWeekendDays: [] },
  })
  expect(compiled).toMatchObject({ ok: true, tariff: { from: NOW } })
})
