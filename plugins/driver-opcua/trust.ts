import { X509Certificate } from 'node:crypto'
import type { Instant, SeenSource } from '@busbar/core/contracts'
import { formatInstant } from '@busbar/core/contracts'
import type { TrustedCertificate } from './settings.ts'

/** What a person needs to see of a server's certificate to decide on it. */
export interface ServerCertificate {
  /** SHA-256, hex in small letters. */
  readonly thumbprint: string
  readonly subject: string
  readonly issuer: string
  readonly validFrom: Instant
  readonly validTo: Instant
  readonly url: string
}

/** Why a server's certificate is not good enough; undefined where it is. */
export type Objection = 'untrusted' | 'expired' | 'not-yet-valid' | undefined

/** @throws where the bytes are no certificate */
export function readCertificate(der: Uint8Array, url: string): ServerCertificate {
  const certificate = new X509Certificate(der)
  return {
    thumbprint: plain(certificate.fingerprint256),
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    url,
  }
}

/** Nothing is trusted but what the list names, and that only while it is valid. */
export function objectionTo(
  { thumbprint, validFrom, validTo }: ServerCertificate,
  trusted: readonly TrustedCertificate[],
  now: Instant,
): Objection {
  if (!trusted.some((one) => plain(one.thumbprint) === thumbprint)) return 'untrusted'
  if (now > validTo) return 'expired'
  return now < validFrom ? 'not-yet-valid' : undefined
}

/** One sentence about a refused certificate, with what identifies it. */
export function explainObjection(certificate: ServerCertificate, objection: Objection): string {
  const { subject, thumbprint, validFrom, validTo, url } = certificate
  const what = `${subject}, valid ${day(validFrom)} to ${day(validTo)}, thumbprint ${thumbprint}`
  switch (objection) {
    case 'expired':
      return `The certificate of ${url} has expired (${what}). Have the server's renewed, and trust the new one.`
    case 'not-yet-valid':
      return `The certificate of ${url} is not valid yet (${what}). Check the clocks of both sides.`
    default:
      return `The certificate of ${url} is not trusted (${what}). Compare the thumbprint with the server's own; if it is the same, look for devices and take the certificate over.`
  }
}

/** An unknown certificate as a search shows it: its thumbprint can be put on the trust list. */
export function asSource(certificate: ServerCertificate, at: Instant): SeenSource {
  const { thumbprint, subject, issuer, validFrom, validTo, url } = certificate
  const sample = [
    `Server:     ${url}`,
    `Subject:    ${subject}`,
    `Issuer:     ${issuer}`,
    `Valid from: ${formatInstant(validFrom)}`,
    `Valid to:   ${formatInstant(validTo)}`,
    `SHA-256:    ${thumbprint}`,
  ].join('\n')
  return { source: thumbprint, at, count: 1, sample, fields: [] }
}

function plain(thumbprint: string): string {
  return thumbprint.replaceAll(/[:\s]/g, '').toLowerCase()
}

const oneLine = (name: string) => name.split('\n').reverse().join(', ').slice(0, 500)
const day = (instant: Instant) => formatInstant(instant).slice(0, 10)
