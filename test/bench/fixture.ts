import type { Pool } from 'pg'
import type { CompiledTariff } from '../../core/contracts/tariff-strategy.ts'
import type { Id } from '../../core/kernel/id.ts'
import type { Instant } from '../../core/kernel/instant.ts'
import none from '../../schemas/policy-profiles/none.json' with { type: 'json' }

/** A metering point of the bench, with all ids that its rows bear. */
export interface BenchMeter {
  readonly pointId: Id
  readonly registerId: Id
  readonly meteringPointId: Id
  readonly installationId: Id
  readonly agreementId: Id
  readonly accountId: Id
  readonly purseId: Id
}

/** Fills an empty database with accounts that have one meter each; set-based, since it makes thousands. */
export async function fillBuilding(
  { pool, analyze }: { readonly pool: Pool; readonly analyze: () => Promise<void> },
  {
    meters,
    start,
    tariff,
  }: { readonly meters: number; readonly start: Instant; readonly tariff: CompiledTariff },
): Promise<{
  readonly meters: readonly BenchMeter[]
  readonly revenueId: Id
  readonly versionId: Id
}> {
  const at = new Date(start).toISOString()
  await pool.query(`
    INSERT INTO policy_profile (code, title, rules) VALUES ('none', 'None', '${JSON.stringify(none.rules)}');
    INSERT INTO site (code, name, time_zone, currency, policy_profile_id)
      SELECT 'B', 'Bench', 'UTC', 'CNY', id FROM policy_profile;
    INSERT INTO space (site_id, kind, code, name) SELECT id, 'unit', 'U', 'U' FROM site;
    INSERT INTO tenant (site_id, code, name) SELECT id, 'T', 'T' FROM site;
    INSERT INTO connection (site_id, plugin_id, extension_point, type, name, config)
      SELECT id, 'bench', 'meterDrivers', 'bench', 'bench', '{}' FROM site;
    INSERT INTO tariff_plan (site_id, code, name, utility, strategy) SELECT id, 'P', 'P', 'electricity', 's' FROM site;
    INSERT INTO tariff_version (tariff_plan_id, effective_at, terms) SELECT id, '${at}', '{}' FROM tariff_plan;
    INSERT INTO ledger_account (site_id, kind, code, currency) SELECT id, 'revenue', 'electricity', 'CNY' FROM site;
    INSERT INTO contract (site_id, tenant_id, code, from_at)
      SELECT site_id, id, 'C' || n, '${at}' FROM tenant, generate_series(1, ${meters}) n;
    INSERT INTO account (site_id, contract_id, code, currency, low_balance_micros, very_low_balance_micros)
      SELECT site_id, id, code, 'CNY', 50000000, 10000000 FROM contract ORDER BY id;
    UPDATE ledger_account SET balance_micros = 1000000000000 WHERE kind = 'cash';
    INSERT INTO metering_point (site_id, space_id, utility, unit, code, name, max_rate_micros)
      SELECT a.site_id, s.id, 'electricity', 'kWh', a.code, a.code, 100000000 FROM account a, space s ORDER BY a.id;
    INSERT INTO metering_point_state (metering_point_id) SELECT id FROM metering_point;
    INSERT INTO meter (site_id, serial, model, utility)
      SELECT site_id, code, 'M', 'electricity' FROM metering_point ORDER BY id;
    INSERT INTO register (meter_id, code, digits) SELECT id, 'total', 8 FROM meter ORDER BY id;
    INSERT INTO installation (meter_id, metering_point_id, from_at)
      SELECT m.id, p.id, '${at}' FROM meter m JOIN metering_point p ON p.code = m.serial ORDER BY m.id;
    INSERT INTO installation_register (installation_id, register_id, opening_micros, signed_by)
      SELECT i.id, r.id, 0, 'bench' FROM installation i JOIN register r USING (meter_id);
    INSERT INTO point (connection_id, meter_id, register_id, role, unit, address)
      SELECT c.id, r.meter_id, r.id, 'register', 'kWh', '{}' FROM connection c, register r ORDER BY r.id;
    INSERT INTO service_agreement (contract_id, account_id, metering_point_id, tariff_plan_id, from_at)
      SELECT a.contract_id, a.id, p.id, t.id, '${at}'
      FROM account a JOIN metering_point p ON p.code = a.code, tariff_plan t ORDER BY a.id;`)
  await pool.query(
    `INSERT INTO tariff_compiled (tariff_version_id, from_at, to_at, data)
      SELECT id, to_timestamp($1::float8 / 1000), to_timestamp($2::float8 / 1000), $3 FROM tariff_version`,
    [tariff.from, tariff.to, tariff],
  )
  // Statistics as autovacuum keeps them in a database that has grown by itself.
  await analyze()
  const { rows } = await pool.query<BenchMeter>(`
    SELECT p.id AS "pointId", p.register_id AS "registerId", i.metering_point_id AS "meteringPointId",
      i.id AS "installationId", sa.id AS "agreementId", sa.account_id AS "accountId", la.id AS "purseId"
    FROM point p JOIN installation i ON i.meter_id = p.meter_id
    JOIN service_agreement sa ON sa.metering_point_id = i.metering_point_id
    JOIN ledger_account la ON la.account_id = sa.account_id AND la.kind = 'cash' ORDER BY p.id`)
  const { rows: ids } = await pool.query<{ revenue: Id; version: Id }>(
    "SELECT a.id AS revenue, v.id AS version FROM ledger_account a, tariff_version v WHERE a.kind = 'revenue'",
  )
  return { meters: rows, revenueId: ids[0]?.revenue ?? '', versionId: ids[0]?.version ?? '' }
}
