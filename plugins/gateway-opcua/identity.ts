import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import type { KeptTexts } from '@busbar/core/contracts'
import { busbarError } from '@busbar/core/contracts'
import {
  type ApplicationIdentity,
  identityOf,
  keptKeyPair,
  makeKeyPair,
} from '@busbar/opcua/identity'
import type { Library } from './library.ts'
import type { Settings } from './settings.ts'

export type FindIdentity = (request: {
  readonly library: Library
  readonly settings: Settings
  readonly connectionId: string
}) => Promise<ApplicationIdentity>

/**
 * Finds the certificate that a connection shows to its clients: the connection's own, or else the one
 * that was made for it once and is kept. One that has expired, or does not name the address that clients
 * use, is made anew. Where nothing can be kept, one is made at each start, and clients have to trust it anew.
 */
export function createFindIdentity(kept: KeptTexts | undefined): FindIdentity {
  return async ({ library, settings, connectionId }) => {
    const { certificate, privateKey } = settings
    if (certificate !== undefined && privateKey !== undefined)
      return identityOf({ certificate, privateKey }, refuse)
    const address = advertised(settings)
    const isAddress = isIP(address) !== 0
    const pair = await keptKeyPair({
      kept,
      name: `application-certificate-${connectionId.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}`,
      isGood: (known) =>
        (isAddress ? known.checkIP(address) : known.checkHost(address)) !== undefined,
      make: () =>
        makeKeyPair(library.crypto_utils, {
          subject: '/CN=Busbar gateway/O=Busbar',
          applicationUri: `urn:busbar:gateway:${randomUUID()}`,
          dns: isAddress ? ['localhost'] : [address, 'localhost'],
          ...(isAddress ? { ip: [address] } : {}),
        }),
    })
    return identityOf(pair, refuse)
  }
}

/** What clients call the machine. */
export const advertised = ({ hostname, host }: Pick<Settings, 'hostname' | 'host'>): string =>
  hostname ?? host

const refuse = (detail: string, cause?: unknown) =>
  busbarError('validation-failed', { detail, cause })
