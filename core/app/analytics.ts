import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../contracts/plugin.ts'
import type { CompileRequest, CompileResult } from '../contracts/tariff-strategy.ts'
import { createChargeExplanations } from '../flow/charges/explain.ts'
import { createHistories } from '../flow/history/history.ts'
import { createQuotes } from '../flow/quotes/quotes.ts'
import { createAccountStanding } from '../flow/standing/account.ts'
import { createSiteStanding } from '../flow/standing/site.ts'
import { createUseSums } from '../flow/use/sums.ts'
import { createUsage } from '../flow/use/usage.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { type Clock, SECOND_MS } from '../kernel/instant.ts'
import { createChargeStore } from '../persistence/charge-store.ts'
import { createHistoryStore } from '../persistence/history-store.ts'
import { createPriceStore } from '../persistence/price-store.ts'
import type { SqlClient, SqlPool } from '../persistence/sql.ts'
import { createAccountStore } from '../persistence/standing-account.ts'
import { createSiteStore } from '../persistence/standing-site.ts'
import { createUseStore } from '../persistence/use-store.ts'
import { createUseSumStore } from '../persistence/use-sum-store.ts'
import { chargeActions } from '../services/charges.ts'
import type { Action } from '../services/define.ts'
import { historyActions } from '../services/history.ts'
import { quoteActions } from '../services/quotes.ts'
import { standingActions } from '../services/standing.ts'
import { usageActions } from '../services/usage.ts'
import { type Loop, startLoop } from './loops.ts'

/** What is only looked at: use, standing, history, prices and explanations. */
export function analyticsActions(options: {
  readonly contract: JsonObject
  readonly pool: SqlClient
  /** Domain time. */
  readonly clock: Clock
  /** Asks a tariff strategy. */
  readonly compile: (strategy: string, request: CompileRequest) => Promise<CompileResult>
}): Action[] {
  const { contract, pool: client, clock, compile } = options
  const uses = createUseStore({ client })
  const usage = createUsage({ store: uses, clock })
  const common = { uses, usage, clock }
  const store = createPriceStore({ client })
  return [
    ...usageActions({ usage }),
    ...standingActions({
      accounts: createAccountStanding({ store: createAccountStore({ client }), ...common }),
      sites: createSiteStanding({ store: createSiteStore({ client }), ...common }),
    }),
    ...historyActions({
      contract,
      histories: createHistories({ store: createHistoryStore({ client }), clock }),
    }),
    ...quoteActions({ quotes: createQuotes({ store, uses, clock, compile }) }),
    ...chargeActions({
      contract,
      explanations: createChargeExplanations({ store: createChargeStore({ client }) }),
    }),
  ]
}

/** Reads add up the lines that are younger. */
const SUM_PAUSE_MS = 10 * SECOND_MS
/** Where there is much to add, readings that come in meanwhile find the database free. */
const STEP_PAUSE_MS = 50

/** Keeps the sums of use near the lines. */
export function startSumming({ pool, log }: { readonly pool: SqlPool; readonly log: Log }): Loop {
  const sums = createUseSums({
    store: createUseSumStore({ pool }),
    rest: () => wait(STEP_PAUSE_MS),
  })
  let stopped = false
  const loop = startLoop({
    name: 'Adding use to its sums',
    pauseMs: SUM_PAUSE_MS,
    work: () => sums.sum({ isStopped: () => stopped }),
    log,
  })
  return {
    stop() {
      stopped = true
      return loop.stop()
    },
  }
}
