import type { Readable } from 'node:stream'
import type { ListQuery, RegistryStore, Row } from '../flow/registry/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { BYTE_ORDER_MARK, type Column, headerLine, itemLine } from './csv.ts'
import type { Reply } from './define.ts'
import { streamOf } from './streams.ts'

/** Rows that are in memory at once, for each export. */
const PAGE_ROWS = 500
const AT_ONCE = 4
const AT_ONCE_OF_ONE = 2

/** Tables under way, so that they never take up what everybody else needs. */
export interface ExportSlots {
  /** @returns what gives the place back @throws `exports-busy` */
  take(userId: string): () => void
}

export function createExportSlots(): ExportSlots {
  const taken: string[] = []
  return {
    take(userId) {
      const own = taken.filter((holder) => holder === userId).length
      if (taken.length >= AT_ONCE || own >= AT_ONCE_OF_ONE) throw busbarError('exports-busy')
      taken.push(userId)
      let given = false
      return () => {
        if (given) return
        given = true
        taken.splice(taken.indexOf(userId), 1)
      }
    },
  }
}

/** All rows of a list, a page of them in memory at a time, as a CSV file. */
export function exportList(request: {
  readonly store: RegistryStore
  readonly slots: ExportSlots
  readonly userId: string
  readonly columns: readonly Column[]
  /** The list; its limit and position do not count. */
  readonly query: ListQuery
  readonly positionOf: (row: Row) => NonNullable<ListQuery['after']>
  readonly tell: (row: Row) => JsonObject
}): Promise<Reply> {
  const { store, query, positionOf } = request
  return exportPages({
    ...request,
    name: query.resource,
    page: async (last: Row | null, limit) => {
      const after = last === null ? null : positionOf(last)
      return (await store.list({ ...query, after, limit })).rows
    },
  })
}

/** All that pages lead through, as a CSV file. */
export async function exportPages<T>(request: {
  readonly slots: ExportSlots
  readonly userId: string
  readonly columns: readonly Column[]
  /** Of the file, without its ending. */
  readonly name: string
  /** What comes after the last one told; null: from the beginning. */
  readonly page: (last: T | null, limit: number) => Promise<readonly T[]>
  readonly tell: (item: T) => JsonObject
}): Promise<Reply> {
  const release = request.slots.take(request.userId)
  try {
    const lines = linesOf(request)
    // What is refused is refused before the answer begins.
    const first = await lines.next()
    const body = streamOf(preceded(first.done === true ? '' : first.value, lines))
    body.once('close', release)
    return csvReply(body, request.name)
  } catch (thrown) {
    release()
    throw thrown
  }
}

function csvReply(body: Readable, name: string): Reply {
  return {
    body,
    contentType: 'text/csv; charset=utf-8; header=present',
    headers: { 'Content-Disposition': `attachment; filename="${name}.csv"` },
  }
}

async function* linesOf<T>({
  columns,
  page,
  tell,
}: Pick<Parameters<typeof exportPages<T>>[0], 'columns' | 'page' | 'tell'>): AsyncGenerator<
  string,
  void,
  undefined
> {
  let head = `${BYTE_ORDER_MARK}${headerLine(columns)}`
  let last: T | null = null
  for (;;) {
    const items: readonly T[] = await page(last, PAGE_ROWS)
    yield `${head}${items.map((item) => itemLine(columns, tell(item))).join('')}`
    if (items.length < PAGE_ROWS) return
    head = ''
    last = items.at(-1) ?? null
  }
}

async function* preceded(
  first: string,
  rest: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<string, void, undefined> {
  yield first
  yield* rest
}
