import type { CompileRequest, CompileResult } from '../../contracts/tariff-strategy.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { type Clock, DAY_MS, type Instant } from '../../kernel/instant.ts'
import type { AuditLog } from '../audit/ports.ts'
import type { Transaction } from '../ledger/ports.ts'
import { deriveCorrection } from '../metering/correct.ts'
import type { StreamStore } from '../metering/ports.ts'
import type {
  ChangedBy,
  CommissioningStore,
  InstallMeter,
  NewAgreement,
  NewTariffVersion,
  RemoveMeter,
  SignedValue,
} from './ports.ts'

/** How far ahead a tariff is compiled; a job extends it (`extend.ts`). */
export const COMPILED_AHEAD_MS = 800 * DAY_MS

/**
 * Changes of what measures and what prices. Each judges the metering point's readings again from
 * its instant on, in the same transaction, so that bills follow the facts whenever they come to be known.
 */
export interface Commissioning {
  installMeter(request: InstallMeter, by: ChangedBy): Promise<Id>
  /** As {@link installMeter}, in a transaction that somebody else has begun; with its line of audit. */
  installWithin(request: InstallMeter, by: ChangedBy, transaction: Transaction): Promise<Id>
  removeMeter(request: RemoveMeter, by: ChangedBy): Promise<void>
  /** Removes one meter and installs another, or the same with another multiplier, at one instant. */
  swapMeter(request: SwapMeter, by: ChangedBy): Promise<Id>
  addAgreement(request: NewAgreement, by: ChangedBy): Promise<Id>
  endAgreement(
    request: { readonly agreementId: Id; readonly at: Instant },
    by: ChangedBy,
  ): Promise<void>
  /** Compiles the terms and re-rates what was used since; refused with the strategy's errors. */
  addTariffVersion(request: NewTariffVersion, by: ChangedBy): Promise<Id>
}

/** A swap: the installation that ends, and what takes its place at the same metering point. */
export interface SwapMeter extends RemoveMeter {
  readonly meterId: Id
  readonly multiplierMicros: bigint
  readonly openings: readonly SignedValue[]
}

export function createCommissioning(options: {
  readonly store: CommissioningStore
  readonly streams: StreamStore
  readonly audit: AuditLog
  readonly clock: Clock
  /** Asks the plan's strategy. */
  readonly compile: (strategy: string, request: CompileRequest) => Promise<CompileResult>
  /** Told once it is committed that meters serve other places, or somebody else pays: what is cached of points is old. */
  readonly onPlaced: () => void
}): Commissioning {
  const { store, streams, audit, clock, compile, onPlaced } = options

  async function placed<T>(work: Promise<T>): Promise<T> {
    const result = await work
    onPlaced()
    return result
  }

  const judgeAgain = (pointId: Id, from: Instant, transaction: Transaction) =>
    streams.correct({ pointId, readings: [], from, derive: deriveCorrection, transaction })

  /** A change with its line in the audit log, together or not at all. */
  function change<T>(
    { by, subject, after }: { by: ChangedBy; subject: (result: T) => string; after: unknown },
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> {
    return store.transaction(async (transaction) => {
      const result = await work(transaction)
      const entry = { ...by, outcome: 'done' as const, subject: subject(result), after }
      await audit.append(entry, transaction)
      return result
    })
  }

  function notInFuture(at: Instant): void {
    if (at > clock.now())
      throw busbarError('validation-failed', {
        detail: 'A meter is changed when it is changed, not ahead of time.',
        errors: [{ pointer: '/at', message: 'lies in the future' }],
      })
  }

  async function install(request: InstallMeter, by: ChangedBy, transaction: Transaction) {
    notInFuture(request.at)
    const id = await store.install(request, transaction)
    await judgeAgain(request.meteringPointId, request.at, transaction)
    const entry = { ...by, outcome: 'done' as const, subject: `installations:${id}` }
    await audit.append({ ...entry, after: request }, transaction)
    return id
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
    installMeter: (request, by) =>
      placed(store.transaction((transaction) => install(request, by, transaction))),

    installWithin: install,

    async removeMeter(request, by) {
      notInFuture(request.at)
      const subject = () => `installations:${request.installationId}`
      const work = async (transaction: Transaction) => {
        const pointId = await store.remove(request, transaction)
        await judgeAgain(pointId, request.at, transaction)
      }
      await placed(change({ by, subject, after: request }, work))
    },

    async swapMeter(request, by) {
      notInFuture(request.at)
      const subject = (id: Id) => `installations:${id}`
      const work = async (transaction: Transaction) => {
        const meteringPointId = await store.remove(request, transaction)
        const id = await store.install({ ...request, meteringPointId }, transaction)
        await judgeAgain(meteringPointId, request.at, transaction)
        return id
      }
      return placed(change({ by, subject, after: request }, work))
    },

    addAgreement(request, by) {
      const subject = (id: Id) => `serviceAgreements:${id}`
      const work = async (transaction: Transaction) => {
        const id = await store.addAgreement(request, transaction)
        await judgeAgain(request.meteringPointId, request.from, transaction)
        return id
      }
      return placed(change({ by, subject, after: request }, work))
    },

    async endAgreement(request, by) {
      const subject = () => `serviceAgreements:${request.agreementId}`
      const work = async (transaction: Transaction) => {
        const pointId = await store.endAgreement(request, transaction)
        await judgeAgain(pointId, request.at, transaction)
      }
      await placed(change({ by, subject, after: request }, work))
    },

    async addTariffVersion(request, by) {
      const tariff = await compiled(request)
      const subject = (id: Id) => `tariffVersions:${id}`
      return change({ by, subject, after: request }, async (transaction) => {
        const id = await store.addTariffVersion({ ...request, compiled: tariff }, transaction)
        for (const pointId of await store.pointsOfPlan(request.tariffPlanId, transaction))
          await judgeAgain(pointId, request.effectiveAt, transaction)
        return id
      })
    },
  }
}
