import { X509Certificate } from 'node:crypto'

/** What a person needs to see of a certificate to decide on it. */
export interface Certificate {
  /** SHA-256, hex in small letters. */
  readonly thumbprint: string
  readonly subject: string
  readonly issuer: string
  /** UTC milliseconds. */
  readonly validFrom: number
  readonly validTo: number
}

/** A certificate that somebody has decided to trust. */
export interface TrustedCertificate {
  /** SHA-256 of the certificate, hex; colons and case do not matter. */
  readonly thumbprint: string
  readonly note?: string
}

/** Why a certificate is not good enough. */
export type Fault = 'untrusted' | 'expired' | 'not-yet-valid'

/** @throws where the bytes are no certificate */
export function readCertificate(der: Uint8Array): Certificate {
  const certificate = new X509Certificate(der)
  return {
    thumbprint: plain(certificate.fingerprint256),
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
  }
}

/** SHA-256 of a certificate, hex in small letters. @param pem or its octets @throws as {@link readCertificate} */
export const thumbprintOf = (pem: string | Uint8Array): string =>
  plain(new X509Certificate(pem).fingerprint256)

/** Nothing is trusted but what the list names, and that only while it is valid. */
export function faultOf(
  { thumbprint, validFrom, validTo }: Certificate,
  trusted: readonly TrustedCertificate[],
  now: number,
): Fault | undefined {
  if (!trusted.some((one) => plain(one.thumbprint) === thumbprint)) return 'untrusted'
  if (now > validTo) return 'expired'
  return now < validFrom ? 'not-yet-valid' : undefined
}

/** What identifies a certificate, in a few words. */
export const tellCertificate = ({ subject, validFrom, validTo, thumbprint }: Certificate): string =>
  `${subject}, valid ${day(validFrom)} to ${day(validTo)}, thumbprint ${thumbprint}`

const LONGEST_NAME = 200
const DAY_LENGTH = 'YYYY-MM-DD'.length

const plain = (thumbprint: string): string => thumbprint.replaceAll(/[:\s]/g, '').toLowerCase()
/** Whoever made the certificate chose the name: no line breaks or controls of theirs reach a page or a log. */
const oneLine = (name: string): string =>
  name
    .split('\n')
    .reverse()
    .join(', ')
    .replaceAll(/\p{Cc}/gu, ' ')
    .slice(0, LONGEST_NAME)
const day = (instant: number): string => new Date(instant).toISOString().slice(0, DAY_LENGTH)
