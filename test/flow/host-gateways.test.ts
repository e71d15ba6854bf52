import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { BuildingView } from '../../core/contracts/index.ts'
import { createBoundary } from '../../core/host/boundary.ts'
import { crossingView } from '../../core/host/gateway-shapes.ts'
import { createManifestReader } from '../../core/host/manifest.ts'
import { createFakeBuilding } from '../../core/testkit/fake-building.ts'
import { code, started, stateOf, stopHosts } from '../support/host-rig.ts'

const folders: string[] = []
afterEach(async () => {
  await stopHosts()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** Said apart: this file is no plugin. */
const AS = 'default'
const ENTRY = `import { buildingGateways, definePlugin } from '@busbar/core/contracts'
export ${AS} definePlugin({
  register: (scope) => scope.provide(buildingGateways, {
    type: 'echo',
    create: ({ building, log, connection }) => ({
      connect: async () => {
        log.info('connecting', { token: connection.token })
        const { cursor } = await building.snapshot()
        const written = await building.write({ pointId: 'supply:12/order', value: false, actor: 'x' })
        return { status: 'up', detail: cursor + ' ' + written.outcome }
      },
      health: async () => {
        building.health({ status: 'degraded', detail: 'told' })
        await building.changes({ cursor: 5 }).catch((e) => { throw e })
        return { status: 'up', detail: '' }
      },
      stop: async () => undefined,
    }),
    test: async () => ({ ok: true, detail: 'It echoes.' }),
  }),
})
`

/** A folder with one plugin: a gateway with these properties in its settings. */
function pluginWith(
  properties: object,
  isolation: 'shared' | 'process' = 'shared',
): { readonly directory: string; readonly plugin: string } {
  const directory = mkdtempSync(join(tmpdir(), 'busbar-gateways-'))
  folders.push(directory)
  const plugin = join(directory, 'gateway-echo')
  mkdirSync(plugin)
  const write = (file: string, content: object) =>
    writeFileSync(join(plugin, file), JSON.stringify(content))
  write('package.json', { name: 'gateway-echo', type: 'module' })
  write('connection.schema.json', { type: 'object', additionalProperties: false, properties })
  write('plugin.json', {
    ...{ id: 'gateway-echo', version: '1.0.0', api: '^1.0.0', title: { en: 'Echo' } },
    isolation,
    contributes: {
      buildingGateways: [
        {
          ...{ type: 'echo', title: { en: 'Echo' }, connectionSchema: './connection.schema.json' },
          capabilities: { write: true, history: false, events: false },
        },
      ],
    },
  })
  writeFileSync(join(plugin, 'index.ts'), ENTRY)
  return { directory, plugin }
}

const echo = (isolation?: 'shared' | 'process') =>
  pluginWith({ token: { type: 'string', writeOnly: true } }, isolation)

describe('a gateway', () => {
  test('has the core’s part in its settings, which shows and allows nothing by default', async () => {
    const { host } = await started({ directories: [echo().directory] })
    const of = { point: 'buildingGateways', type: 'echo', role: 'connection' } as const
    expect(host.validate({ ...of, input: {} })).toMatchObject({
      ok: true,
      value: { exposure: { personalData: false, authority: 'none' } },
    })
    const principal = 'bms@tower.example'
    expect(host.validate({ ...of, input: { exposure: { authority: 'supply' } } }).ok).toBe(false)
    expect(
      host.validate({ ...of, input: { exposure: { authority: 'supply', principal } } }).ok,
    ).toBe(true)
    expect(host.validate({ ...of, input: { exposure: { authority: 'owner' } } }).ok).toBe(false)
  })

  test('cannot bring a part of its own under that name', async () => {
    const reader = await createManifestReader()
    const { plugin } = pluginWith({ exposure: { type: 'object' } })
    await expect(reader.read({ directory: plugin })).rejects.toEqual(code('plugin-schema-invalid'))
  })

  test.each(['shared', 'process'] as const)(
    'of isolation "%s" is opened with its view, tells how it fares, and keeps its secrets',
    async (isolation) => {
      const one = await started({
        directories: [echo(isolation).directory],
        limits: { methodFactor: 1, registerMs: 10_000 },
      })
      const building = createFakeBuilding({ authority: true })
      const request = {
        ...({ connectionId: '7', point: 'buildingGateways', type: 'echo' } as const),
        ...{ connection: { token: 'open sesame' }, building: building.view },
      }
      expect(await one.host.openConnection(request)).toMatchObject({
        ...{ state: 'enabled', health: { status: 'up', detail: '1.0 done' } },
      })
      expect(building.writes).toEqual([{ pointId: 'supply:12/order', value: false, actor: 'x' }])
      expect(one.logged.join()).toContain('connecting')
      expect(one.logged.join()).not.toContain('open sesame')
      // What it asks for is judged before the core sees it.
      const service = 'plugin.gateway-echo.buildingGateways.echo.health'
      await expect(one.broker.call(service, { connectionId: '7' })).rejects.toEqual(
        code('validation-failed'),
      )
      expect(one.host.connections()).toMatchObject([
        { state: 'degraded', health: { status: 'degraded', detail: 'told' } },
      ])
      expect(building.healths).toMatchObject([{ status: 'degraded' }])
      await one.host.closeConnection({ connectionId: '7' })
      expect(stateOf(one, 'gateway-echo')).toMatchObject({ state: 'enabled' })
    },
  )
})

describe('the way from a gateway to the core', () => {
  const boundary = createBoundary({ roundTrip: true })

  test('lets nothing pass that is no request', async () => {
    const { view, writes } = createFakeBuilding({ authority: true })
    const crossing = crossingView(view, boundary, () => true) as unknown as Record<
      keyof BuildingView,
      (request: unknown) => Promise<unknown>
    >
    const order = { pointId: 'supply:12/order', value: true, actor: 'x' }
    for (const request of [
      ...[null, 'x', {}, { ...order, value: 5 }, { ...order, pointId: 'x'.repeat(501) }],
      ...[{ ...order, actor: undefined }, { ...order, requestId: 7 }, [order]],
    ])
      await expect(crossing.write(request)).rejects.toEqual(code('validation-failed'))
    expect(writes).toEqual([])
    for (const request of [{}, { cursor: '1.0', waitMs: -1, limit: 1 }, { cursor: '1.0' }])
      await expect(crossing.changes(request)).rejects.toEqual(code('validation-failed'))
    for (const request of [{}, { pointId: 'a', from: '0', to: 1, limit: 1 }])
      await expect(crossing.history(request)).rejects.toEqual(code('validation-failed'))
  })

  test('ends with the connection, and answers what is frozen', async () => {
    const { view } = createFakeBuilding({ authority: true })
    let open = true
    const crossing = crossingView(view, boundary, () => open)
    expect(Object.isFrozen((await crossing.snapshot()).nodes)).toBe(true)
    open = false
    await expect(crossing.snapshot()).rejects.toEqual(code('plugin-not-available'))
    const order = { pointId: 'supply:12/order', value: true, actor: 'x' }
    await expect(crossing.write(order)).rejects.toEqual(code('plugin-not-available'))
  })
})
