import { randomUUID, X509Certificate } from 'node:crypto'
import type { KeptTexts } from '@busbar/core/contracts'
import { busbarError, errorCode } from '@busbar/core/contracts'
import type { Library } from './library.ts'
import type { Settings } from './settings.ts'

/** Busbar's own certificate towards servers, and its key; both PEM. */
interface KeyPair {
  readonly certificate: string
  readonly privateKey: string
}

/** What the client shows of itself. */
export interface ApplicationIdentity extends KeyPair {
  /** As the certificate's alternative name says it; servers compare the two. */
  readonly applicationUri: string
}

export type FindIdentity = (request: {
  readonly library: Library
  readonly settings: Settings
}) => Promise<ApplicationIdentity>

const NAME = 'application-certificate'
const VALID_DAYS = 3_650
const KEY_BITS = 2_048

/**
 * Finds the certificate that a connection shows to its server: the connection's own, or else the one
 * that the plugin made for itself once and keeps. An expired one is made anew. Where nothing can be kept,
 * one is made at each start, and servers have to trust it anew.
 */
export function createFindIdentity(kept: KeptTexts | undefined): FindIdentity {
  let making: Promise<KeyPair> | undefined
  const own = async (library: Library): Promise<KeyPair> => {
    const text = await kept?.get({ name: NAME }).catch(lost)
    const known = text == null ? undefined : (JSON.parse(text) as KeyPair)
    if (known !== undefined && isValid(known)) return known
    const made = await makeKeyPair(library)
    await kept?.set({ name: NAME, text: JSON.stringify(made) })
    return made
  }
  return async ({ library, settings: { certificate, privateKey } }) => {
    if (certificate !== undefined && privateKey !== undefined)
      return identityOf({ certificate, privateKey })
    making ??= own(library)
    making.catch(() => {
      making = undefined
    })
    return identityOf(await making)
  }
}

function identityOf(pair: KeyPair): ApplicationIdentity {
  const names = certificateOf(pair).subjectAltName ?? ''
  const [, applicationUri] = /URI:([^,\s]+)/.exec(names) ?? []
  if (applicationUri === undefined)
    throw busbarError('validation-failed', {
      detail:
        'The own certificate names no application URI: OPC UA asks for one (URI in subjectAltName).',
    })
  return { ...pair, applicationUri }
}

function certificateOf({ certificate }: KeyPair): X509Certificate {
  try {
    return new X509Certificate(certificate)
  } catch (cause) {
    throw busbarError('validation-failed', { detail: 'The own certificate cannot be read.', cause })
  }
}

/** What was sealed by a key that is gone is as good as not there. */
function lost(thrown: unknown): null {
  if (errorCode(thrown) === 'secret-unreadable') return null
  throw thrown
}

function isValid(pair: KeyPair): boolean {
  return Date.parse(certificateOf(pair).validTo) > Date.now()
}

/** Self-signed, as OPC UA part 6, 6.2.2 wants an application instance certificate to be. */
async function makeKeyPair({ crypto_utils: crypto }: Library): Promise<KeyPair> {
  const key = await crypto.generatePrivateKey(KEY_BITS)
  const { cert } = await crypto.createSelfSignedCertificate({
    privateKey: key,
    subject: '/CN=Busbar/O=Busbar',
    applicationUri: `urn:busbar:${randomUUID()}`,
    dns: ['localhost'],
    validity: VALID_DAYS,
    notBefore: new Date(),
    purpose: crypto.CertificatePurpose.ForApplication,
  })
  const { privPem } = await crypto.privateKeyToPEM(key)
  return { certificate: cert, privateKey: privPem }
}
