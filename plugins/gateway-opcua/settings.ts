import { busbarError, type JsonObject } from '@busbar/core/contracts'
import type { TrustedCertificate } from '@busbar/opcua/certificates'

export type PolicyName = 'Basic256Sha256' | 'Aes128_Sha256_RsaOaep' | 'Aes256_Sha256_RsaPss'

/** A connection's settings with the schema's defaults filled in. */
export interface Settings {
  readonly host: string
  readonly port: number
  /** What clients call the machine; left out: the address that it listens on. */
  readonly hostname?: string
  readonly securityPolicies: readonly PolicyName[]
  readonly allowSignOnly: boolean
  readonly allowUnencrypted: boolean
  readonly allowAnonymous: boolean
  readonly username?: string
  readonly password?: string
  readonly trusted: readonly TrustedCertificate[]
  readonly trustedUsers: readonly TrustedCertificate[]
  /** Busbar's own, instead of the one that it makes for itself. */
  readonly certificate?: string
  readonly privateKey?: string
  readonly maxSessions: number
  readonly listenRetryMaxMs: number
}

/**
 * Fills in the defaults of connection.schema.json, against which the host has validated it.
 * @throws `validation-failed` where nobody could come in, or only by what it does not allow
 */
export function readSettings(connection: JsonObject): Settings {
  const given = connection as unknown as Partial<Settings>
  const settings: Settings = Object.freeze({
    host: '127.0.0.1',
    port: 4840,
    securityPolicies: ['Basic256Sha256', 'Aes128_Sha256_RsaOaep', 'Aes256_Sha256_RsaPss'] as const,
    allowSignOnly: false,
    allowUnencrypted: false,
    allowAnonymous: false,
    trusted: [],
    trustedUsers: [],
    maxSessions: 20,
    listenRetryMaxMs: 60_000,
    ...given,
  })
  const { username, trustedUsers, allowAnonymous, allowUnencrypted } = settings
  if (!allowAnonymous && username === undefined && trustedUsers.length === 0)
    throw refusal(
      '/username',
      'Give a user name with a password, trust a user certificate, or allow anonymous sessions.',
    )
  if (allowUnencrypted && !allowAnonymous)
    throw refusal(
      '/allowUnencrypted',
      'No password is taken in clear: without security only anonymous sessions come in. Allow those, or neither.',
    )
  return settings
}

const refusal = (pointer: string, message: string) =>
  busbarError('validation-failed', { detail: message, errors: [{ pointer, message }] })
