import type { CompileRequest, CompileResult } from '../../contracts/tariff-strategy.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, DAY_MS, type Instant } from '../../kernel/instant.ts'
import type { Transaction } from '../ledger/ports.ts'
import { deriveCorrection } from '../metering/correct.ts'
import type { StreamStore } from '../metering/ports.ts'
import type {
  CommissioningStore,
  InstallMeter,
  NewAccount,
  NewAgreement,
  NewTariffVersion,
  RemoveMeter,
} from './ports.ts'

/** How far ahead a tariff is compiled; a daily job extends it. */
const COMPILED_AHEAD_MS = 800 * DAY_MS

/**
 * Changes of what measures and what prices. Each judges the metering point's readings again from
 * its instant on, in the same transaction, so that bills follow the facts whenever they come to be known.
 */
export interface Commissioning {
  installMeter(request: InstallMeter): Promise<Id>
  removeMeter(request: RemoveMeter): Promise<void>
  /** Removes one meter and installs another, or the same with another multiplier, at one instant. */
  swapMeter(request: {
    readonly remove: Omit<RemoveMeter, 'at'>
    readonly install: Omit<InstallMeter, 'at'>
    readonly at: Instant
  }): Promise<Id>
  addAgreement(request: NewAgreement): Promise<Id>
  endAgreement(request: { readonly agreementId: Id; readonly at: Instant }): Promise<void>
  /** Compiles the terms and re-rates what was used since; refused with the strategy's errors. */
  addTariffVersion(request: NewTariffVersion): Promise<Id>
  openAccount(request: NewAccount): Promise<Id>
}

export function createCommissioning(options: {
  readonly store: CommissioningStore
  readonly streams: StreamStore
  readonly clock: Clock
  /** Asks the plan's strategy. */
  readonly compile: (strategy: string, request: CompileRequest) => Promise<CompileResult>
}): Commissioning {
  const { store, streams, clock, compile } = options

  const judgeAgain = (pointId: Id, from: Instant, transaction: Transaction) =>
    streams.correct({ pointId, readings: [], from, derive: deriveCorrection, transaction })

  function notInFuture(at: Instant): void {
    if (at > clock.now())
      throw busbarError('validation-failed', {
        detail: 'A meter is changed when it is changed, not ahead of time.',
        errors: [{ pointer: '/at', message: 'lies in the future' }],
      })
  }

  async function compiled({ tariffPlanId, effectiveAt, terms }: NewTariffVersion) {
    const { strategy, calendar } = await store.plan(tariffPlanId)
    const to = Math.max(effectiveAt, clock.now()) + COMPILED_AHEAD_MS
    const result = await compile(strategy, { terms, calendar, from: effectiveAt, to })
    if (!result.ok)
      throw busbarError('validation-failed', {
        detail: 'The tariff terms contradict themselves.',
        errors: result.errors,
      })
    return result.tariff
  }

  return {
    async installMeter(request) {
      notInFuture(request.at)
      return store.transaction(async (transaction) => {
        const id = await store.install(request, transaction)
        await judgeAgain(request.meteringPointId, request.at, transaction)
        return id
      })
    },

    async removeMeter(request) {
      notInFuture(request.at)
      await store.transaction(async (transaction) => {
        const pointId = await store.remove(request, transaction)
        await judgeAgain(pointId, request.at, transaction)
      })
    },

    async swapMeter({ remove, install, at }) {
      notInFuture(at)
      return store.transaction(async (transaction) => {
        const left = await store.remove({ ...remove, at }, transaction)
        const id = await store.install({ ...install, at }, transaction)
        for (const pointId of new Set([left, install.meteringPointId]))
          await judgeAgain(pointId, at, transaction)
        return id
      })
    },

    addAgreement: (request) =>
      store.transaction(async (transaction) => {
        const id = await store.addAgreement(request, transaction)
        await judgeAgain(request.meteringPointId, request.from, transaction)
        return id
      }),

    endAgreement: (request) =>
      store.transaction(async (transaction) => {
        const pointId = await store.endAgreement(request, transaction)
        await judgeAgain(pointId, request.at, transaction)
      }),

    async addTariffVersion(request) {
      const tariff = await compiled(request)
      return store.transaction(async (transaction) => {
        const id = await store.addTariffVersion({ ...request, compiled: tariff }, transaction)
        for (const pointId of await store.pointsOfPlan(request.tariffPlanId, transaction))
          await judgeAgain(pointId, request.effectiveAt, transaction)
        return id
      })
    },

    openAccount: (request) =>
      store.transaction((transaction) => store.openAccount(request, transaction)),
  }
}
