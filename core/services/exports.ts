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
export async function exportList(request: {
  readonly store: RegistryStore
  readonly slots: ExportSlots
  readonly userId: string
  readonly columns: readonly Column[]
  /** The list; its limit and position do not count. */
  readonly query: ListQuery
  readonly positionOf: (row: Row) => NonNullable<ListQuery['after']>
  readonly tell: (row: Row) => JsonObject
}): Promise<Reply> {
  const { slots, userId, query } = request
  const release = slots.take(userId)
  try {
    const lines = linesOf(request)
    // What is refused is refused before the answer begins.
    const first = await lines.next()
    const body = streamOf(preceded(first.done === true ? '' : first.value, lines))
    body.once('close', release)
    return csvReply(body, query.resource)
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

async function* linesOf({
  store,
  columns,
  query,
  positionOf,
  tell,
}: Parameters<typeof exportList>[0]): AsyncGenerator<string, void, undefined> {
  let head = `${BYTE_ORDER_MARK}${headerLine(columns)}`
  let after: ListQuery['after'] = null
  for (;;) {
    const { rows } = await store.list({ ...query, after, limit: PAGE_ROWS })
    yield `${head}${rows.map((row) => itemLine(columns, tell(row))).join('')}`
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_ROWS) return
    head = ''
    after = positionOf(last)
  }
}

async function* preceded(
  first: string,
  rest: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<string, void, undefined> {
  yield first
  yield* rest
}
