import { beforeAll, expect, test, vi } from 'vitest'

async function load() {
  vi.stubGlobal('localStorage', { getItem: () => 'en' })
  const [{ language }, { wordOf }] = await Promise.all([import('./i18n.ts'), import('./words.ts')])
  return { language, wordOf }
}

let ui: Awaited<ReturnType<typeof load>>
beforeAll(async () => {
  ui = await load()
})

test('a value of the contract is told in the language of whoever reads it', () => {
  const { language, wordOf } = ui
  expect(wordOf('in-debt')).toBe('In debt')
  language.value = 'zh-CN'
  expect(wordOf('in-debt')).toBe('欠费')
  language.value = 'en'
})

test('a value that no dictionary has is spelled as people write', () => {
  expect(ui.wordOf('half-open')).toBe('Half open')
  expect(ui.wordOf('slow_start')).toBe('Slow start')
  expect(ui.wordOf('rapidCharge')).toBe('Rapid charge')
  expect(ui.wordOf('constructor')).toBe('Constructor')
})

test('what is no code stands as it is', () => {
  expect(ui.wordOf('GB/T 28181')).toBe('GB/T 28181')
  expect(ui.wordOf(485)).toBe('485')
})
