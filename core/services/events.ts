import type { Delivery, EventHub } from '../flow/facts/hub.ts'
import type { RoleStore } from '../flow/identity/ports.ts'
import { defined } from '../kernel/assert.ts'
import { formatInstant } from '../kernel/instant.ts'
import { type Action, replying } from './define.ts'
import { eventStream } from './streams.ts'

export interface EventsDependencies {
  readonly hub: EventHub
  readonly roles: RoleStore
}

/** Live events as server-sent events; one stream for each listener, read as fast as the listener takes it. */
export function eventActions({ hub, roles }: EventsDependencies): Action[] {
  return [
    replying('events.stream', async ({ query, header }, { grants, caller, operation }) => {
      const { userId } = defined(caller.actor, 'the actor of a guarded operation')
      const current = async () =>
        (await roles.assignmentsOf({ userId })).items.filter(({ role }) =>
          operation.roles.includes(role),
        )
      const granted = grants ?? []
      const deliveries = hub.subscribe({
        grants: granted,
        siteId: query?.site ?? null,
        topics: query?.topics ?? null,
        after: header?.['Last-Event-ID'] ?? null,
        // A listener that lost a role, or gained one, starts again with the roles of then.
        stillAllowed: async () => JSON.stringify(await current()) === JSON.stringify(granted),
      })
      // Whoever comes back goes on after the last event that arrived.
      return eventStream(written(deliveries))
    }),
  ]
}

async function* written(deliveries: AsyncGenerator<Delivery, void, undefined>) {
  for await (const delivery of deliveries) yield textOf(delivery)
}

function textOf(delivery: Delivery): string {
  switch (delivery.kind) {
    case 'fact': {
      const { cursor, type, topic, siteId, at, data } = delivery.fact
      const text = JSON.stringify({ topic, type, siteId, at: formatInstant(at), data })
      return `id: ${cursor}\nevent: ${topic}\ndata: ${text}\n\n`
    }
    case 'reading': {
      const { siteId, meterId, data } = delivery.reading
      return `event: reading\ndata: ${JSON.stringify({ topic: 'reading', siteId, meterId, data })}\n\n`
    }
    case 'lagged':
      return `event: lagged\ndata: ${JSON.stringify({ resumeAfter: delivery.cursor })}\n\n`
    default:
      return ': still here\n\n'
  }
}
