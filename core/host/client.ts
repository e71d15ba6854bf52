import type {
  CompileRequest,
  CompileResult,
  MeterDriver,
  NotificationChannel,
  PaymentProvider,
} from '../contracts/index.ts'
import { busbarError, errorCode, errorMessage } from '../kernel/error.ts'
import { type PointId, serviceName } from './points.ts'

/** The part of a Moleculer broker or context that a client needs. */
interface Caller {
  call(action: string, params: unknown, options?: { readonly retries: number }): Promise<unknown>
}

export interface ConnectionAddress {
  readonly broker: Caller
  readonly pluginId: string
  readonly type: string
  readonly connectionId: string
}

/*
 * Clients speak to contributions by action, in the contract's own words. Results are typed as the
 * contract says: the conformance suites are what holds plugins to it.
 */

function caller(
  broker: Caller,
  service: string,
  connectionId: string | undefined,
): <Result>(method: string, request?: unknown) => Promise<Result> {
  return async <Result>(method: string, request?: unknown) => {
    try {
      const params = { connectionId, request }
      return (await broker.call(`${service}.${method}`, params, { retries: 0 })) as Result
    } catch (thrown) {
      throw brokerError(thrown)
    }
  }
}

/** The broker's own failures in the catalogue's words. */
function brokerError(thrown: unknown): unknown {
  if (errorCode(thrown)) return thrown
  const type = typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'type') : ''
  const detail = errorMessage(thrown)
  switch (type) {
    case 'REQUEST_TIMEOUT':
    case 'REQUEST_SKIPPED':
      return busbarError('plugin-timeout', { detail, cause: thrown })
    case 'SERVICE_NOT_FOUND':
    case 'SERVICE_NOT_AVAILABLE':
      return busbarError('plugin-not-available', { detail, cause: thrown })
    default:
      return busbarError('plugin-call-failed', { detail, cause: thrown })
  }
}

function connectionCaller(address: ConnectionAddress, point: PointId) {
  const { broker, pluginId, type, connectionId } = address
  return caller(broker, serviceName({ pluginId, point, type }), connectionId)
}

/**
 * A connection's driver as the core sees it. `connect` and `stop` are the host's to call.
 * @throws codes `plugin-…` and `overloaded`, besides what the driver itself throws
 */
export function meterDriverClient(
  address: ConnectionAddress,
): Required<Omit<MeterDriver, 'connect' | 'stop'>> {
  const call = connectionCaller(address, 'meterDrivers')
  return Object.freeze({
    setPoints: (request) => call('setPoints', request),
    read: (request) => call('read', request),
    write: (request) => call('write', request),
    discover: (request) => call('discover', request),
    browse: (request) => call('browse', request),
    cancelSearch: (request) => call('cancelSearch', request),
    health: () => call('health'),
  } satisfies Required<Omit<MeterDriver, 'connect' | 'stop'>>)
}

/**
 * A connection's payment provider. A time-out throws `plugin-timeout`: the payment's state is then
 * unknown and is asked for, never taken as failed.
 */
export function paymentProviderClient(address: ConnectionAddress): PaymentProvider {
  const call = connectionCaller(address, 'paymentProviders')
  return Object.freeze({
    createPayment: (request) => call('createPayment', request),
    queryPayment: (request) => call('queryPayment', request),
    closePayment: (request) => call('closePayment', request),
    refund: (request) => call('refund', request),
    queryRefund: (request) => call('queryRefund', request),
    parseCallback: (request) => call('parseCallback', request),
    fetchStatement: (request) => call('fetchStatement', request),
  } satisfies PaymentProvider)
}

/** A connection's notification channel. `stop` is the host's to call. */
export function notificationChannelClient(
  address: ConnectionAddress,
): Omit<NotificationChannel, 'stop'> {
  const call = connectionCaller(address, 'notificationChannels')
  return Object.freeze({
    send: (request) => call('send', request),
    receipts: (request) => call('receipts', request),
  } satisfies Omit<NotificationChannel, 'stop'>)
}

/** A tariff strategy: it has no connection. */
export function tariffStrategyClient(address: Omit<ConnectionAddress, 'connectionId'>): {
  compile(request: CompileRequest): Promise<CompileResult>
} {
  const { broker, pluginId, type } = address
  const service = serviceName({ pluginId, point: 'tariffStrategies', type })
  const call = caller(broker, service, undefined)
  return Object.freeze({
    compile: (request: CompileRequest) => call<CompileResult>('compile', request),
  })
}
