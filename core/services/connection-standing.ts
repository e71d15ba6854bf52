import type { RefusedCertificate } from '../contracts/plugin.ts'
import type { RunningConnection } from '../flow/connections/ports.ts'
import { formatInstant } from '../kernel/instant.ts'
import { listOf, objectOf } from './contract.ts'
import type { Action } from './define.ts'

/** How a connection fares; null: nothing runs it, as while it is switched off. */
export type StandingOf = (connectionId: string) => RunningConnection | null

/** As the contract has them. */
const LONGEST_HEALTH = 4096
const LONGEST_ERROR = 1000

/** Reads of connections tell besides what is kept how each fares now; other operations stay as they are. */
export function withStanding(action: Action, standingOf: StandingOf): Action {
  const told = (row: unknown) => {
    const standing = standingOf(String(objectOf(row).id))
    return standing === null ? row : { ...objectOf(row), ...tellStanding(standing) }
  }
  if (action.id === 'connections.get')
    return {
      ...action,
      async run(input, call) {
        const reply = await action.run(input, call)
        return { ...reply, body: told(reply.body) }
      },
    }
  if (action.id !== 'connections.list') return action
  return {
    ...action,
    async run(input, call) {
      const reply = await action.run(input, call)
      // A table is a stream of what is kept.
      if (reply.contentType !== undefined) return reply
      const { items, ...page } = objectOf(reply.body)
      return { ...reply, body: { ...page, items: listOf(items).map(told) } }
    },
  }
}

/** How a connection fares, in the contract's words and lengths. */
export function tellStanding({ state, health, lastError }: RunningConnection) {
  const { status, detail, counters, refused } = health
  return {
    state,
    health: {
      ...{ status, detail: detail.slice(0, LONGEST_HEALTH) },
      ...(counters === undefined ? {} : { counters: { ...counters } }),
      ...(refused === undefined ? {} : { refused: refused.map(tellRefused) }),
    },
    lastError:
      lastError === null
        ? null
        : {
            ...{ code: lastError.code, detail: lastError.detail.slice(0, LONGEST_ERROR) },
            at: formatInstant(lastError.at),
          },
  }
}

const tellRefused = ({ validFrom, validTo, ...certificate }: RefusedCertificate) => ({
  ...certificate,
  ...{ validFrom: formatInstant(validFrom), validTo: formatInstant(validTo) },
})
