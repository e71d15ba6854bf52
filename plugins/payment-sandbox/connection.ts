import type { JsonObject } from '@busbar/core/contracts'
import { busbarError } from '@busbar/core/contracts'

export interface Connection {
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly merchantId: string
  readonly secret: string
  readonly timeoutMs: number
}

const DEFAULT_TIMEOUT_MS = 5_000

/** Reads what the host has validated against connection.schema.json. */
export function readConnection(connection: JsonObject): Connection {
  const { baseUrl, merchantId, secret, timeoutMs = DEFAULT_TIMEOUT_MS } = connection
  if (
    typeof baseUrl !== 'string' ||
    typeof merchantId !== 'string' ||
    typeof secret !== 'string' ||
    typeof timeoutMs !== 'number'
  )
    throw busbarError('validation-failed', {
      detail: 'A connection of the sandbox needs baseUrl, merchantId and secret.',
    })
  return { baseUrl: baseUrl.replace(/\/+$/, ''), merchantId, secret, timeoutMs }
}
