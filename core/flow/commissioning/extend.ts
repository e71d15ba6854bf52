import type { Log } from '../../contracts/plugin.ts'
import type {
  CompiledTariff,
  CompileRequest,
  CompileResult,
} from '../../contracts/tariff-strategy.ts'
import { samePrices, tariffFrom } from '../../domain/rating/extend.ts'
import { prepareTariff } from '../../domain/rating/prepare.ts'
import { errorMessage } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, DAY_MS, formatInstant, type Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import { deriveCorrection } from '../metering/correct.ts'
import type { StreamStore } from '../metering/ports.ts'
import { COMPILED_AHEAD_MS } from './commission.ts'
import type { EndingVersion, TariffExtensionStore } from './ports.ts'

/** How far ahead every version that is in use or to come is compiled at least. */
const KEPT_AHEAD_MS = 400 * DAY_MS
/** From when on a version that cannot be extended is critical. */
const URGENT_MS = 60 * DAY_MS

/** Keeps tariffs compiled ahead of the domain clock. */
export interface TariffExtension {
  /** Appends a stretch to every version that needs one; what fails opens a repair item. */
  extendAll(): Promise<{ readonly extended: number; readonly failed: number }>
  /** Judges a plan's use again, where it was booked before its price was compiled. */
  rerate(request: { readonly planId: Id; readonly from: Instant }): Promise<void>
}

export function createTariffExtension(options: {
  readonly store: TariffExtensionStore
  readonly streams: StreamStore
  readonly clock: Clock
  /** Asks the plan's strategy. */
  readonly compile: (strategy: string, request: CompileRequest) => Promise<CompileResult>
  /** Has {@link TariffExtension.rerate} called, if and only if the transaction commits. */
  readonly rerateLater: (
    request: { readonly planId: Id; readonly from: Instant },
    transaction: Transaction,
  ) => Promise<void>
  readonly log: Log
}): TariffExtension {
  const { store, streams, clock, compile, rerateLater, log } = options

  async function extend(ending: EndingVersion, now: Instant): Promise<void> {
    const { versionId, planId, compiledTo } = ending
    const stretch = await nextStretch(ending, now)
    await store.transaction(async (transaction) => {
      const { appended } = await store.appendStretch({ versionId, stretch, transaction })
      if (!appended) return
      await store.raiseStreams({ planId, transaction })
      await store.closeRepair({ ending, transaction })
      // Use beyond the end was booked without a price.
      if (compiledTo < now) await rerateLater({ planId, from: compiledTo }, transaction)
    })
  }

  /** Compiled from the version's beginning, so that ladders without a period count on. */
  async function nextStretch(ending: EndingVersion, now: Instant): Promise<CompiledTariff> {
    const { strategy, terms, calendar, effectiveAt, compiledTo, until, last } = ending
    const to = Math.min(Math.max(effectiveAt, now) + COMPILED_AHEAD_MS, until ?? Infinity)
    const result = await compile(strategy, { terms, calendar, from: effectiveAt, to })
    if (!result.ok)
      throw new Error(
        result.errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; '),
      )
    const { tariff } = result
    if (tariff.from > compiledTo || tariff.to <= compiledTo)
      throw new Error('The strategy did not compile what it was asked for.')
    if (!samePrices(last, tariff))
      throw new Error('The strategy makes other prices of the same terms than before.')
    const stretch = tariffFrom(tariff, compiledTo)
    prepareTariff(stretch)
    return stretch
  }

  async function report(ending: EndingVersion, now: Instant, thrown: unknown): Promise<void> {
    const { compiledTo, strategy } = ending
    const reason = errorMessage(thrown)
    log.warn('A tariff version could not be compiled further', {
      versionId: ending.versionId,
      reason,
    })
    const message =
      `This version has prices until ${formatInstant(compiledTo)} only; use beyond is booked without ` +
      `a price. Enable or mend the plugin that offers the strategy "${strategy}" as it was, or add a ` +
      'version to the plan. It is tried again every hour.'
    await store.transaction((transaction) =>
      store.openRepair({
        ending,
        severity: compiledTo - now < URGENT_MS ? 'critical' : 'warning',
        detail: { message, reason, strategy, compiledUntil: formatInstant(compiledTo) },
        transaction,
      }),
    )
  }

  return {
    async extendAll() {
      const now = clock.now()
      let failed = 0
      const all = await store.endingBefore({ at: now + KEPT_AHEAD_MS })
      for (const ending of all) {
        try {
          await extend(ending, now)
        } catch (thrown) {
          failed += 1
          await report(ending, now, thrown)
        }
      }
      return { extended: all.length - failed, failed }
    },
    async rerate({ planId, from }) {
      for (const pointId of await store.pointsOf({ planId }))
        await streams.correct({ pointId, readings: [], from, derive: deriveCorrection })
    },
  }
}
