import { createServer } from 'node:net'
import { isAbsolute } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { chooseHttpPort } from './http-port.ts'

test('an empty environment gives an embedded database and a port of its own choice', () => {
  const config = readConfig({ env: {} })
  expect(config.database).toEqual({ kind: 'embedded' })
  expect(config.http).toEqual({
    host: '127.0.0.1',
    port: null,
    firstPort: 3000,
    publicUrl: null,
    trustedProxies: [],
  })
  expect(isAbsolute(config.dataDir) && config.dataDir.endsWith('.data')).toBe(true)
  expect(Object.isFrozen(config) && Object.isFrozen(config.http)).toBe(true)
})

test('a server is described by the addresses of its logins', () => {
  const config = readConfig({ env: { DATABASE_URL: 'postgres://busbar_app:x@db/busbar' } })
  expect(config.database).toEqual({
    kind: 'server',
    appUrl: 'postgres://busbar_app:x@db/busbar',
    ownerUrl: null,
    guardUrl: null,
  })
})

test('a proxy before it is described by the address that people use and by its own', () => {
  const { http } = readConfig({
    env: {
      BUSBAR_PUBLIC_URL: 'https://busbar.example/',
      BUSBAR_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8,::1',
    },
  })
  expect(http.publicUrl).toBe('https://busbar.example')
  expect(http.trustedProxies).toEqual(['127.0.0.1', '10.0.0.0/8', '::1'])
})

test.each([
  ['BUSBAR_PUBLIC_URL', 'busbar.example'],
  ['BUSBAR_PUBLIC_URL', 'https://busbar.example/energy'],
  ['BUSBAR_PUBLIC_URL', 'https://me:secret@busbar.example'],
  ['BUSBAR_PUBLIC_URL', 'ftp://busbar.example'],
  ['BUSBAR_TRUST_PROXY', 'loopback'],
  ['BUSBAR_TRUST_PROXY', '10.0.0.0/33'],
  ['BUSBAR_TRUST_PROXY', '0.0.0.0/0'],
])('%s refuses %s', (name, value) => {
  expect(() => readConfig({ env: { [name]: value } })).toThrow(name)
})

test('all that is wrong is named at once', () => {
  const env = {
    DATABASE_OWNER_URL: 'postgres://owner@db/busbar',
    BUSBAR_HTTP_PORT: '70000',
    BUSBAR_LOG_LEVEL: 'loud',
  }
  let thrown: unknown
  try {
    readConfig({ env })
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({
    code: 'configuration-invalid',
    errors: [
      { pointer: '/DATABASE_OWNER_URL' },
      { pointer: '/BUSBAR_HTTP_PORT' },
      { pointer: '/BUSBAR_LOG_LEVEL' },
    ],
  })
})

test('a taken port is passed over when searching and refused when asked for', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : 0
  try {
    const http = { host: '127.0.0.1', port: null, firstPort: taken }
    expect(await chooseHttpPort({ http })).toBeGreaterThan(taken)
    await expect(chooseHttpPort({ http: { ...http, port: taken } })).rejects.toMatchObject({
      code: 'port-unavailable',
    })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})
