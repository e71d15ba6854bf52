import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { busbar } from './cli.ts'

let answer = { status: 200, body: '{"status":"ok"}' }
let dataDir = ''
let url = ''
const server = createServer((_request, response) => {
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
})

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'busbar-doctor-'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const doctor = (env: Record<string, string> = {}) =>
  busbar(['doctor'], { BUSBAR_DATA_DIR: dataDir, ...env })

test('the public address is asked whether it leads here', async () => {
  expect((await doctor()).stdout).toMatch(/^ok +public address: BUSBAR_PUBLIC_URL is not set/m)
  const here = await doctor({ BUSBAR_PUBLIC_URL: url })
  expect(here.stdout).toMatch(/^ok +public address: .* leads here/m)
  expect(here.code).toBe(0)
  answer = { status: 502, body: '' }
  expect((await doctor({ BUSBAR_PUBLIC_URL: url })).stdout).toContain('does not answer now')
  answer = { status: 200, body: '<h1>It works!</h1>' }
  const elsewhere = await doctor({ BUSBAR_PUBLIC_URL: url })
  expect(elsewhere.stdout).toMatch(/^WRONG +public address: .* no Busbar/m)
  expect(elsewhere.code).toBe(1)
})

test('TLS without a trusted proxy is told', async () => {
  const { stdout, code } = await doctor({ BUSBAR_PUBLIC_URL: 'https://busbar.example' })
  expect(stdout).toMatch(/^WRONG +public address: .*BUSBAR_TRUST_PROXY/m)
  expect(code).toBe(1)
})
