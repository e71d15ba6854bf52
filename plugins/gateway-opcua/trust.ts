import { X509Certificate } from 'node:crypto'
import type { Instant } from '@busbar/core/contracts'
import { formatInstant } from '@busbar/core/contracts'
import type { TrustedCertificate } from './settings.ts'

/** What a person needs to see of a client's certificate to decide on it. */
export interface ClientCertificate {
  /** SHA-256, hex in small letters. */
  readonly thumbprint: string
  readonly subject: string
  readonly validFrom: Instant
  readonly validTo: Instant
}

/** Why a certificate is not good enough; undefined where it is. */
export type Objection = 'untrusted' | 'expired' | 'not-yet-valid' | 'unreadable' | undefined

/** Certificates that a list names, and what was refused lately. */
export interface Trust {
  /** Nothing is trusted but what the list names, and that only while it is valid. */
  judge(der: Uint8Array | undefined): Objection
  /** The latest first, each once; bounded. */
  refused(): readonly (ClientCertificate & { readonly objection: Objection })[]
}

const MOST_REFUSED = 5
/** Certificates cost nothing to whoever makes them: a flood of them is told in part. */
const TOLD_EVERY_MS = 500

export function createTrust(request: {
  readonly trusted: readonly TrustedCertificate[]
  readonly now: () => Instant
  onRefused(certificate: ClientCertificate, objection: Objection): void
}): Trust {
  const { trusted, now, onRefused } = request
  const known = new Set(trusted.map(({ thumbprint }) => plain(thumbprint)))
  const refused = new Map<string, ClientCertificate & { readonly objection: Objection }>()
  let toldAt = Number.NEGATIVE_INFINITY

  function remember(certificate: ClientCertificate, objection: Objection): void {
    const isNews = refused.get(certificate.thumbprint)?.objection !== objection
    refused.delete(certificate.thumbprint)
    refused.set(certificate.thumbprint, { ...certificate, objection })
    const [oldest] = refused.keys()
    if (refused.size > MOST_REFUSED && oldest !== undefined) refused.delete(oldest)
    // A client that tries every second is one line, not thousands.
    if (!isNews || now() - toldAt < TOLD_EVERY_MS) return
    toldAt = now()
    onRefused(certificate, objection)
  }

  return {
    judge(der) {
      const certificate = der === undefined ? undefined : readCertificate(der)
      if (certificate === undefined) return 'unreadable'
      const objection = objectionTo(certificate, known, now())
      if (objection !== undefined) remember(certificate, objection)
      return objection
    },
    refused: () => [...refused.values()].reverse(),
  }
}

function objectionTo(
  { thumbprint, validFrom, validTo }: ClientCertificate,
  known: ReadonlySet<string>,
  now: Instant,
): Objection {
  if (!known.has(thumbprint)) return 'untrusted'
  if (now > validTo) return 'expired'
  return now < validFrom ? 'not-yet-valid' : undefined
}

/** One sentence about a refused certificate, with what identifies it. */
export function explainRefusal(certificate: ClientCertificate, objection: Objection): string {
  const { subject, thumbprint, validFrom, validTo } = certificate
  const what = `${subject}, valid ${day(validFrom)} to ${day(validTo)}, thumbprint ${thumbprint}`
  switch (objection) {
    case 'expired':
      return `A client's certificate has expired (${what}). Have it renewed, and trust the new one.`
    case 'not-yet-valid':
      return `A client's certificate is not valid yet (${what}). Check the clocks of both sides.`
    default:
      return `A client's certificate is not trusted (${what}). Compare the thumbprint with the client's own; if it is the same, put it on the list.`
  }
}

/** Undefined where the bytes are no certificate. */
function readCertificate(der: Uint8Array): ClientCertificate | undefined {
  try {
    const certificate = new X509Certificate(der)
    return {
      thumbprint: plain(certificate.fingerprint256),
      subject: oneLine(certificate.subject),
      validFrom: Date.parse(certificate.validFrom),
      validTo: Date.parse(certificate.validTo),
    }
  } catch {
    return undefined
  }
}

/** SHA-256 of a certificate, hex in small letters. */
export const thumbprintOf = (pem: string): string => plain(new X509Certificate(pem).fingerprint256)

/** The name of whoever holds it. */
export const subjectOf = (der: Uint8Array): string => readCertificate(der)?.subject ?? ''

const plain = (thumbprint: string): string => thumbprint.replaceAll(/[:\s]/g, '').toLowerCase()
/** Whoever made the certificate chose the name: no line breaks or controls of theirs reach a page or a log. */
const oneLine = (name: string): string =>
  name
    .split('\n')
    .reverse()
    .join(', ')
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, 200)
const day = (instant: Instant): string => formatInstant(instant).slice(0, 10)
