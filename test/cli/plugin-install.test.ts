import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { busbar } from './cli.ts'

let folder = ''
let dataDir = ''
let source = ''
const env = () => ({ BUSBAR_DATA_DIR: dataDir })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'busbar-install-'))
  dataDir = join(folder, 'data')
  source = join(folder, 'tariff-acme')
  await busbar(['plugin', 'new', 'tariff-acme', '--type', 'tariffStrategies', '--into', folder])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const listed = async () =>
  JSON.parse((await busbar(['plugin', 'list', '--json'], env())).stdout) as {
    id: string
    version: string
    error: unknown
  }[]

test('nothing is installed without consent', { timeout: 60_000 }, async () => {
  const { code, stdout } = await busbar(['plugin', 'install', source], env())
  expect(code).toBe(1)
  expect(stdout).toContain('tariff-acme 0.1.0 adds tariffStrategies/acme.')
  expect(stdout).toContain('--yes')
  expect(readdirSync(join(dataDir, 'plugins'))).toEqual([])
})

test('a folder is installed whole, listed, and can be loaded from there', {
  timeout: 60_000,
}, async () => {
  const { code, stdout } = await busbar(['plugin', 'install', source, '--yes'], env())
  expect(stdout).toContain('Installed tariff-acme 0.1.0.')
  expect(code).toBe(0)
  const installed = join(dataDir, 'plugins/tariff-acme')
  expect(readdirSync(join(dataDir, 'plugins'))).toEqual(['tariff-acme'])
  expect(await listed()).toContainEqual(expect.objectContaining({ id: 'tariff-acme', error: null }))
  // Outside of the clone: @busbar/core is found all the same.
  expect(await busbar(['plugin', 'check', installed, '--load'], env())).toMatchObject({ code: 0 })
})

test('a later version takes the place of the earlier one, and a running Busbar is told', {
  timeout: 60_000,
}, async () => {
  for (const file of ['package.json', 'plugin.json']) {
    const text = readFileSync(join(source, file), 'utf8')
    writeFileSync(join(source, file), text.replace('"version": "0.1.0"', '"version": "0.2.0"'))
  }
  const asked: unknown[] = []
  const server = createServer((request, response) => {
    asked.push([request.method, request.url, request.headers['x-api-key']])
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ added: [], reloaded: ['tariff-acme'], removed: [] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    const { code, stdout } = await busbar(['plugin', 'install', source, '--yes', '--url', url], {
      ...env(),
      BUSBAR_API_KEY: 'bbk_of_an_owner',
    })
    expect(stdout).toContain('reloaded: tariff-acme')
    expect(code).toBe(0)
  } finally {
    server.close()
  }
  expect(asked).toEqual([['POST', '/api/v1/plugins/rescan', 'bbk_of_an_owner']])
  expect(await listed()).toContainEqual(
    expect.objectContaining({ id: 'tariff-acme', version: '0.2.0' }),
  )
})

test('what is broken, or has the id of another, is refused and leaves nothing', {
  timeout: 60_000,
}, async () => {
  const before = readFileSync(join(source, 'plugin.json'), 'utf8')
  writeFileSync(join(source, 'plugin.json'), before.replace('"^1.0.0"', '"^7.0.0"'))
  const wrong = await busbar(['plugin', 'install', source, '--yes'], env())
  expect(wrong).toMatchObject({ code: 1 })
  expect(wrong.stderr).toContain('contracts ^7.0.0')
  writeFileSync(join(source, 'plugin.json'), before.replaceAll('tariff-acme', 'tariff-flat'))
  const twin = await busbar(['plugin', 'install', source, '--yes'], env())
  expect(twin).toMatchObject({ code: 1 })
  expect(twin.stderr).toContain('tariff-flat')
  expect(readdirSync(join(dataDir, 'plugins'))).toEqual(['tariff-acme'])
})

test('what was installed can be removed, what comes with the clone cannot', {
  timeout: 60_000,
}, async () => {
  expect(await busbar(['plugin', 'remove', 'driver-mqtt'], env())).toMatchObject({ code: 2 })
  expect(await busbar(['plugin', 'remove', '../keys'], env())).toMatchObject({ code: 2 })
  expect(await busbar(['plugin', 'remove', 'tariff-acme'], env())).toMatchObject({ code: 0 })
  expect(existsSync(join(dataDir, 'plugins/tariff-acme'))).toBe(false)
})
