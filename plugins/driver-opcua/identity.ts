import { randomUUID } from 'node:crypto'
import type { KeptTexts } from '@busbar/core/contracts'
import { busbarError } from '@busbar/core/contracts'
import {
  type ApplicationIdentity,
  identityOf,
  type KeyPair,
  keptKeyPair,
  makeKeyPair,
} from '@busbar/opcua/identity'
import type { Library } from './library.ts'
import type { Settings } from './settings.ts'

export type FindIdentity = (request: {
  readonly library: Library
  readonly settings: Settings
}) => Promise<ApplicationIdentity>

const NAME = 'application-certificate'

/**
 * Finds the certificate that a connection shows to its server: the connection's own, or else the one
 * that the plugin made for itself once and keeps. An expired one is made anew. Where nothing can be kept,
 * one is made at each start, and servers have to trust it anew.
 */
export function createFindIdentity(kept: KeptTexts | undefined): FindIdentity {
  let making: Promise<KeyPair> | undefined
  const own = ({ crypto_utils: crypto }: Library): Promise<KeyPair> =>
    keptKeyPair({
      ...{ kept, name: NAME },
      make: () =>
        makeKeyPair(crypto, {
          ...{ subject: '/CN=Busbar/O=Busbar', dns: ['localhost'] },
          applicationUri: `urn:busbar:${randomUUID()}`,
        }),
    })
  return async ({ library, settings: { certificate, privateKey } }) => {
    if (certificate !== undefined && privateKey !== undefined)
      return identityOf({ certificate, privateKey }, refuse)
    making ??= own(library)
    making.catch(() => {
      making = undefined
    })
    return identityOf(await making, refuse)
  }
}

const refuse = (detail: string, cause?: unknown) =>
  busbarError('validation-failed', { detail, cause })
