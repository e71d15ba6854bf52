import { withClient } from '../../core/persistence/provision.ts'
import type { VerifyReport } from '../../core/verify/report.ts'
import { reportLines } from '../../core/verify/report.ts'
import { verifyBooks } from '../../core/verify/verify.ts'
import type { TemporaryDatabase } from './database.ts'

/** What `busbar verify` says of a database. */
export function verify({ appUrl }: TemporaryDatabase): Promise<VerifyReport> {
  return withClient({ url: appUrl }, verifyBooks)
}

/** Throws the whole report unless the books balance. */
export async function expectBalanced(database: TemporaryDatabase): Promise<void> {
  const report = await verify(database)
  if (!report.balanced) throw new Error(reportLines(report).join('\n'))
}
