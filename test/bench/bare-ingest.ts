import type { Pool, PoolClient } from 'pg'
import type { Id } from '../../core/kernel/id.ts'
import { type Instant, MINUTE_MS } from '../../core/kernel/instant.ts'
import { type Column, instants, integers, texts } from '../../core/persistence/columns.ts'
import type { BenchMeter } from './fixture.ts'

/**
 * The ceiling: the same rows in the same tables by one prepared statement a batch, with its
 * parameters made ready beforehand. It checks nothing, dedupes nothing and rates nothing.
 */
const BARE = `
WITH n AS (
  SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
    $7::timestamptz[], $8::bigint[], $9::bigint[], $10::text[], $11::text[], $14::timestamptz[])
    AS n (id, point, register, installation, agreement, purse, at, value, amount, band, state, from_at)
), r AS (
  INSERT INTO reading (at, register_id, value_micros, received_at, quality, source)
  SELECT at, register, value, at, 'good', 'bench' FROM n
), u AS (
  INSERT INTO usage_interval (id, metering_point_id, register_id, installation_id, from_at, to_at, from_micros,
    to_micros, quantity_micros, agreement_id)
  SELECT id, point, register, installation, from_at, at,
    value - 357000, value, 357000, agreement FROM n
), l AS (
  INSERT INTO rated_line (interval_id, ordinal, tariff_version_id, component, category, band, from_at, to_at,
    quantity_micros, quantity_from_micros, price_micros, amount_micros, estimated)
  SELECT id, 0, $12::bigint, 'energy', 'energy', band, from_at, at, 357000, value - 357000, 640000, amount, false FROM n
), p AS (
  INSERT INTO posting (id, at, debit_id, credit_id, amount_micros, currency, kind, reference_kind, reference_id)
  SELECT id, at, purse, $13::bigint, amount, 'CNY', 'usage', 'usage-interval', id FROM n
), s AS (
  UPDATE metering_point_state s SET version = s.version + 1, last_at = n.at,
    state = n.state FROM n WHERE s.metering_point_id = n.point
)
UPDATE ledger_account a SET balance_micros = balance_micros - n.amount, version = version + 1
FROM n WHERE a.id = n.purse`

const QUARTER_HOUR_MS = 15 * MINUTE_MS

export interface BareIngest {
  /** Makes the parameters of so many batches. */
  prepare(batch: number, batches: number): Promise<void>
  /** Writes the next batch; answers its readings. */
  write(): Promise<number>
}

export async function createBareIngest(options: {
  readonly pool: Pool
  readonly meters: readonly BenchMeter[]
  readonly revenueId: Id
  readonly versionId: Id
  readonly start: Instant
}): Promise<BareIngest> {
  const { pool, meters, revenueId, versionId, start } = options
  let ready: { readonly size: number; readonly values: Column[] }[] = []
  let next = 0

  async function takeIds(count: number): Promise<number[]> {
    const { rows } = await pool.query<{ top: string }>(
      "SELECT nextval('hot_id_block') AS top FROM generate_series(1, $1)",
      [Math.ceil(count / 1_000)],
    )
    return rows.flatMap(({ top }) =>
      Array.from({ length: 1_000 }, (_, index) => Number(top) - 999 + index),
    )
  }

  function valuesOf(size: number, ids: readonly number[]): Column[] {
    const chosen = Array.from({ length: size }, (_, index) => {
      const meter = meters[(next + index) % meters.length] ?? meters[0]
      return { meter, turn: Math.floor((next + index) / meters.length) + 1 }
    })
    next += size
    const of = (key: keyof BenchMeter) => integers(chosen, ({ meter }) => meter?.[key] ?? '')
    const atOf = (turn: number) => start + turn * QUARTER_HOUR_MS
    const states = chosen.map(({ meter, turn }) => stateOf(meter, turn))
    return [
      integers(ids.slice(0, size), (id) => id),
      of('meteringPointId'),
      of('registerId'),
      of('installationId'),
      of('agreementId'),
      of('purseId'),
      instants(chosen, ({ turn }) => atOf(turn)),
      integers(chosen, ({ turn }) => turn * 357_000),
      integers(chosen, () => 228_480),
      texts(chosen, () => 'flat'),
      texts(states, (state) => state),
      versionId,
      revenueId,
      instants(chosen, ({ turn }) => atOf(turn - 1)),
    ]
  }

  /** As wide as the state that the pipeline writes after a day. */
  function stateOf(meter: BenchMeter | undefined, turn: number): string {
    const at = start + turn * QUARTER_HOUR_MS
    const count = (band: string) => `energy/${band},${start},${turn * 119_000},${turn * 76_160},0`
    const counts = ['valley', 'peak', 'flat'].map(count).join(',')
    return `${meter?.registerId},${meter?.installationId},${at},${turn * 357_000},${at}|${meter?.agreementId}:${versionId},${counts}`
  }

  return {
    async prepare(batch, batches) {
      // Batches that are left are of a time before others' ids: harmless, but of another size.
      ready = ready.filter(({ size }) => size === batch)
      const missing = batches - ready.length
      if (missing <= 0) return
      const ids = await takeIds(missing * batch)
      for (let index = 0; index < missing; index += 1)
        ready.push({ size: batch, values: valuesOf(batch, ids.slice(index * batch)) })
    },
    async write() {
      const batch = ready.shift()
      if (!batch) return 0
      await pool.query({ name: 'bare-ingest', text: BARE, values: batch.values })
      return batch.size
    },
  } satisfies BareIngest & { client?: PoolClient }
}
