import type { RepairItem } from '../../../core/generated/api.ts'
import { resourceAt } from '../contract/use-contract.ts'

/** The worst first. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const

/** Staff who read repair items, and those of them who look after them. */
export const READERS = ['owner', 'manager', 'accountant', 'technician', 'auditor']
export const FIXERS = ['owner', 'manager', 'accountant', 'technician']

/** The thing that an item is about, where it has a page: `supply-point:7` is at `/supply-points/7`. */
export interface Thing {
  readonly service: string
  readonly id: string
  readonly to: string
}

export function thingOf({ subject }: Pick<RepairItem, 'subject'>): Thing | null {
  const [word = '', id = ''] = subject.split(':')
  const resource = resourceAt(`${word}s`)
  if (resource?.single !== true || !/^\d+$/.test(id)) return null
  return { service: resource.service, id, to: `/${word}s/${id}` }
}

/** Keys of texts that may tell of a kind of trouble, the most telling first: its own, its family's, any. */
export function keysOf(kind: string): readonly string[] {
  return [kind, kind.split('-')[0] ?? '', 'other']
}

/** What whoever opened it said of it. */
export function messageIn({ detail }: Pick<RepairItem, 'detail'>): string | null {
  const { message, reason } = detail as { readonly message?: unknown; readonly reason?: unknown }
  const said = message ?? reason
  return typeof said === 'string' && said !== '' ? said : null
}
