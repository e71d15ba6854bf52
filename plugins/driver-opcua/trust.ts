import type { Instant, SeenSource } from '@busbar/core/contracts'
import { formatInstant } from '@busbar/core/contracts'
import { type Certificate, type Fault, tellCertificate } from '@busbar/opcua/certificates'

/** A server's certificate, and where it was shown. */
export interface ServerCertificate extends Certificate {
  readonly url: string
}

/** One sentence about a refused certificate, with what identifies it. */
export function explainFault(certificate: ServerCertificate, fault: Fault): string {
  const { url } = certificate
  const what = tellCertificate(certificate)
  switch (fault) {
    case 'expired':
      return `The certificate of ${url} has expired (${what}). Have the server's renewed, and trust the new one.`
    case 'not-yet-valid':
      return `The certificate of ${url} is not valid yet (${what}). Check the clocks of both sides.`
    default:
      return `The certificate of ${url} is not trusted (${what}). Compare the thumbprint with the server's own; if it is the same, trust it on the connection's page, or use it from what looking for devices shows.`
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
