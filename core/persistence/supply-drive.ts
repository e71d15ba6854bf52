import type { DriveStore } from '../flow/supply/ports.ts'
import type { Id } from '../kernel/id.ts'
import { HOUR_MS } from '../kernel/instant.ts'
import { texts } from './columns.ts'
import { openRepair } from './repair.ts'
import { type SqlPool, withRetry } from './sql.ts'
import { loadPointToDrive } from './supply-drive-load.ts'
import { at } from './supply-rows.ts'
import { markSent } from './supply-send.ts'
import { recordState } from './supply-state.ts'

/** Newer values of points; the supply points that hear of them are told and looked at again. */
const OBSERVE = `
WITH heard AS (
  SELECT DISTINCT ON (id) * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[])
    AS h (id, value, quality, at) ORDER BY id, at DESC
), stored AS (
  INSERT INTO point_state AS p (point_id, value, quality, at, received_at)
  SELECT id, value, quality, ${at('at')}, ${at('$5')} FROM heard
  ON CONFLICT (point_id) DO UPDATE SET value = EXCLUDED.value, quality = EXCLUDED.quality,
    at = EXCLUDED.at, received_at = EXCLUDED.received_at WHERE p.at <= EXCLUDED.at
  RETURNING p.point_id, p.value, p.quality
), told AS (
  SELECT s.id,
    (SELECT CASE WHEN t.value IN ('true', 'on') THEN 'on' WHEN t.value IN ('false', 'off') THEN 'off' END
      FROM stored t WHERE t.point_id = s.relay_point_id AND t.quality = 'good') AS relay,
    (SELECT CASE WHEN t.value ~ '^[+-]?\\d{1,18}(\\.\\d+)?$'
        THEN CASE WHEN abs(t.value::numeric) * 1000000 > s.load_idle_micros THEN 'drawing' ELSE 'idle' END END
      FROM stored t WHERE t.point_id = s.load_point_id AND t.quality = 'good') AS load
  FROM supply_point s
  WHERE s.relay_point_id IN (SELECT point_id FROM stored) OR s.load_point_id IN (SELECT point_id FROM stored)
)
UPDATE supply_point s SET
  -- What is only heard again is no news, and voids no command that is about to be sent.
  version = s.version + CASE WHEN told.relay <> COALESCE(s.reported, '') OR told.load <> COALESCE(s.load_state, '')
    THEN 1 ELSE 0 END,
  reported = COALESCE(told.relay, s.reported),
  reported_at = CASE WHEN told.relay IS NULL THEN s.reported_at ELSE ${at('$5')} END,
  load_state = COALESCE(told.load, s.load_state),
  load_at = CASE WHEN told.load IS NULL THEN s.load_at ELSE ${at('$5')} END,
  check_at = CASE WHEN s.verified <> s.desired OR told.relay <> s.desired
      OR (told.load = 'drawing' AND s.desired = 'off')
    THEN ${at('$5')} ELSE s.check_at END
FROM told WHERE s.id = told.id AND (
  told.relay <> COALESCE(s.reported, '') OR told.load <> COALESCE(s.load_state, '') OR s.verified <> s.desired
  OR (told.relay IS NOT NULL AND s.reported_at < ${at('$5')} - interval '1 minute'))
RETURNING s.id`

/** No visit puts the next one off so far but by a clock that had leapt ahead: such a point is looked at at once. */
const MOST_AHEAD_MS = HOUR_MS

/** What the reconcile loop reads and writes, on PostgreSQL. */
export function createDriveStore({ pool }: { readonly pool: SqlPool }): DriveStore {
  return Object.freeze<DriveStore>({
    async claim({ wallNow, leaseMs, limit }) {
      const { rows } = await pool.query<{ id: Id }>({
        name: 'supply-claim',
        text: `UPDATE supply_point SET check_at = ${at('$1::float8 + $2::float8')}
          WHERE id IN (SELECT id FROM supply_point
            WHERE check_at <= ${at('$1')} OR check_at > ${at('$1::float8 + $4::float8')}
            ORDER BY (desired = 'on' AND verified <> 'on') DESC, check_at LIMIT $3 FOR UPDATE SKIP LOCKED)
          RETURNING id`,
        values: [wallNow, leaseMs, limit, MOST_AHEAD_MS],
      })
      return rows.map(({ id }) => id)
    },

    load: (request) => loadPointToDrive(pool, request),
    markSent: (request) => withRetry(() => markSent(pool, request)),
    recordState: (request) => withRetry(() => recordState(pool, request)),

    async recordAnswer({ supplyPointId, intentId, result, wallNow }) {
      // What surely moved nothing leaves the point uncut.
      await pool.query({
        name: 'supply-answer',
        text: `WITH command AS (
            UPDATE supply_command SET answered_at = ${at('$3')}, outcome = $4, detail = left($5, 500), read_back = $6
            WHERE intent_id = $2 AND outcome IS NULL RETURNING action
          ), intent AS (
            UPDATE supply_intent SET outcome = $4, outcome_at = ${at('$3')} WHERE id = $2 AND outcome IS NULL
          )
          UPDATE supply_point SET version = version + 1, cut_by_episode_id = CASE
            WHEN $4 IN ('refused', 'offline') AND EXISTS (SELECT FROM command WHERE action = 'cut')
            THEN NULL ELSE cut_by_episode_id END
          WHERE id = $1`,
        values: [
          supplyPointId,
          intentId,
          wallNow,
          result.outcome,
          result.detail,
          result.readBack === undefined ? null : String(result.readBack),
        ],
      })
    },

    async recordRead({ supplyPointId, heard, wallNow }) {
      await pool.query({
        name: 'supply-read',
        text: `UPDATE supply_point SET version = version + 1, read_at = ${at('$2')},
            reported = COALESCE($3, reported),
            reported_at = CASE WHEN $3::text IS NULL THEN reported_at ELSE ${at('$2')} END,
            load_state = COALESCE($4, load_state),
            load_at = CASE WHEN $4::text IS NULL THEN load_at ELSE ${at('$2')} END
          WHERE id = $1`,
        values: [supplyPointId, wallNow, heard.relay ?? null, heard.load ?? null],
      })
    },

    async postpone({ supplyPointId, wishVersion, checkAt }) {
      await pool.query({
        name: 'supply-postpone',
        text: `UPDATE supply_point SET check_at = ${at('$3')} WHERE id = $1 AND wish_version = $2`,
        values: [supplyPointId, wishVersion, checkAt],
      })
    },

    repair: (draft) => openRepair(pool, draft),

    // A driver takes what is not told apart from a passing failure for a refusal, and drops its message.
    async observe({ points, wallNow }) {
      const { rows } = await withRetry(() =>
        pool.query<{ id: Id }>({
          name: 'supply-observe',
          text: OBSERVE,
          values: [
            points.map(({ pointId }) => pointId),
            texts(points, ({ value }) => String(value)),
            texts(points, ({ quality }) => quality),
            points.map((point) => point.at),
            wallNow,
          ],
        }),
      )
      return { supplyPointIds: rows.map(({ id }) => id) }
    },
  })
}
