import { X509Certificate } from 'node:crypto'

/** An application's certificate and its key; both PEM. */
export interface KeyPair {
  readonly certificate: string
  readonly privateKey: string
}

/** What an application shows of itself. */
export interface ApplicationIdentity extends KeyPair {
  /** As the certificate's alternative name says it; the other side compares the two. */
  readonly applicationUri: string
}

/** What of node-opcua's cryptography makes a certificate. */
export interface CertificateMaker<Key> {
  readonly CertificatePurpose: { readonly ForApplication: number }
  generatePrivateKey(bits: 2048): Promise<Key>
  privateKeyToPEM(key: Key): Promise<{ readonly privPem: string }>
  createSelfSignedCertificate(request: {
    readonly privateKey: Key
    readonly subject: string
    readonly applicationUri: string
    readonly dns: string[]
    readonly ip?: string[]
    /** Days. */
    readonly validity: number
    readonly notBefore: Date
    readonly purpose: number
  }): Promise<{ readonly cert: string }>
}

/** Texts of a plugin's own that the core keeps for it. */
interface Kept {
  get(request: { readonly name: string }): Promise<string | null>
  set(request: { readonly name: string; readonly text: string }): Promise<void>
}

const VALID_DAYS = 3_650

/** @param refuse what is thrown where it is no certificate, or names no application URI */
export function identityOf(
  pair: KeyPair,
  refuse: (detail: string, cause?: unknown) => Error,
): ApplicationIdentity {
  let names: string
  try {
    names = new X509Certificate(pair.certificate).subjectAltName ?? ''
  } catch (cause) {
    throw refuse('The own certificate cannot be read.', cause)
  }
  const [, applicationUri] = /URI:([^,\s]+)/.exec(names) ?? []
  if (applicationUri === undefined)
    throw refuse(
      'The own certificate names no application URI: OPC UA asks for one (URI in subjectAltName).',
    )
  return { ...pair, applicationUri }
}

/**
 * The pair that is kept under a name, or else a new one, kept from then on. What has expired, is not good any more, or was
 * sealed by a key that is gone is made anew. Where nothing can be kept it is made each time.
 */
export async function keptKeyPair(request: {
  readonly kept: Kept | undefined
  readonly name: string
  readonly isGood?: (certificate: X509Certificate) => boolean
  readonly make: () => Promise<KeyPair>
}): Promise<KeyPair> {
  const { kept, name, isGood = () => true, make } = request
  const text = await kept?.get({ name }).catch(lost)
  const known = text == null ? undefined : (JSON.parse(text) as KeyPair)
  if (known !== undefined) {
    const certificate = new X509Certificate(known.certificate)
    if (Date.parse(certificate.validTo) > Date.now() && isGood(certificate)) return known
  }
  const made = await make()
  await kept?.set({ name, text: JSON.stringify(made) })
  return made
}

/** Self-signed, as OPC UA part 6, 6.2.2 wants an application instance certificate to be. */
export async function makeKeyPair<Key>(
  crypto: CertificateMaker<Key>,
  names: {
    readonly subject: string
    readonly applicationUri: string
    readonly dns: readonly string[]
    readonly ip?: readonly string[]
  },
): Promise<KeyPair> {
  const { dns, ip, ...rest } = names
  const key = await crypto.generatePrivateKey(2048)
  const { cert } = await crypto.createSelfSignedCertificate({
    ...{ ...rest, privateKey: key, dns: [...dns], ...(ip === undefined ? {} : { ip: [...ip] }) },
    ...{ validity: VALID_DAYS, notBefore: new Date() },
    purpose: crypto.CertificatePurpose.ForApplication,
  })
  const { privPem } = await crypto.privateKeyToPEM(key)
  return { certificate: cert, privateKey: privPem }
}

function lost(thrown: unknown): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'secret-unreadable')
    return null
  throw thrown
}
