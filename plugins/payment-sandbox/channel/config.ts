/** What the channel is started with, as one line of JSON on its standard input. */
export interface ChannelConfig {
  /** File that the books are kept in; made when it is not there. */
  readonly journalPath: string
  /** Port on 127.0.0.1; 0 lets the system choose. */
  readonly port: number
  /** Guards the /admin paths. */
  readonly adminSecret: string
  /** IANA zone that the days of statements are counted in. */
  readonly timeZone: string
  readonly merchants: readonly MerchantConfig[]
  /** Waits between the attempts at a callback. */
  readonly retryDelaysMs: readonly number[]
  /** How long a refund stays pending. */
  readonly refundDelayMs: number
}

interface MerchantConfig {
  readonly merchantId: string
  /** Key of the signatures, both ways. */
  readonly secret: string
}

const DEFAULT_RETRY_DELAYS_MS: readonly number[] = Object.freeze([
  1_000, 2_000, 5_000, 15_000, 60_000, 300_000, 1_800_000, 7_200_000,
])

/** @throws with a sentence that says what to mend. */
export function parseChannelConfig(text: string): ChannelConfig {
  const raw: unknown = JSON.parse(text)
  if (!isRecord(raw)) throw new Error('The configuration must be a JSON object.')
  const { merchants, retryDelaysMs = DEFAULT_RETRY_DELAYS_MS } = raw
  if (!Array.isArray(merchants) || merchants.length === 0)
    throw new Error('merchants must list at least one merchant.')
  if (!Array.isArray(retryDelaysMs)) throw new Error('retryDelaysMs must be a list of numbers.')
  const timeZone = raw.timeZone === undefined ? 'UTC' : requireText(raw, 'timeZone')
  new Intl.DateTimeFormat('en', { timeZone })
  return {
    journalPath: requireText(raw, 'journalPath'),
    port: count(raw.port ?? 0, 'port', 65_535),
    adminSecret: secretText(raw, 'adminSecret'),
    timeZone,
    merchants: merchants.map((merchant: unknown) => {
      if (!isRecord(merchant)) throw new Error('Every merchant must be an object.')
      return {
        merchantId: requireText(merchant, 'merchantId'),
        secret: secretText(merchant, 'secret'),
      }
    }),
    retryDelaysMs: retryDelaysMs.map((delay: unknown) => count(delay, 'retryDelaysMs', 86_400_000)),
    refundDelayMs: count(raw.refundDelayMs ?? 0, 'refundDelayMs', 86_400_000),
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function requireText(record: Readonly<Record<string, unknown>>, name: string): string {
  const value = record[name]
  if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a text.`)
  return value
}

function secretText(record: Readonly<Record<string, unknown>>, name: string): string {
  const value = requireText(record, name)
  if (value.length < 16) throw new Error(`${name} must have at least 16 characters.`)
  return value
}

function count(value: unknown, name: string, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > max)
    throw new Error(`${name} must be a whole number from 0 to ${max}.`)
  return value
}
