import type { Instant, RefusedCertificate } from '@busbar/core/contracts'
import {
  type Certificate,
  type Fault,
  faultOf,
  readCertificate,
  type TrustedCertificate,
  tellCertificate,
} from '@busbar/opcua/certificates'

/** Why a certificate is not good enough; undefined where it is. */
export type Objection = Fault | 'unreadable' | undefined

/** Certificates that a list names, and what was refused lately. */
export interface Trust {
  /** Nothing is trusted but what the list names, and that only while it is valid. */
  judge(der: Uint8Array | undefined): Objection
  /** One sentence for each that was refused, the latest first, each once; bounded. */
  explain(): readonly string[]
  /** Those that could be trusted. */
  refused(): readonly RefusedCertificate[]
}

interface Refused {
  readonly certificate: Certificate
  readonly fault: Fault
  /** Whether somebody was told of it. */
  readonly told: boolean
}

const MOST_REFUSED = 5
/** Certificates cost nothing to whoever makes them: of a flood of them each is told once there is time. */
const TOLD_EVERY_MS = 500

export function createTrust(request: {
  /** Property of the settings that has the trusted ones. */
  readonly list: string
  readonly trusted: readonly TrustedCertificate[]
  readonly now: () => Instant
  onRefused(explanation: string): void
}): Trust {
  const { list, trusted, now, onRefused } = request
  const refused = new Map<string, Refused>()
  let toldAt = Number.NEGATIVE_INFINITY

  function remember(certificate: Certificate, fault: Fault): void {
    const { thumbprint } = certificate
    const known = refused.get(thumbprint)
    // A client that tries every second is one line, not thousands.
    const wasTold = known?.fault === fault && known.told
    const tells = !wasTold && now() - toldAt >= TOLD_EVERY_MS
    refused.delete(thumbprint)
    refused.set(thumbprint, { certificate, fault, told: wasTold || tells })
    const [oldest] = refused.keys()
    if (refused.size > MOST_REFUSED && oldest !== undefined) refused.delete(oldest)
    if (!tells) return
    toldAt = now()
    onRefused(explainRefusal(certificate, fault))
  }

  const latestFirst = () => [...refused.values()].reverse()
  return {
    judge(der) {
      const certificate = certificateOf(der)
      if (certificate === undefined) return 'unreadable'
      const fault = faultOf(certificate, trusted, now())
      if (fault !== undefined) remember(certificate, fault)
      return fault
    },
    explain: () =>
      latestFirst().map(({ certificate, fault }) => explainRefusal(certificate, fault)),
    refused: () =>
      latestFirst()
        .filter(({ fault }) => fault === 'untrusted')
        .map(({ certificate: { thumbprint, subject, validFrom, validTo } }) => ({
          ...{ thumbprint, subject, validFrom, validTo, list },
        })),
  }
}

/** One sentence about a refused certificate, with what identifies it. */
function explainRefusal(certificate: Certificate, fault: Fault): string {
  const what = tellCertificate(certificate)
  switch (fault) {
    case 'expired':
      return `A client's certificate has expired (${what}). Have it renewed, and trust the new one.`
    case 'not-yet-valid':
      return `A client's certificate is not valid yet (${what}). Check the clocks of both sides.`
    default:
      return `A client's certificate is not trusted (${what}). Compare the thumbprint with the client's own; if it is the same, trust it.`
  }
}

/** Undefined where the bytes are no certificate. */
function certificateOf(der: Uint8Array | undefined): Certificate | undefined {
  try {
    return der === undefined ? undefined : readCertificate(der)
  } catch {
    return undefined
  }
}

/** The name of whoever holds it. */
export const subjectOf = (der: Uint8Array): string => certificateOf(der)?.subject ?? ''
