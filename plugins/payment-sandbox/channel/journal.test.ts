import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from './journal.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-journal-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function read(path: string): unknown[] {
  const entries: unknown[] = []
  openJournal(path, (entry) => entries.push(entry)).close()
  return entries
}

test('what was appended is there again, in order', () => {
  const path = join(folder, 'journal')
  const journal = openJournal(path, () => undefined)
  journal.append({ n: 1 })
  journal.append({ text: 'a\nb' })
  journal.close()
  expect(read(path)).toEqual([{ n: 1 }, { text: 'a\nb' }])
})

test('a last line cut off by a crash is dropped, and the next one stands alone', () => {
  const path = join(folder, 'journal')
  writeFileSync(path, '{"n":1}\n{"n":')
  const journal = openJournal(path, () => undefined)
  journal.append({ n: 2 })
  journal.close()
  expect(read(path)).toEqual([{ n: 1 }, { n: 2 }])
})

test('a damaged line in the middle is named, not skipped', () => {
  const path = join(folder, 'journal')
  writeFileSync(path, '{"n":1}\n{"n":\n')
  appendFileSync(path, '{"n":3}\n')
  expect(() => read(path)).toThrow(/journal:2 is damaged/)
})
