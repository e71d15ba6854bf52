import type { SupplySubject } from '../flow/supply/ports.ts'
import type { Id } from '../kernel/id.ts'
import type { SqlClient } from './sql.ts'

const OF_POINT = `
SELECT sp.site_id AS "siteId", payer.tenant_id AS "tenantId", payer.account_id AS "accountId",
  space.name AS "spaceName", sp.decision
FROM supply_point sp
JOIN metering_point mp ON mp.id = sp.metering_point_id
JOIN space ON space.id = mp.space_id
LEFT JOIN LATERAL (
  SELECT sa.account_id, contract.tenant_id FROM service_agreement sa
  JOIN contract ON contract.id = sa.contract_id
  WHERE sa.metering_point_id = mp.id ORDER BY sa.from_at DESC LIMIT 1
) payer ON true
WHERE sp.id = $1`

const OF_ACCOUNT = `
SELECT a.site_id AS "siteId", c.tenant_id AS "tenantId", a.id AS "accountId", '' AS "spaceName", NULL AS decision
FROM account a JOIN contract c ON c.id = a.contract_id WHERE a.id = $1`

/** Whose supply a point or an account is, for telling facts of it. */
export function createSupplySubjects({ pool }: { readonly pool: SqlClient }) {
  const one = async (text: string, id: Id): Promise<SupplySubject | null> => {
    const { rows } = await pool.query<MutableSubject>({ text, values: [id] })
    return rows[0] ?? null
  }
  return Object.freeze({
    ofPoint: (supplyPointId: Id) => one(OF_POINT, supplyPointId),
    ofAccount: (accountId: Id) => one(OF_ACCOUNT, accountId),
  })
}

type MutableSubject = { -readonly [Key in keyof SupplySubject]: SupplySubject[Key] }
