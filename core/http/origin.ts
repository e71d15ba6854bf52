import type { IncomingMessage } from 'node:http'
import { busbarError } from '../kernel/error.ts'

const SAFE = ['GET', 'HEAD']

/**
 * Refuses changes that a browser sends on behalf of another site. Whoever sends neither Origin nor Sec-Fetch-Site is no
 * browser of the last ten years, and the session cookie is SameSite besides.
 * @param origins origins of our own pages; null: whatever the Host header says
 * @throws `origin-refused`
 */
export function refuseForeignOrigin(
  request: IncomingMessage,
  { origins, https }: { readonly origins: readonly string[] | null; readonly https: boolean },
): void {
  if (SAFE.includes(request.method ?? '')) return
  const { origin, host } = request.headers
  const ours = origins ?? [`${https ? 'https' : 'http'}://${host ?? ''}`]
  if (origin !== undefined) {
    if (!ours.includes(origin)) throw busbarError('origin-refused')
    return
  }
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw busbarError('origin-refused')
}
