import type { Health } from '@busbar/core/contracts'
import type { PlannedPoints } from './plan-points.ts'
import type { LinkState } from './transport.ts'

/** How a driver fares: down without a link, degraded by the first of what is wrong. */
export function faring(now: {
  readonly link: LinkState
  /** Why the core takes nothing. */
  readonly trouble: string | undefined
  readonly planned: PlannedPoints
  readonly counters: Readonly<Record<string, number>>
}): Health {
  const { link, trouble, planned, counters } = now
  if (link.state === 'down') return { status: 'down', detail: link.detail, counters }
  const faults = [
    ...(trouble === undefined ? [] : [`Readings are not taken: ${trouble}`]),
    ...(link.denied.length === 0 ? [] : [`The broker refuses ${link.denied.length} topics.`]),
    ...planned.faults.map((fault) => `Point ${fault.pointId}: ${fault.reason}`),
    ...(link.sessionLost ? ['The broker lost the session: readings may be missing.'] : []),
  ]
  const [first] = faults
  if (first === undefined) return { status: 'up', detail: 'Connected.', counters }
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  return { status: 'degraded', detail: `${first}${more}`, counters }
}
