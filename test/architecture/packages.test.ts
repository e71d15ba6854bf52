import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const
const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/

interface Manifest {
  readonly private?: boolean
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

const foldersIn = (parent: string): string[] =>
  existsSync(join(ROOT, parent))
    ? readdirSync(join(ROOT, parent), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${parent}/${name}`)
    : []

const workspaces = ['.', 'core', ...['protocols', 'plugins', 'examples'].flatMap(foldersIn)].filter(
  (folder) => existsSync(join(ROOT, folder, 'package.json')),
)

describe.each(workspaces)('package %s', (folder) => {
  const manifest = readJson(`${folder}/package.json`) as Manifest

  test('pins every dependency to one version', () => {
    const loose = KINDS.flatMap((kind) => Object.entries(manifest[kind] ?? {})).filter(
      ([, version]) => !EXACT.test(version),
    )
    expect(loose).toEqual([])
  })

  test('bears the licence', () => {
    expect(manifest.license).toBe('Apache-2.0')
  })
})

test('the lock file names no place to fetch from', () => {
  const { packages } = readJson('package-lock.json') as {
    packages: Record<string, { resolved?: string }>
  }
  const fetched = Object.values(packages)
    .map(({ resolved }) => resolved)
    .filter((resolved) => resolved !== undefined && /^[a-z+]+:/.test(resolved))
  expect(Object.keys(packages).length).toBeGreaterThan(100)
  expect(fetched).toEqual([])
})

test('the licence is here', () => {
  expect(readFileSync(join(ROOT, 'LICENSE'), 'utf8')).toMatch(/Apache License\s+Version 2\.0/)
})
