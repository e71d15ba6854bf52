import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TABLE } from './layers.table.ts'

const ROOT = join(import.meta.dirname, '../..')
const config = await extractDepcruiseConfig(join(ROOT, '.dependency-cruiser.mjs'))

interface Pair {
  readonly file: string
  readonly text: string
  readonly refused: boolean
}

const PUBLIC = {
  'public-contracts': '@busbar/core/contracts',
  'public-testkit': '@busbar/core/testkit',
  'public-protocols': '@busbar/bacnet/target',
}
const PACKAGES = [
  ...new Set([...Object.values(TABLE).flatMap(({ packages = [] }) => packages), 'moleculer-web']),
  'zod',
].filter((name) => name !== 'any')
const BUILTINS = ['node:fs', 'node:crypto']
const OUTSIDE = /^(?:plugins|examples)\//

/** One file for every way to import every folder from every other. */
function modulePairs(): Pair[] {
  return Object.entries(TABLE).flatMap(([from, { at, imports = [], importsTypes = [] }]) => {
    const outside = OUTSIDE.test(at)
    const targets = Object.entries(TABLE)
      .filter(([to]) => to !== from)
      .map(([to, { at: place }]) => ({ to, path: `./${relative(at, `${place}/target.ts`)}` }))
    const named = outside ? Object.entries(PUBLIC).map(([to, path]) => ({ to, path })) : []
    return [...targets, ...named].flatMap(({ to, path }) => {
      const inTests = to === (outside ? 'public-testkit' : 'testkit')
      const refused = !imports.includes(to)
      return [
        { file: `${at}/to-${to}.ts`, text: `import '${path}'`, refused },
        {
          file: `${at}/type-${to}.ts`,
          text: `import type { Value } from '${path}'\nexport type Mine = Value`,
          refused: refused && !importsTypes.includes(to),
        },
        { file: `${at}/to-${to}.test.ts`, text: `import '${path}'`, refused: refused && !inTests },
      ]
    })
  })
}

function packagePairs(): Pair[] {
  return Object.values(TABLE).flatMap(({ at, packages = [] }) =>
    PACKAGES.flatMap((name) => {
      const file = `${at}/uses-${name.replace('/', '-')}`
      const text = `import '${name}'`
      const refused = !packages.includes('any') && !packages.includes(name)
      const testing = ['vitest', 'fast-check'].includes(name)
      const code = { file: `${file}.ts`, text, refused }
      // Which libraries a plugin's tests declare is for the check of unused and unlisted packages.
      if (at.startsWith('plugins/')) return [code]
      return [code, { file: `${file}.test.ts`, text, refused: refused && !testing }]
    }),
  )
}

function builtinPairs(): Pair[] {
  return Object.values(TABLE).flatMap(({ at, builtins = [] }) =>
    BUILTINS.map((name) => ({
      file: `${at}/uses-${name.replace(':', '-')}.ts`,
      text: `import '${name}'`,
      refused: !builtins.includes(name),
    })),
  )
}

const SINGLE: Readonly<Record<string, Pair>> = {
  'no-cycles': {
    file: 'core/kernel/cycle-a.ts',
    text: "import type { B } from './cycle-b.ts'\nexport type A = B | 1",
    refused: true,
  },
  'no-unresolved': {
    file: 'core/kernel/lost.ts',
    text: "import './nowhere.ts'",
    refused: true,
  },
  'no-home': {
    file: 'core/attic/thing.ts',
    text: "import '../kernel/target.ts'",
    refused: true,
  },
  'no-tests-imported': {
    file: 'core/cli/fixture.ts',
    text: "import '../../test/fixtures/target.ts'",
    refused: true,
  },
  'plugins-engines': {
    file: 'plugins/one/engine.ts',
    text: "import 'moleculer'",
    refused: true,
  },
  'plugins-declared': {
    file: 'plugins/one/undeclared.ts',
    text: "import 'zod'",
    refused: true,
  },
  'public-by-name': {
    file: 'plugins/one/by-path.ts',
    text: "import '../../core/contracts/index.ts'",
    refused: true,
  },
  'composition-root-packages': {
    file: 'core/app.ts',
    text: "import 'pg-boss'",
    refused: true,
  },
}
const ALLOWED: readonly Pair[] = [
  {
    file: 'core/persistence/of-a-step.ts',
    text: "import type { Value } from '../flow/some-step/ports.ts'\nexport type Mine = Value",
    refused: false,
  },
  { file: 'core/flow/some-step/ports.ts', text: 'export type Value = number', refused: false },
  {
    file: 'core/kernel/cycle-b.ts',
    text: "import type { A } from './cycle-a.ts'\nexport type B = A | 2",
    // A cycle is reported once, where it is met first.
    refused: false,
  },
  { file: 'core/cli.ts', text: "import './host/target.ts'", refused: false },
  { file: 'core/bin/run.mjs', text: "import '../cli.ts'", refused: false },
  {
    file: 'core/guard/with.test.ts',
    text: "import '../../test/fixtures/target.ts'",
    refused: false,
  },
  { file: 'test/flow/all.test.ts', text: "import '../../core/flow/target.ts'", refused: false },
]
const pairs = [
  ...modulePairs(),
  ...packagePairs(),
  ...builtinPairs(),
  ...Object.values(SINGLE),
  ...ALLOWED,
]

