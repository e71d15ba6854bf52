import { readFile } from 'node:fs/promises'
import { busbarError } from '../kernel/error.ts'

const MOST_BYTES = 32 * 1024
/** An SVG document: perhaps a prolog and comments, then its root. */
const SVG = /^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?(<!--[^>]*-->\s*)*<svg[\s>]/

/**
 * A plugin's icon, an SVG document as it stands. Whoever shows it lets nothing of it run.
 * @throws `plugin-manifest-invalid`
 */
export async function readIcon(request: {
  /** Absolute real path. */
  readonly path: string
  /** As the manifest names it. */
  readonly file: string
}): Promise<string> {
  const { path, file } = request
  const bytes = await readFile(path)
  const fault =
    bytes.length > MOST_BYTES
      ? `is of ${bytes.length} bytes, more than ${MOST_BYTES}`
      : SVG.test(bytes.toString('utf8'))
        ? null
        : 'is no SVG document'
  if (fault === null) return bytes.toString('utf8')
  throw busbarError('plugin-manifest-invalid', {
    detail: `plugin.json/icon: ${file} ${fault}.`,
    errors: [{ pointer: '/icon', message: fault }],
  })
}
