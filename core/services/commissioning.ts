import type { Commissioning } from '../flow/commissioning/commission.ts'
import type { ChangedBy, SignedValue } from '../flow/commissioning/ports.ts'
import type { RegistryStore } from '../flow/registry/ports.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { parseMicros } from '../kernel/decimal.ts'
import { busbarError } from '../kernel/error.ts'
import { parseInstant } from '../kernel/instant.ts'
import { type Action, action, type Call, type OperationId, type Output } from './define.ts'
import { codecOf } from './wire.ts'

export interface CommissioningDependencies {
  readonly contract: JsonObject
  readonly store: RegistryStore
  readonly commissioning: Commissioning
}

/** Meters, payers and prices: what is changed by commands, since use is judged again with each. */
export function commissioningActions(dependencies: CommissioningDependencies): Action[] {
  const { commissioning } = dependencies
  const installed = teller<'installations.get'>(dependencies, 'installations', 'Installation')
  const agreed = teller<'serviceAgreements.get'>(
    dependencies,
    'serviceAgreements',
    'ServiceAgreement',
  )
  const versioned = teller<'tariffVersions.get'>(dependencies, 'tariffVersions', 'TariffVersion')
  return [
    action('installations.create', async ({ body }, call) => {
      const { meterId, meteringPointId, at, multiplier, openings, signedBy } = body
      const request = { meterId, meteringPointId, ...ends({ at, multiplier, openings }), signedBy }
      return installed(await commissioning.installMeter(request, by(call)))
    }),
    action('installations.end', async ({ path, body }, call) => {
      const { at, closings, signedBy } = body
      const request = { installationId: path.id, at: parseInstant(at), signedBy }
      await commissioning.removeMeter({ ...request, closings: signed(closings) }, by(call))
      return installed(path.id)
    }),
    action('installations.swap', async ({ path, body }, call) => {
      const { at, meterId, multiplier, openings, closings, signedBy } = body
      const swap = {
        installationId: path.id,
        closings: signed(closings),
        meterId,
        ...ends({ at, multiplier, openings }),
        signedBy,
      }
      return installed(await commissioning.swapMeter(swap, by(call)))
    }),
    action('serviceAgreements.create', async ({ body }, call) => {
      const { fromAt, toAt, ...ids } = body
      const to = toAt === null || toAt === undefined ? null : parseInstant(toAt)
      const request = { ...ids, from: parseInstant(fromAt), to }
      return agreed(await commissioning.addAgreement(request, by(call)))
    }),
    action('serviceAgreements.end', async ({ path, body }, call) => {
      const request = { agreementId: path.id, at: parseInstant(body.at) }
      await commissioning.endAgreement(request, by(call))
      return agreed(path.id)
    }),
    action('tariffVersions.create', async ({ body }, call) => {
      const { tariffPlanId, effectiveAt } = body
      const terms = body.terms as JsonObject
      const request = { tariffPlanId, effectiveAt: parseInstant(effectiveAt), terms }
      return versioned(await commissioning.addTariffVersion(request, by(call)))
    }),
  ]
}

function by({ auditActor, operation, place }: Call): ChangedBy {
  return { actor: auditActor, operation: operation.id, siteId: place?.siteId ?? null }
}

/** Tells a resource as it is now, in the contract's words. */
function teller<K extends OperationId>(
  { contract, store }: CommissioningDependencies,
  resource: string,
  component: string,
) {
  const codec = codecOf(contract, component)
  return async (id: string): Promise<Output<K>> => {
    const row = await store.get({ resource, id })
    if (row === null) throw busbarError('not-found')
    return codec.toWire(row) as unknown as Output<K>
  }
}

interface Value {
  readonly registerId: string
  readonly value: string
}

function ends(body: { at: string; multiplier: string; openings: readonly Value[] }) {
  return {
    at: parseInstant(body.at),
    multiplierMicros: parseMicros(body.multiplier),
    openings: signed(body.openings),
  }
}

function signed(values: readonly Value[]): SignedValue[] {
  return values.map(({ registerId, value }) => ({ registerId, valueMicros: parseMicros(value) }))
}
