import type { NoticeStore, Recipient } from '../flow/notices/ports.ts'
import type { Id } from '../kernel/id.ts'
import { clientOf } from './sql.ts'

interface RecipientRow {
  readonly site_id: Id
  readonly tenant_id: Id | null
  readonly proof_level: string | null
  readonly site_name: string
  readonly time_zone: string
  readonly currency: string
  readonly quiet_hours: unknown
  readonly language: string
  readonly recipient_name: string
  readonly account_code: string
}

const SITE = `s.id AS site_id, s.name AS site_name, s.time_zone, s.calendar -> 'quietHours' AS quiet_hours,
  p.rules ->> 'noticeLevel' AS proof_level`

const OF_ACCOUNT = `
SELECT ${SITE}, t.id AS tenant_id, a.currency, t.language, t.name AS recipient_name, a.code AS account_code
FROM account a JOIN site s ON s.id = a.site_id JOIN policy_profile p ON p.id = s.policy_profile_id
JOIN contract c ON c.id = a.contract_id JOIN tenant t ON t.id = c.tenant_id
WHERE a.id = $1`

const OF_SITE = `
SELECT ${SITE}, NULL::bigint AS tenant_id, s.currency, s.language, '' AS recipient_name, '' AS account_code
FROM site s JOIN policy_profile p ON p.id = s.policy_profile_id WHERE s.id = $1`

export const findRecipient: NoticeStore['findRecipient'] = async ({ target, transaction }) => {
  const ofAccount = target.kind === 'account'
  const { rows } = await clientOf(transaction).query<RecipientRow>({
    text: ofAccount ? OF_ACCOUNT : OF_SITE,
    values: [ofAccount ? target.accountId : target.siteId],
  })
  const [row] = rows
  if (row === undefined) return null
  return Object.freeze({
    siteId: row.site_id,
    accountId: ofAccount ? target.accountId : null,
    tenantId: row.tenant_id,
    staffRole: ofAccount ? null : target.role,
    quietHours: quietHoursOf(row.quiet_hours),
    proofLevel: proofLevelOf(row.proof_level),
    context: {
      siteName: row.site_name,
      timeZone: row.time_zone,
      currency: row.currency,
      language: row.language,
      recipientName: row.recipient_name,
      accountCode: row.account_code,
    },
  })
}

/** The site's calendar may lack them. */
function quietHoursOf(value: unknown): Recipient['quietHours'] {
  if (typeof value !== 'object' || value === null) return null
  const { from, to } = value as { readonly from?: unknown; readonly to?: unknown }
  return typeof from === 'string' && typeof to === 'string' ? { from, to } : null
}

/** A policy that names none asks for the least. */
function proofLevelOf(value: string | null): Recipient['proofLevel'] {
  return value === 'delivered' || value === 'read' ? value : 'accepted'
}
