import type { ClientBase } from 'pg'
import { LISTED, type ReportBook } from './report.ts'

/** A check that the database can answer by itself. */
export interface QueryCheck {
  readonly id: string
  readonly title: string
  /** Counts what is looked at. */
  readonly examined: string
  /** Rows of what is wrong, as `(subject, message, look)`. */
  readonly wrong: string
}

export async function runQueryCheck(
  client: ClientBase,
  { id, title, examined, wrong }: QueryCheck,
  book: ReportBook,
): Promise<void> {
  book.open({ id, title })
  const { rows: counted } = await client.query<{ count: string }>(examined)
  book.examined(id, Number(counted[0]?.count ?? 0))
  const { rows } = await client.query<{
    subject: string
    message: string
    look: string
    total: string
  }>(
    `SELECT d.*, count(*) OVER () AS total FROM (${wrong}) AS d (subject, message, look) LIMIT ${LISTED}`,
  )
  rows.forEach(({ subject, message, look, total }, index) => {
    const last = index === rows.length - 1
    book.wrong({ check: id, subject, message, look }, last ? Number(total) - index : 1)
  })
}
