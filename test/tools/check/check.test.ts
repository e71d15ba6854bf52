import { describe, expect, test } from 'vitest'
import { checkForbidden } from './forbidden.ts'
import { checkSizes } from './sizes.ts'

const file = (path: string, text: string) => ({ path, text })
const joined = (...parts: readonly string[]): string => parts.join('')

describe('sizes', () => {
  const lines = (count: number): string => 'x\n'.repeat(count)

  test('lists what is over 300 lines and fails what is over 400', () => {
    const files = [
      file('core/flow/a.ts', lines(300)),
      file('core/flow/b.ts', lines(301)),
      file('core/flow/c.ts', lines(400)),
      file('core/flow/d.ts', lines(401)),
    ]
    expect(checkSizes({ files })).toEqual({
      warnings: ['core/flow/c.ts: 400 lines', 'core/flow/b.ts: 301 lines'],
      failures: ['core/flow/d.ts: 401 lines'],
    })
  })

  test('leaves out what nobody writes by hand', () => {
    const files = ['core/generated/api.ts', 'core/persistence/migrations/1.ts', 'docs/a.md'].map(
      (path) => file(path, lines(999)),
    )
    expect(checkSizes({ files })).toEqual({ warnings: [], failures: [] })
  })
})

describe('forbidden texts', () => {
  test.each([
    ['a path of a machine', 'core/a.ts', joined("open('/", "tmp/x')")],
    ['a home', 'docs/a.md', joined('see /', 'home/me/x')],
    ['the folder of temporary files', 'core/a.ts', joined("open('/", "tmp')")],
    ['a registry in the lock', 'package-lock.json', '  "resolved": "https://example.test/a.tgz"'],
    ['a registry', '.npmrc', 'registry=https://example.test'],
    ['a lone test', 'core/a.test.ts', joined('it', '.only(1)')],
    ['a skipped test', 'core/a.test.ts', joined('describe', '.concurrent.skip(1)')],
    ['an unfinished place', 'README.md', joined('TO', 'DO: more')],
    ['a silenced check', 'core/a.ts', joined('// @ts-', 'ignore')],
    ['a silenced lint', 'core/a.ts', joined('// biome', '-ignore lint: x')],
    ['the environment', 'plugins/x/index.ts', 'process.env.X'],
  ])('finds %s', (_what, path, text) => {
    const found = checkForbidden({ files: [file(path, `first\n${text}\n`)] })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(`${path}:2 `)
  })

  test.each([
    [
      'a path below another',
      'core/a.ts',
      joined('`$', '{dir}/', 'tmp/x` https://x.test/', 'work/a'),
    ],
    ['a workspace in the lock', 'package-lock.json', '  "resolved": "core",'],
    ['a conditional test', 'core/a.test.ts', 'test.runIf(peers)'],
    ['a quality of a plugin', 'plugins/x/quality.json', '"state": "todo"'],
    ['the environment in its place', 'core/config.ts', 'process.env.X'],
  ])('passes %s', (_what, path, text) => {
    expect(checkForbidden({ files: [file(path, text)] })).toEqual([])
  })
})
