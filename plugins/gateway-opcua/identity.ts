import { randomUUID, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { KeptTexts } from '@busbar/core/contracts'
import { busbarError, errorCode } from '@busbar/core/contracts'
import type { Library } from './library.ts'
import type { Settings } from './settings.ts'

/** The gateway's certificate towards clients, and its key; both PEM. */
interface KeyPair {
  readonly certificate: string
  readonly privateKey: string
}

/** What the server shows of itself. */
export interface ApplicationIdentity extends KeyPair {
  /** As the certificate's alternative name says it; clients compare the two. */
  readonly applicationUri: string
}

export type FindIdentity = (request: {
  readonly library: Library
  readonly settings: Settings
  readonly connectionId: string
}) => Promise<ApplicationIdentity>

const VALID_DAYS = 3_650
const KEY_BITS = 2_048

/**
 * Finds the certificate that a connection shows to its clients: the connection's own, or else the one
 * that was made for it once and is kept. One that has expired, or does not name the address that clients
 * use, is made anew. Where nothing can be kept, one is made at each start, and clients have to trust it anew.
 */
export function createFindIdentity(kept: KeptTexts | undefined): FindIdentity {
  return async ({ library, settings, connectionId }) => {
    const { certificate, privateKey } = settings
    if (certificate !== undefined && privateKey !== undefined)
      return identityOf({ certificate, privateKey })
    const name = `application-certificate-${connectionId.toLowerCase().replaceAll(/[^a-z0-9]/g, '-')}`
    const text = await kept?.get({ name }).catch(lost)
    const known = text == null ? undefined : (JSON.parse(text) as KeyPair)
    if (known !== undefined && isGood(known, advertised(settings))) return identityOf(known)
    const made = await makeKeyPair(library, advertised(settings))
    await kept?.set({ name, text: JSON.stringify(made) })
    return identityOf(made)
  }
}

/** What clients call the machine. */
export const advertised = ({ hostname, host }: Pick<Settings, 'hostname' | 'host'>): string =>
  hostname ?? host

function identityOf(pair: KeyPair): ApplicationIdentity {
  const [, applicationUri] = /URI:([^,\s]+)/.exec(certificateOf(pair).subjectAltName ?? '') ?? []
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

function isGood(pair: KeyPair, name: string): boolean {
  const certificate = certificateOf(pair)
  const named = isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name)
  return Date.parse(certificate.validTo) > Date.now() && named !== undefined
}

/** Self-signed, as OPC UA part 6, 6.2.2 wants an application instance certificate to be. */
async function makeKeyPair({ crypto_utils: crypto }: Library, name: string): Promise<KeyPair> {
  const key = await crypto.generatePrivateKey(KEY_BITS)
  const { cert } = await crypto.createSelfSignedCertificate({
    privateKey: key,
    subject: '/CN=Busbar gateway/O=Busbar',
    applicationUri: `urn:busbar:gateway:${randomUUID()}`,
    dns: isIP(name) ? ['localhost'] : [name, 'localhost'],
    ...(isIP(name) ? { ip: [name] } : {}),
    validity: VALID_DAYS,
    notBefore: new Date(),
    purpose: crypto.CertificatePurpose.ForApplication,
  })
  const { privPem } = await crypto.privateKeyToPEM(key)
  return { certificate: cert, privateKey: privPem }
}