function buildTree(base: string): void {
  const put = (file: string, text: string): void => {
    mkdirSync(dirname(join(base, file)), { recursive: true })
    writeFileSync(join(base, file), text)
  }
  const module = 'export const value = 1\nexport type Value = number\n'
  for (const { at } of Object.values(TABLE)) put(`${at}/target.ts`, module)
  for (const file of ['core/contracts/index.ts', 'core/testkit/index.ts']) put(file, module)
  put('test/fixtures/target.ts', module)
  for (const { file, text } of pairs) put(file, `${text}\n`)
  for (const name of PACKAGES) {
    put(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }))
    put(`node_modules/${name}/index.js`, 'module.exports = 1\n')
  }
  const declare = (file: string, rest: object): void => put(file, JSON.stringify(rest))
  const core = {
    name: '@busbar/core',
    exports: { './contracts': './contracts/index.ts', './testkit': './testkit/index.ts' },
    dependencies: Object.fromEntries(PACKAGES.map((name) => [name, '1.0.0'])),
  }
  declare('package.json', { devDependencies: { vitest: '1.0.0', 'fast-check': '1.0.0' } })
  declare('core/package.json', core)
  declare('protocols/bacnet/package.json', {
    name: '@busbar/bacnet',
    exports: { './*': './*.ts' },
  })
  const needsCore = { '@busbar/core': '1.0.0', '@busbar/bacnet': '1.0.0' }
  declare('plugins/one/package.json', { dependencies: { ...needsCore, mqtt: '1.0.0' } })
  declare('plugins/two/package.json', { dependencies: needsCore })
  declare('examples/one/package.json', { dependencies: needsCore })
  mkdirSync(join(base, 'node_modules/@busbar'), { recursive: true })
  symlinkSync(join(base, 'core'), join(base, 'node_modules/@busbar/core'))
  symlinkSync(join(base, 'protocols/bacnet'), join(base, 'node_modules/@busbar/bacnet'))
}

interface Violation {
  readonly rule: string
  readonly file: string
}

async function violationsIn(base: string, folders: readonly string[]): Promise<ICruiseResult> {
  const { forbidden = [], options = {} } = config
  const { output } = await cruise(
    [...folders],
    { ...options, baseDir: base, ruleSet: { forbidden }, validate: true },
    options.enhancedResolveOptions ?? {},
  )
  if (typeof output === 'string') throw new Error(output)
  return output
}

describe('the rules of layers', () => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'busbar-layers-')))
  let found: readonly Violation[] = []

  beforeAll(async () => {
    buildTree(base)
    const folders = ['core', 'protocols', 'plugins', 'examples', 'test', 'ui']
    const result = await violationsIn(base, folders)
    found = result.summary.violations.map(({ rule, from }) => ({ rule: rule.name, file: from }))
  }, 120_000)
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  test('refuse every import that the table does not list, and no other', () => {
    const refused = new Set(found.map(({ file }) => file))
    const expected = new Set(pairs.filter((pair) => pair.refused).map(({ file }) => file))
    const slipped = [...expected].filter((file) => !refused.has(file))
    const overdone = found.filter(({ file }) => !expected.has(file))
    expect({ slipped, overdone }).toEqual({ slipped: [], overdone: [] })
  })

  test.each(Object.entries(SINGLE))('%s bites', (rule, { file }) => {
    expect(found).toContainEqual({ rule, file })
  })

  test('all bite somewhere', () => {
    const biting = new Set(found.map(({ rule }) => rule))
    const rules = (config.forbidden ?? []).map((rule) => rule.name ?? '')
    expect(rules.filter((rule) => !biting.has(rule))).toEqual([])
    expect(rules.length).toBeGreaterThan(80)
  })
})

test('every file of the core lies in a folder that the table names', async () => {
  const result = await violationsIn(ROOT, ['core'])
  const home = config.forbidden?.find((rule) => rule.name === 'no-home')?.from.pathNot
  const known = new RegExp(String(home))
  const homeless = result.modules
    .map(({ source }) => source)
    .filter((source) => source.startsWith('core/') && !known.test(source))
  expect(homeless).toEqual([])
})
