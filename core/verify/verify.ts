import type { ClientBase } from 'pg'
import { bookChecks } from './books.ts'
import { checkMetering } from './metering.ts'
import { paymentChecks } from './payments.ts'
import { runQueryCheck } from './query-check.ts'
import { receivableChecks } from './receivables.ts'
import { createReport, type VerifyReport } from './report.ts'
import { checkSources } from './sources.ts'
import { sumChecks } from './sums.ts'

/**
 * Recomputes usage, charges and balances from raw readings, installations, agreements, compiled
 * tariffs, commands and orders, and holds the books against it. Nothing here is shared with the code
 * that books. Reads one consistent snapshot and changes nothing, so it works beside a running core.
 */
export async function verifyBooks(client: ClientBase): Promise<VerifyReport> {
  const book = createReport()
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    for (const check of bookChecks) await runQueryCheck(client, check, book)
    for (const check of await paymentChecks(client)) await runQueryCheck(client, check, book)
    for (const check of await receivableChecks(client)) await runQueryCheck(client, check, book)
    const charged = await checkMetering(client, book)
    await checkSources(client, charged, book)
    for (const check of sumChecks) await runQueryCheck(client, check, book)
  } finally {
    await client.query('ROLLBACK')
  }
  return book.report()
}
