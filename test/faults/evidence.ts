import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HouseClient } from './client.ts'
import type { House } from './house.ts'
import type { FaultySurroundings } from './surroundings.ts'
import type { Acknowledged, Evidence } from './testimony.ts'
import type { Delivered, DeviceWitness } from './witness.ts'

export interface EvidenceSources {
  readonly dataDir: string
  readonly house: House
  readonly surroundings: FaultySurroundings
  /** What devices have seen; the core's own acknowledgements where the broker forgot some messages. */
  readonly acknowledged: readonly Delivered[]
  readonly devices: DeviceWitness
  readonly client: HouseClient
}

/** Everything that parties outside of the core know of what happened. */
export async function readEvidence(sources: EvidenceSources): Promise<Omit<Evidence, 'url'>> {
  const { dataDir, house, surroundings, devices, client } = sources
  const guardPem = readFileSync(join(dataDir, 'guard', 'private-key.pem'), 'utf8')
  const auditKey = readFileSync(join(dataDir, 'keys', 'audit'), 'utf8')
  const orders = await surroundings.channelOrders()
  return {
    guardPublicKeyPem: createPublicKey(guardPem).export({ type: 'spki', format: 'pem' }).toString(),
    auditKey: Buffer.from(auditKey, 'base64'),
    units: house.units.map((unit) => ({ ...unit, isOn: surroundings.isOn(unit.device) })),
    // Copies: what was witnessed goes on.
    readings: sources.acknowledged.flatMap((message) => readingOf(house, message) ?? []),
    captures: orders.filter(({ state }) => state === 'captured'),
    channel: house.sandboxId,
    credits: [...client.credits],
    transfers: [...client.transfers],
    commands: [...devices.commands],
  }
}

/** What a Shelly device's report says of its register; null for every other message. */
function readingOf({ units }: House, { topic, payload }: Delivered): Acknowledged | null {
  const unit = units.find(({ device }) => topic === `${device}/events/rpc`)
  if (unit === undefined) return null
  const { params } = JSON.parse(payload) as {
    readonly params: {
      readonly ts: number
      readonly 'switch:0'?: { readonly aenergy?: { readonly total?: number } }
    }
  }
  const wattHours = params['switch:0']?.aenergy?.total
  if (wattHours === undefined) return null
  const valueMicros = BigInt(Math.round(wattHours * 1_000))
  return { registerId: unit.registerId, at: Math.round(params.ts * 1_000), valueMicros }
}
