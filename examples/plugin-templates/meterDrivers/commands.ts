import type { DriverOptions, PointBinding, WriteRequest, WriteResult } from '@busbar/core/contracts'
import { formatInstant, isSignedByGuard } from '@busbar/core/contracts'
import type { Requests } from './requests.ts'

const REMEMBERED = 10_000

/** Writes, one after the other: a relay moves by a signed intent, once, before it expires. */
export function createCommands(options: {
  readonly driver: Pick<DriverOptions, 'clock' | 'guardPublicKeyPem'>
  readonly requests: Requests
  readonly answerMs: number
  readonly pointOf: (pointId: string) => PointBinding | undefined
}): (request: WriteRequest) => Promise<WriteResult> {
  const { driver, requests, answerMs, pointOf } = options
  const used = new Set<string>()
  let turn: Promise<unknown> = Promise.resolve()

  /** Why nothing may be sent, or null; judged at the moment of sending. */
  function objection({ pointId, value, expiresAt, signedIntent }: WriteRequest): string | null {
    const now = driver.clock.now()
    if (expiresAt <= now) return 'The command has expired.'
    if (signedIntent === undefined) return 'A relay moves only by an intent signed by the Guard.'
    const { intent } = signedIntent
    if (!isSigned(signedIntent, driver.guardPublicKeyPem)) return 'The Guard did not sign this.'
    if (intent.pointId !== pointId) return 'The intent is for another point.'
    if (value !== (intent.action === 'restore')) return 'The value is not what the intent says.'
    if (intent.expiresAt <= now) return 'The intent has expired.'
    if (used.has(intent.intentId)) return 'The intent was used before.'
    // Rather refuse than forget an intent that could be used twice.
    return used.size >= REMEMBERED ? 'Too many intents were used: reload the plugin.' : null
  }

  async function obey(request: WriteRequest): Promise<WriteResult> {
    const point = pointOf(request.pointId)
    if (point === undefined) return { outcome: 'refused', detail: 'There is no such point.' }
    if (point.role !== 'relay') return { outcome: 'refused', detail: 'Only relays are written.' }
    const reason = objection(request)
    if (reason !== null) return { outcome: 'refused', detail: reason }
    const { device, name } = point.address
    const expiresAt = Math.min(request.expiresAt, request.signedIntent?.intent.expiresAt ?? 0)
    if (request.signedIntent) used.add(request.signedIntent.intent.intentId)
    const written = await requests.ask(
      { do: 'write', device, name, value: request.value, expiresAt: formatInstant(expiresAt) },
      answerMs,
    )
    if (written.kind === 'offline') return { outcome: 'offline', detail: 'No connection.' }
    if (written.kind === 'silent') return { outcome: 'unknown', detail: 'There was no answer.' }
    const { error } = written.reply
    if (error === 'offline') return { outcome: 'offline', detail: 'The device is offline.' }
    if (error !== null) return { outcome: 'refused', detail: `The device said: ${error}.` }
    return readBack(point, request)
  }

  /** What the device says is not believed until it shows it. */
  async function readBack(point: PointBinding, { value }: WriteRequest): Promise<WriteResult> {
    const { device, name } = point.address
    const read = await requests.ask({ do: 'read', device }, answerMs)
    const now = read.kind === 'reply' ? read.reply.message?.values.get(String(name)) : undefined
    if (now === undefined) return { outcome: 'unknown', detail: 'The read-back did not come.' }
    const outcome = now === value ? 'confirmed' : 'unknown'
    return { outcome, detail: 'Written and read back.', readBack: now }
  }

  return (request) => {
    const result = turn.then(() => obey(request))
    turn = result.catch(() => undefined)
    return result
  }
}

function isSigned(signed: NonNullable<WriteRequest['signedIntent']>, publicKeyPem: string) {
  try {
    return isSignedByGuard(signed, publicKeyPem)
  } catch {
    return false
  }
}
