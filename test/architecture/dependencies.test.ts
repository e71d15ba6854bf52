import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'] as const

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const foldersIn = (parent: string): string[] =>
  readdirSync(join(ROOT, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${parent}/${name}`)

/** Names of all packages that any of the project's packages asks for. */
function dependencies(): string[] {
  const parents = ['protocols', 'plugins', 'examples']
  const folders = ['.', 'core', 'ui', ...parents.flatMap(foldersIn)].filter((folder) =>
    existsSync(join(ROOT, folder, 'package.json')),
  )
  const names = folders.flatMap((folder) => {
    const manifest = JSON.parse(read(`${folder}/package.json`)) as Partial<
      Record<(typeof KINDS)[number], Readonly<Record<string, string>>>
    >
    return KINDS.flatMap((kind) => Object.keys(manifest[kind] ?? {}))
  })
  return [...new Set(names)].sort()
}

/** Names in the first column of the page's table of packages. */
function explained(): string[] {
  const [, section = ''] = read('docs/ARCHITECTURE.md').split(/^## Technology$/m)
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|')[1] ?? '')
  return rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
}

test('docs/ARCHITECTURE.md says of every dependency why it is there, and of nothing else', () => {
  expect(dependencies().length).toBeGreaterThan(40)
  expect(explained().sort()).toEqual(dependencies())
})
