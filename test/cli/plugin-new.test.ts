import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pluginFaults } from '../architecture/plugin-faults.ts'
import { busbar, ROOT, runNode } from './cli.ts'

const POINTS = {
  meterDrivers: 'driver-acme',
  paymentProviders: 'payment-acme',
  tariffStrategies: 'tariff-acme',
  notificationChannels: 'notify-acme',
  buildingGateways: 'gateway-acme',
} as const

let folder = ''
const manifestSchema: object = JSON.parse(
  readFileSync(join(ROOT, 'schemas/plugin-manifest.schema.json'), 'utf8'),
)

beforeAll(() => {
  // Inside of the clone, where @busbar/core is found; outside of what others look at.
  mkdirSync(join(ROOT, '.data'), { recursive: true })
  folder = mkdtempSync(join(ROOT, '.data', 'scaffolds-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Result {
  readonly message: string
  readonly assertionResults: readonly {
    readonly fullName: string
    readonly failureMessages: readonly string[]
  }[]
}
const failuresOf = (results: readonly Result[]): readonly string[] =>
  results.flatMap(({ message, assertionResults }) => [
    ...(message === '' ? [] : [message]),
    ...assertionResults.flatMap(({ fullName, failureMessages }) =>
      failureMessages.map((failure) => `${fullName}: ${failure}`),
    ),
  ])

test.each(Object.entries(POINTS))(
  'a new plugin for %s is whole, loads and passes its conformance suite',
  // A suite within the suite has half of a busy machine: what fails once is tried again, what fails twice is named.
  { timeout: 240_000, retry: 1 },
  async (point, name) => {
    rmSync(join(folder, name), { recursive: true, force: true })
    const title = 'Acme "One"'
    const made = await busbar([
      ...['plugin', 'new', name, '--type', point, '--title', title, '--into', folder],
    ])
    expect(made).toMatchObject({ code: 0, stderr: '' })
    const plugin = join(folder, name)
    const manifest = JSON.parse(readFileSync(join(plugin, 'plugin.json'), 'utf8'))
    expect(manifest).toMatchObject({ id: name, title: { en: title } })
    expect(manifest.contributes[point]).toMatchObject([{ type: 'acme' }])
    expect(pluginFaults({ folder: plugin, manifestSchema })).toEqual([])
    expect(await busbar(['plugin', 'check', plugin, '--load'])).toMatchObject({ code: 0 })

    const report = join(folder, `${name}.json`)
    const suite = await runNode([
      ...['node_modules/vitest/vitest.mjs', 'run', '--root', plugin],
      ...['--reporter', 'json', '--outputFile', report],
    ])
    const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    expect(failuresOf(testResults)).toEqual([])
    expect(suite.code, suite.stdout + suite.stderr).toBe(0)
    expect(numPassedTests).toBeGreaterThan(5)
  },
)

test('the types of new plugins hold', { timeout: 120_000 }, async () => {
  const config = { extends: '../../tsconfig.json', include: ['.'], exclude: [] as string[] }
  const compilerOptions = {
    incremental: false,
    types: ['node'],
    typeRoots: ['../../node_modules/@types'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...config, compilerOptions }))
  const { code, stdout } = await runNode(['node_modules/typescript/bin/tsc', '-p', folder])
  expect(stdout).toBe('')
  expect(code).toBe(0)
})

test('a name that is taken is left as it is', async () => {
  const again = await busbar([
    ...['plugin', 'new', 'tariff-acme', '--type', 'tariffStrategies', '--into', folder],
  ])
  expect(again.code).toBe(2)
  expect(again.stderr).toContain('is there already')
})
