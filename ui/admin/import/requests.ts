import type { BulkReport } from '../../../core/generated/api.ts'
import { sendFile } from '../../shared/api/client.ts'
import { language } from '../../shared/locale/i18n.ts'

interface Upload {
  readonly file: File
  /** Null: the file says it itself. */
  readonly kind: string | null
}

const queryOf = ({ kind }: Upload) => (kind === null ? {} : { kind })

export async function check(upload: Upload): Promise<BulkReport> {
  const response = await sendFile('/api/v1/bulk/check', upload.file, { query: queryOf(upload) })
  return response.json()
}

export async function annotate(upload: Upload): Promise<Blob> {
  // Whoever mends the file reads it in the language that they read here.
  const query = { ...queryOf(upload), language: language.value }
  const response = await sendFile('/api/v1/bulk/annotate', upload.file, { query })
  return response.blob()
}

/** Imports what was checked; with the same key it is done once. */
export async function apply(
  upload: Upload,
  { plan, key }: { readonly plan: string; readonly key: string },
): Promise<BulkReport> {
  const query = { ...queryOf(upload), plan }
  const options = { query, idempotencyKey: key }
  return (await sendFile('/api/v1/bulk/apply', upload.file, options)).json()
}
