import type { Page, ReadStore } from '../flow/reads/ports.ts'
import type { Row } from '../flow/registry/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { formatInstant, type Instant, parseInstant } from '../kernel/instant.ts'
import { tenantsOf } from './access.ts'
import { digits, fromCursor, type Position, toCursor } from './cursor.ts'
import { type Action, action, type Call, untyped } from './define.ts'
import { type Codec, codecOf } from './wire.ts'

export interface ReadDependencies {
  readonly contract: JsonObject
  readonly reads: ReadStore
}

const instantOf = (text: unknown): Instant | null =>
  typeof text === 'string' ? parseInstant(text) : null
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

interface PagedRead {
  /** Keeps cursors of other lists out. */
  readonly list: string
  readonly codec: Codec
  /** How many values say where a page ended. */
  readonly keys: number
  readonly query: JsonObject
  position(row: Row): Position
  page(after: Position | null, limit: number): Promise<Page>
}

async function readPage(read: PagedRead): Promise<JsonObject> {
  const { list, codec, keys, query, position } = read
  const limit = Number(query.limit)
  const cursor = textOf(query.cursor)
  const after = cursor === null ? null : fromCursor(list, cursor, keys)
  const { rows } = await read.page(after, limit + 1)
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return {
    items: items.map(codec.toWire),
    nextCursor: last === undefined ? null : toCursor(list, position(last)),
  }
}

/** Postings, charges, readings and quarantine. */
export function readActions({ contract, reads }: ReadDependencies): Action[] {
  const codecs = {
    posting: codecOf(contract, 'Posting'),
    charge: codecOf(contract, 'Charge'),
    reading: codecOf(contract, 'Reading'),
    quarantinedReading: codecOf(contract, 'QuarantinedReading'),
    quarantinedInput: codecOf(contract, 'QuarantinedInput'),
  }
  return [
    untyped('accounts.postings', ({ path, query }) =>
      readPage({
        list: `postings ${path.id}`,
        codec: codecs.posting,
        keys: 1,
        query,
        position: ({ id }) => [String(id)],
        page: (after, limit) =>
          reads.postings({ accountId: path.id, before: idAt(after, 0), limit }),
      }),
    ),
    untyped('accounts.charges', ({ path, query }) =>
      readPage({
        list: `charges ${path.id}`,
        codec: codecs.charge,
        keys: 2,
        query,
        position: ({ toAt, id }) => [Number(toAt), String(id)],
        page: (after, limit) =>
          reads.charges({
            accountId: path.id,
            ...spanOf(query),
            before: after === null ? null : { toAt: Number(after[0]), id: digits(after[1]) },
            limit,
          }),
      }),
    ),
    untyped('readings.list', ({ query }) =>
      readPage({
        list: `readings ${String(query.registerId)}`,
        codec: codecs.reading,
        keys: 2,
        query,
        position: ({ at, valueMicros }) => [Number(at), String(valueMicros)],
        page: (after, limit) =>
          reads.readings({
            registerId: String(query.registerId),
            ...spanOf(query),
            before:
              after === null
                ? null
                : { at: Number(after[0]), valueMicros: BigInt(digits(after[1])) },
            limit,
          }),
      }),
    ),
    pointReadings(reads, codecs.reading),
    ...quarantineActions(reads, codecs),
    receiptAction({ contract, reads }),
    orderEventsAction(reads),
  ]
}

function receiptAction({ contract, reads }: ReadDependencies): Action {
  const codec = codecOf(contract, 'Receipt')
  return untyped('paymentOrders.receipt', async ({ path }) => {
    const receipt = await reads.receipt({ orderId: path.id })
    if (receipt === null) throw busbarError('order-not-credited')
    return codec.toWire(receipt)
  })
}

const MOST_EVENTS = 200

function orderEventsAction(reads: ReadStore): Action {
  return action('paymentOrders.events', async ({ path }) => {
    const { items } = await reads.orderEvents({ orderId: path.id, limit: MOST_EVENTS })
    return {
      items: items.map(({ at, ...event }) => ({
        ...event,
        at: formatInstant(at),
        // What is kept of callbacks has been verified before.
        verified: event.source === 'callback' ? true : null,
      })),
    }
  })
}

function pointReadings(reads: ReadStore, codec: Codec): Action {
  return untyped('meteringPoints.readings', ({ path, query }, call) =>
    readPage({
      list: `readings of metering point ${path.id}`,
      codec,
      keys: 3,
      query,
      position: ({ at, registerId, valueMicros }) => [
        Number(at),
        String(registerId),
        String(valueMicros),
      ],
      page: (after, limit) =>
        reads.pointReadings({
          meteringPointId: path.id,
          tenantIds: tenantsOf(call),
          ...spanOf(query),
          before:
            after === null
              ? null
              : {
                  at: Number(after[0]),
                  registerId: digits(after[1]),
                  valueMicros: BigInt(digits(after[2])),
                },
          limit,
        }),
    }),
  )
}

function quarantineActions(
  reads: ReadStore,
  codecs: { readonly quarantinedReading: Codec; readonly quarantinedInput: Codec },
): Action[] {
  return [
    untyped('quarantine.list', ({ query }, call) =>
      readPage({
        list: 'quarantined readings',
        codec: codecs.quarantinedReading,
        keys: 4,
        query,
        position: ({ openedAt, registerId, at, valueMicros }) => [
          Number(openedAt),
          String(registerId),
          Number(at),
          String(valueMicros),
        ],
        page: (after, limit) =>
          reads.quarantinedReadings({
            grants: grantsOf(call),
            registerId: textOf(query.registerId),
            open: typeof query.open === 'boolean' ? query.open : null,
            before:
              after === null
                ? null
                : {
                    openedAt: Number(after[0]),
                    registerId: digits(after[1]),
                    at: Number(after[2]),
                    valueMicros: BigInt(digits(after[3])),
                  },
            limit,
          }),
      }),
    ),
    untyped('quarantine.inputs', ({ query }, call) =>
      readPage({
        list: 'quarantined inputs',
        codec: codecs.quarantinedInput,
        keys: 1,
        query,
        position: ({ id }) => [String(id)],
        page: (after, limit) =>
          reads.quarantinedInputs({ grants: grantsOf(call), before: idAt(after, 0), limit }),
      }),
    ),
  ]
}

/** Lists are narrowed to what the caller holds; without grants there is nothing to see. */
const grantsOf = ({ grants }: Call) => grants ?? []
const spanOf = ({ from, to }: JsonObject) => ({ from: instantOf(from), to: instantOf(to) })
const idAt = (position: Position | null, index: number) =>
  position === null ? null : digits(position[index])
