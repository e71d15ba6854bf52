import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { discoverPlugins, findPluginFolders } from './discovery.ts'
import { createManifestReader } from './manifest.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'busbar-manifest-'))
})
afterEach(() => rm(root, { recursive: true }))

async function put(path: string, content: unknown): Promise<void> {
  const file = join(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
}

const SCHEMA = { type: 'object', additionalProperties: false, properties: {} }
const manifest = (id: string, rest: object = {}) => ({
  ...{ id, version: '1.0.0', api: '^1.0.0', title: { en: id }, isolation: 'shared' },
  contributes: { tariffStrategies: [{ type: id, title: { en: id }, termsSchema: './t.json' }] },
  ...rest,
})

const WIDGET = {
  ...{ id: 'w', title: { en: 'W' }, icon: 'home', kind: 'table' },
  source: { operation: 'meters.list', parameters: { siteId: '$site' } },
  show: { items: '/items', columns: [{ title: { en: 'Serial' }, value: '/serial' }] },
}
const dashboard = (...dashboardWidgets: readonly object[]) =>
  manifest('a', { contributes: { dashboardWidgets } })

async function plugin(folder: string, content: unknown): Promise<string> {
  await put(`${folder}/package.json`, {})
  await put(`${folder}/plugin.json`, content)
  await put(`${folder}/t.json`, SCHEMA)
  await put(`${folder}/index.ts`, 'throw new Error("ran")')
  return join(root, folder)
}

const read = async (directory: string) => (await createManifestReader()).read({ directory })

describe('a manifest', () => {
  test('is read with its schemas, and none of the code runs', async () => {
    const directory = await plugin('a', manifest('a'))
    const found = await read(directory)
    expect(found).toMatchObject({ id: 'a', startup: 'optional', configSchema: null })
    expect(found.entry).toBe(join(found.directory, 'index.ts'))
    expect(found.contributions).toMatchObject([{ point: 'tariffStrategies', type: 'a' }])
  })

  test('is read with its icon, widgets and pages', async () => {
    const contributes = { dashboardWidgets: [WIDGET], pages: [] }
    const directory = await plugin('a', manifest('a', { icon: './i.svg', contributes }))
    await put('a/i.svg', '<?xml version="1.0"?>\n<!-- an icon --><svg></svg>')
    const found = await read(directory)
    expect(found.icon).toContain('<svg>')
    expect(found.dashboardWidgets).toEqual([WIDGET])
  })

  test('may ask by its widgets for nothing but what the contract only reads', async () => {
    const schema = JSON.parse(
      await readFile(new URL('../../schemas/plugin-manifest.schema.json', import.meta.url), 'utf8'),
    )
    const allowed: readonly string[] =
      schema.$defs.widget.properties.source.properties.operation.enum
    expect(allowed.length).toBeGreaterThan(10)
    for (const [index, operation] of allowed.entries()) {
      const parameters = operation.endsWith('.get') ? { id: '1' } : {}
      const folder = `o${index}`
      const directory = await plugin(
        folder,
        dashboard({ ...WIDGET, source: { operation, parameters } }),
      )
      expect((await read(directory)).dashboardWidgets, operation).toHaveLength(1)
    }
  })

  test.each<readonly [string, unknown, string, string]>([
    ['no JSON', '{ "id": "a", ', 'plugin-manifest-invalid', 'plugin.json'],
    ['a list', [], 'plugin-manifest-invalid', 'plugin.json'],
    ['an unknown field', manifest('a', { colour: 1 }), 'plugin-manifest-invalid', '/colour'],
    [
      'an unknown point',
      manifest('a', { contributes: { magic: [] } }),
      'plugin-manifest-invalid',
      '/contributes/magic',
    ],
    [
      'no contribution',
      manifest('a', { contributes: {} }),
      'plugin-manifest-invalid',
      '/contributes',
    ],
    [
      'an icon that is none',
      manifest('a', { icon: './t.json' }),
      'plugin-manifest-invalid',
      '/icon',
    ],
    [
      'a widget of an unknown kind',
      dashboard({ ...WIDGET, kind: 'iframe' }),
      'plugin-manifest-invalid',
      '/contributes/dashboardWidgets/0/kind',
    ],
    [
      'a widget of an operation that may not be asked',
      dashboard({ ...WIDGET, source: { operation: 'plugins.diagnostics', parameters: {} } }),
      'plugin-manifest-invalid',
      '/contributes/dashboardWidgets/0/source/operation',
    ],
    [
      'a widget with a parameter that is not taken',
      dashboard({ ...WIDGET, source: { operation: 'meters.list', parameters: { colour: 1 } } }),
      'plugin-manifest-invalid',
      '/contributes/dashboardWidgets/0/source/parameters/colour',
    ],
    [
      'a widget that does not say which item',
      dashboard({ ...WIDGET, source: { operation: 'accounts.get', parameters: {} } }),
      'plugin-manifest-invalid',
      '/contributes/dashboardWidgets/0/source/parameters',
    ],
    [
      'a table without columns',
      dashboard({ ...WIDGET, show: { items: '/items' } }),
      'plugin-manifest-invalid',
      '/contributes/dashboardWidgets/0/show/columns',
    ],
    [
      'a text that asks',
      dashboard({ ...WIDGET, kind: 'markdown', text: { en: 'Hi' } }),
      'plugin-manifest-invalid',
      '/contributes/dashboardWidgets/0/source',
    ],
    [
      'two widgets of one id',
      dashboard(WIDGET, WIDGET),
      'plugin-manifest-invalid',
      '/contributes/dashboardWidgets/1/id',
    ],
    [
      'a page of an unknown widget',
      manifest('a', {
        contributes: {
          dashboardWidgets: [WIDGET],
          pages: [
            {
              ...{ id: 'p', title: { en: 'P' }, icon: 'home' },
              widgets: [{ widget: 'other', x: 0, y: 0, w: 1, h: 1 }],
            },
          ],
        },
      }),
      'plugin-manifest-invalid',
      '/contributes/pages/0/widgets/0/widget',
    ],
    ['a bad id', manifest('../a'), 'plugin-manifest-invalid', '/id'],
    ['a range that is none', manifest('a', { api: '*' }), 'plugin-manifest-invalid', '/api'],
    ['a later contract', manifest('a', { api: '^1.9.0' }), 'plugin-api-incompatible', '^1.9.0'],
    [
      'another major contract',
      manifest('a', { api: '^0.9.0' }),
      'plugin-api-incompatible',
      '^0.9.0',
    ],
    [
      'an isolation that is none',
      manifest('a', { isolation: 'elsewhere' }),
      'plugin-manifest-invalid',
      '/isolation',
    ],
    [
      'an entry outside',
      manifest('a', { entry: './../b/index.ts' }),
      'plugin-manifest-invalid',
      '/entry',
    ],
    [
      'an entry that is not there',
      manifest('a', { entry: './b.ts' }),
      'plugin-manifest-invalid',
      './b.ts',
    ],
    [
      'too much',
      manifest('a', { description: { en: 'x'.repeat(70_000) } }),
      'plugin-manifest-invalid',
      'bytes',
    ],
    [
      '__proto__',
      JSON.stringify(manifest('a')).replace('{', '{"__proto__":{},'),
      'plugin-manifest-invalid',
      '/__proto__',
    ],
    [
      'a type twice',
      manifest('a', {
        contributes: {
          tariffStrategies: [1, 2].map(() => ({
            type: 'a',
            title: { en: 'a' },
            termsSchema: './t.json',
          })),
        },
      }),
      'plugin-duplicate',
      '"a" twice',
    ],
    [
      'a config schema that is not there',
      manifest('a', { configSchema: './c.json' }),
      'plugin-schema-invalid',
      './c.json',
    ],
  ])('P4: with %s is refused, naming the place', async (_, content, code, place) => {
    const refused = read(await plugin('a', content))
    await expect(refused).rejects.toMatchObject({ code, detail: expect.stringContaining(place) })
  })

  test('P4: a schema that a link takes out of the folder is not read', async () => {
    const directory = await plugin('a', manifest('a', { configSchema: './c.json' }))
    await put('secret.json', SCHEMA)
    await symlink(join(root, 'secret.json'), join(directory, 'c.json'))
    await expect(read(directory)).rejects.toMatchObject({
      code: 'plugin-schema-invalid',
      detail: expect.stringContaining('outside'),
    })
  })

  test('of a folder that has gone is refused like any other', async () => {
    const reader = await createManifestReader()
    const directory = join(root, 'gone')
    await expect(reader.read({ directory })).rejects.toMatchObject({
      code: 'plugin-manifest-invalid',
    })
    expect(await reader.claim({ directory })).toEqual({ id: undefined, startup: 'optional' })
  })

  test('P4: a schema file that is too large is not read', async () => {
    const directory = await plugin('a', manifest('a'))
    await put('a/t.json', { ...SCHEMA, description: 'x'.repeat(200_000) })
    await expect(read(directory)).rejects.toMatchObject({ code: 'plugin-schema-invalid' })
  })
})

describe('discovery', () => {
  test('finds packages with a plugin.json, scoped ones too, each once', async () => {
    await plugin('plugins/b', manifest('b'))
    await plugin('plugins/a', manifest('a'))
    await plugin('node_modules/@acme/c', manifest('c'))
    await put('node_modules/library/package.json', {})
    await put('plugins/no-package/plugin.json', manifest('x'))
    await put('plugins/file', '')
    await symlink(join(root, 'plugins/a'), join(root, 'node_modules/a'))
    const directories = [join(root, 'plugins'), join(root, 'node_modules'), join(root, 'not-there')]
    const folders = await findPluginFolders(directories)
    expect(folders.map((folder) => folder.slice(folder.lastIndexOf('/') + 1))).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  test('P4: the later of two with one id or one type is refused, and only that one', async () => {
    await plugin('p/1', manifest('a'))
    await plugin('p/2', manifest('a', { title: { en: 'twin' } }))
    const { contributes } = manifest('a')
    await plugin('p/3', manifest('c', { contributes }))
    await plugin('p/4', { broken: true })
    await plugin('p/5', manifest('e'))
    const reader = await createManifestReader()
    const found = await discoverPlugins({ directories: [join(root, 'p')], reader })
    const seen = found.map((one) => (one.ok ? one.manifest.id : one.error.code))
    expect(seen).toEqual([
      'a',
      'plugin-duplicate',
      'plugin-duplicate',
      'plugin-manifest-invalid',
      'e',
    ])
  })
})
