import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type SourceFile, sourceFiles } from '../tools/check/files.ts'

const DEFAULT = /^export\s+default\b|^export\s*\{[^}]*\bas default\b/m
/** The host loads a plugin by its default export, and tools their configuration; two modules stand in for libraries. */
const MAY =
  /^(?:(?:test\/fixtures\/(?:process-)?)?plugins|examples\/plugin-templates|test\/bench)\/[^/]+\/index\.ts$|(?:^|\/)[\w.-]+\.config\.ts$|^ui\/admin\/forms\/(?:interpreter|formats)\.ts$/

const defaultExports = (files: readonly SourceFile[]): string[] =>
  files
    .filter(({ path, text }) => path.endsWith('.ts') && DEFAULT.test(text) && !MAY.test(path))
    .map(({ path }) => path)

test('nothing but plugins and configurations exports a default', () => {
  const files = sourceFiles({ root: join(import.meta.dirname, '../..') })
  expect(files.length).toBeGreaterThan(50)
  expect(defaultExports(files)).toEqual([])
})

test.each([
  ['core/flow/a.ts', 'const a = 1\nexport default a\n', true],
  ['core/flow/a.ts', 'const a = 1\nexport { a as default }\n', true],
  ['plugins/one/decode.ts', 'export default 1\n', true],
  ['plugins/one/index.ts', 'export default 1\n', false],
  ['test/fixtures/plugins/one/index.ts', 'export default 1\n', false],
  ['test/fixtures/process-plugins/one/index.ts', 'export default 1\n', false],
  ['test/bench/one/index.ts', 'export default 1\n', false],
  ['test/bench/one.ts', 'export default 1\n', true],
  ['examples/plugin-templates/one/index.ts', 'export default 1\n', false],
  ['vitest.config.ts', 'export default 1\n', false],
  ['core/flow/a.ts', 'export const a = "export default"\n', false],
])('%s with %j', (path, text, found) => {
  expect(defaultExports([{ path, text }])).toEqual(found ? [path] : [])
})
