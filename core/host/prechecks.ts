import type { CompileResult, ConnectionTest, PointBinding, SendResult } from '../contracts/index.ts'
import { busbarError, type FieldError } from '../kernel/error.ts'
import type { Contribution, SchemaRole } from './manifest.ts'
import { accept, type PluginSchema } from './schema.ts'
import { asBrowsing, asDiscovery } from './search-shapes.ts'

/*
 * Data that a plugin's schema describes is validated before the plugin sees it, on every call. Here
 * stands which part of which method's request that is.
 */

/** A request as the plugin gets it, or the answer where there is no need to ask. */
export type Prepared =
  | { readonly kind: 'call'; readonly request: unknown; finish(result: unknown): unknown }
  | { readonly kind: 'answer'; readonly result: unknown }

const unchanged = (result: unknown): unknown => result

/**
 * @throws `validation-failed` where the request does not fit the contribution's schemas and the
 *   method has no answer that says so
 */
export function prepare(contribution: Contribution, method: string, request: unknown): Prepared {
  switch (`${contribution.point}.${method}`) {
    case 'tariffStrategies.compile':
      return prepareCompile(contribution, request)
    case 'notificationChannels.send':
      return prepareSend(contribution, request)
    case 'meterDrivers.setPoints':
      return call({
        ...record(request),
        points: acceptPoints(contribution, record(request).points),
      })
    case 'meterDrivers.discover':
      return { ...call(request), finish: (result) => asDiscovery(result, request) }
    case 'meterDrivers.browse':
      return { ...call(request), finish: (result) => asBrowsing(result, request) }
    case 'meterDrivers.test':
    case 'paymentProviders.test':
    case 'notificationChannels.test':
    case 'buildingGateways.test': {
      const connection = accept(
        schema(contribution, 'connection').validate(record(request).connection),
        'connection',
      )
      return call({ ...record(request), connection })
    }
    case 'meterDrivers.tryDiscover':
    case 'meterDrivers.tryBrowse': {
      const { validate } = schema(contribution, 'connection')
      const connection = accept(validate(record(request).connection), 'connection')
      const finish = method === 'tryDiscover' ? asDiscovery : asBrowsing
      return {
        ...call({ ...record(request), connection }),
        finish: (result) => finish(result, request),
      }
    }
    default:
      return call(request)
  }
}

const call = (request: unknown) => ({ kind: 'call' as const, request, finish: unchanged })

/** The schema in a role; the manifest's schema makes sure that it is there. */
export function schema(contribution: Contribution, role: SchemaRole): PluginSchema {
  const found = contribution.schemas[role]
  if (found) return found
  throw busbarError('not-found', {
    detail: `${contribution.point}/${contribution.type} has no ${role} schema.`,
  })
}

/** Points with their addresses validated and defaults filled in. @throws `validation-failed` */
export function acceptPoints(contribution: Contribution, points: unknown): readonly PointBinding[] {
  const { validate } = schema(contribution, 'point')
  const errors: FieldError[] = []
  const accepted = list(points).flatMap((point, index): PointBinding[] => {
    const judged = validate(record(point).address)
    // The rest of a binding is the core's own.
    if (judged.ok) return [{ ...(point as PointBinding), address: judged.value }]
    for (const { pointer, message } of judged.errors)
      errors.push({ pointer: `/points/${index}/address${pointer}`, message })
    return []
  })
  const [first] = errors
  if (first)
    throw busbarError('validation-failed', {
      detail: `${first.pointer} ${first.message}.`,
      errors: errors.slice(0, 20),
    })
  return accepted
}

function prepareCompile(contribution: Contribution, request: unknown): Prepared {
  const judged = schema(contribution, 'terms').validate(record(request).terms)
  if (judged.ok) return call({ ...record(request), terms: judged.value })
  const errors = judged.errors.map(({ pointer, message }) => ({
    pointer: `/terms${pointer}`,
    message,
  }))
  const result: CompileResult = { ok: false, errors }
  return { kind: 'answer', result }
}

/** One wrong address fails by itself, not the batch that it is in. */
function prepareSend(contribution: Contribution, request: unknown): Prepared {
  const { validate } = schema(contribution, 'address')
  const failed: SendResult[] = []
  const notices = list(record(request).notices).flatMap((notice) => {
    const judged = validate(record(notice).address)
    if (judged.ok) return [{ ...record(notice), address: judged.value }]
    const [first] = judged.errors
    failed.push({
      deliveryId: String(record(notice).deliveryId),
      outcome: 'failed',
      retryable: false,
      detail: `The address does not fit: ${first?.pointer ?? ''} ${first?.message ?? ''}`.trim(),
    })
    return []
  })
  if (notices.length === 0) return { kind: 'answer', result: { items: failed } }
  return {
    kind: 'call',
    request: { ...record(request), notices },
    finish: (result) => ({ ...record(result), items: [...list(record(result).items), ...failed] }),
  }
}

/** A test's outcome for a person, whatever the plugin answered. */
export function asConnectionTest(result: unknown): ConnectionTest {
  const { ok, detail } = record(result)
  if (typeof ok === 'boolean' && typeof detail === 'string') return { ok, detail }
  throw busbarError('plugin-call-failed', {
    detail: 'Its connection test answered with something other than { ok, detail }.',
  })
}

function record(value: unknown): { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: unknown })
    : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
