import { type Readable, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { ListQuery, RegistryStore } from '../flow/registry/ports.ts'
import { busbarError, errorCode } from '../kernel/error.ts'
import { createExportSlots, type ExportSlots, exportList } from './exports.ts'

const ROWS = 20_000

/** A list of numbered rows; `asked` counts its pages. */
function numbered(failsAt = Number.POSITIVE_INFINITY) {
  const pages: number[] = []
  const list: RegistryStore['list'] = async ({ after, limit }) => {
    pages.push(limit)
    if (pages.length === failsAt) throw busbarError('database-unavailable')
    const from = Number(after?.id ?? 0)
    const length = Math.max(Math.min(limit, ROWS - from), 0)
    return { rows: Array.from({ length }, (_none, index) => ({ id: String(from + index + 1) })) }
  }
  return { store: { list } as RegistryStore, asked: () => pages.length }
}

const query: ListQuery = {
  ...{ resource: 'things', grants: null, userId: null, archived: false, filter: {}, search: null },
  ...{ sort: { field: 'id', descending: false }, after: null, limit: 50 },
}

async function bodyOf(store: RegistryStore, slots: ExportSlots, userId = 'somebody') {
  const reply = await exportList({
    ...{ store, slots, userId, query },
    columns: [{ name: 'id', at: ['id'] }],
    positionOf: ({ id }) => ({ value: String(id), id: String(id) }),
    tell: ({ id }) => ({ id: String(id) }),
  })
  return reply.body as Readable
}

const codeOf = (thrown: unknown) => errorCode(thrown)
const closed = (stream: Readable) => new Promise((resolve) => stream.once('close', resolve))

describe('an export', () => {
  it('has each row once, from a page at a time', async () => {
    const { store, asked } = numbered()
    const stream = await bodyOf(store, createExportSlots())
    const text = (await stream.toArray()).map(String).join('')
    const expected = Array.from({ length: ROWS }, (_none, index) => `${index + 1}\r\n`)
    expect(text).toBe(`\uFEFFid\r\n${expected.join('')}`)
    expect(asked()).toBe(ROWS / 500 + 1)
  })

  it('reads no further than its reader does, and gives its place back when the reader goes', async () => {
    const slots = createExportSlots()
    const { store, asked } = numbered()
    const stream = await bodyOf(store, slots)
    // A connection that takes the first piece, and nothing more.
    const taken = await new Promise<string>((resolve) => {
      stream.pipe(new Writable({ highWaterMark: 1, write: (chunk) => resolve(String(chunk)) }))
    })
    expect(taken).toContain('\r\n500\r\n')
    for (let turn = 0; turn < 100; turn += 1) await new Promise((done) => setImmediate(done))
    expect(asked()).toBeLessThan(20)
    const second = await bodyOf(numbered().store, slots)
    await expect(bodyOf(numbered().store, slots)).rejects.toMatchObject({ code: 'exports-busy' })
    stream.destroy()
    await closed(stream)
    const third = await bodyOf(numbered().store, slots)
    for (const each of [second, third]) each.destroy()
    expect(asked()).toBeLessThan(20)
  })

  it('is refused before it begins where its first page is, and its place is free again', async () => {
    const slots = createExportSlots()
    for (let attempt = 0; attempt < 5; attempt += 1)
      expect(await bodyOf(numbered(1).store, slots).catch(codeOf)).toBe('database-unavailable')
  })

  it('breaks off where a later page fails: half a table never looks whole', async () => {
    const stream = await bodyOf(numbered(3).store, createExportSlots())
    await expect(stream.toArray()).rejects.toMatchObject({ code: 'database-unavailable' })
  })

  it('is one of four, and of two for one caller', async () => {
    const slots = createExportSlots()
    const open = (userId: string) => bodyOf(numbered().store, slots, userId)
    const streams = [await open('a'), await open('a'), await open('b')]
    expect(await open('a').catch(codeOf)).toBe('exports-busy')
    streams.push(await open('c'))
    expect(await open('d').catch(codeOf)).toBe('exports-busy')
    const [first] = streams
    first?.destroy()
    if (first !== undefined) await closed(first)
    streams.push(await open('d'))
    for (const each of streams) each.destroy()
  })
})
