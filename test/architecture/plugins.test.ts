import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pluginFaults } from './plugin-faults.ts'

const ROOT = join(import.meta.dirname, '../..')
const PLUGINS = join(ROOT, 'plugins')
const manifestSchema: object = JSON.parse(
  readFileSync(join(ROOT, 'schemas/plugin-manifest.schema.json'), 'utf8'),
)

test('every plugin has a manifest, its schemas, a README, a quality scale and a test', () => {
  const folders = existsSync(PLUGINS)
    ? readdirSync(PLUGINS, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : []
  const faults = folders.map(({ name }) => [
    name,
    pluginFaults({ folder: join(PLUGINS, name), manifestSchema }),
  ])
  expect(Object.fromEntries(faults)).toEqual(
    Object.fromEntries(folders.map(({ name }) => [name, []])),
  )
})

describe('a plugin', () => {
  let folder = ''
  const put = (file: string, value: unknown): void =>
    writeFileSync(join(folder, file), typeof value === 'string' ? value : JSON.stringify(value))
  const faults = (): string => pluginFaults({ folder, manifestSchema }).join('\n')

  const MANIFEST = {
    id: 'tariff-example',
    version: '1.0.0',
    api: '^1.0.0',
    title: { en: 'Example' },
    isolation: 'shared',
    contributes: {
      tariffStrategies: [
        { type: 'example', title: { en: 'Example' }, termsSchema: './schemas/terms.schema.json' },
      ],
    },
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'busbar-plugin-'))
    mkdirSync(join(folder, 'schemas'))
    put('plugin.json', MANIFEST)
    put('package.json', { name: 'tariff-example' })
    put('schemas/terms.schema.json', { type: 'object' })
    put('quality.json', { bronze: {} })
    put('README.md', '# Example')
    put('index.test.ts', '')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('that has everything is sound', () => {
    expect(faults()).toBe('')
  })

  test.each([
    ['plugin.json', 'has no plugin.json'],
    ['package.json', 'has no package.json'],
    ['README.md', 'has no README.md'],
    ['quality.json', 'has no quality.json'],
    ['index.test.ts', 'has no test'],
    ['schemas/terms.schema.json', './schemas/terms.schema.json cannot be read'],
  ])('is refused without its %s', (file, message) => {
    rmSync(join(folder, file))
    expect(faults()).toContain(message)
  })

  test.each([
    ['plugin.json', '{', 'plugin.json cannot be read'],
    ['plugin.json', { ...MANIFEST, extra: 1 }, 'must NOT have additional properties'],
    ['plugin.json', { ...MANIFEST, contributes: {} }, 'plugin.json/contributes'],
    ['quality.json', '"fine"', 'quality.json holds no object'],
    ['schemas/terms.schema.json', '{', './schemas/terms.schema.json cannot be read'],
  ])('is refused for a broken %s', (file, value, message) => {
    put(file, value)
    expect(faults()).toContain(message)
  })
})
