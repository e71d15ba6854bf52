import { expect, test } from 'vitest'
import { migrateConfig, migrationFault } from './config-migration.ts'

const migrations = [
  {
    to: 2,
    steps: [
      { op: 'move', from: '/token', path: '/server/token' },
      { op: 'add', path: '/server/port', value: 443 },
    ],
  },
  {
    to: 3,
    steps: [
      { op: 'replace', path: '/mode', value: 'safe' },
      { op: 'remove', path: '/legacy' },
    ],
  },
] as const

test('steps are taken from the version that was saved on', () => {
  const first = { token: 'sealed:x', legacy: true, server: { host: 'a' } }
  const request = { migrations, config: first, from: 1, to: 3 }
  expect(migrateConfig(request)).toEqual({ server: { host: 'a', token: 'sealed:x', port: 443 } })
  expect(migrateConfig({ ...request, from: 2 })).toEqual({
    token: 'sealed:x',
    server: { host: 'a' },
  })
  expect(migrateConfig({ ...request, from: 3 })).toBe(first)
})

test('what a step does not find is left alone, and what is there is not added', () => {
  const config = { server: { port: 8443 }, mode: 'fast' }
  expect(migrateConfig({ migrations, config, from: 1, to: 3 })).toEqual({
    server: { port: 8443 },
    mode: 'safe',
  })
  expect(config).toEqual({ server: { port: 8443 }, mode: 'fast' })
})

test('a configuration of a later version is refused', () => {
  expect(() => migrateConfig({ migrations, config: {}, from: 4, to: 3 })).toThrow(/version 4/)
})

test('each version after the first has one migration, in order, to places that are no prototypes', () => {
  expect(migrationFault(3, migrations)).toBeNull()
  expect(migrationFault(1, [])).toBeNull()
  expect(migrationFault(2, [])).toContain('2')
  expect(migrationFault(2, migrations)).not.toBeNull()
  expect(migrationFault(3, migrations.toReversed())).not.toBeNull()
  const step = { op: 'add', path: '/__proto__/polluted', value: 1 } as const
  expect(migrationFault(2, [{ to: 2, steps: [step] }])).toContain('__proto__')
})
