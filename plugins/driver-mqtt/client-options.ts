import type { IClientOptions } from 'mqtt'
import type { Settings } from './settings.ts'

/** The most messages that the driver holds uncommitted; MQTT 5 brokers are told so. */
export const MAX_IN_FLIGHT = 2_000

/** How a lasting connection and a passing one (test, discovery) differ. */
export interface SessionKind {
  readonly clientId: string
  readonly lasting: boolean
  /** What the broker says when the connection is gone. */
  readonly will?: { readonly topic: string; readonly payload: string }
}

/** Options of mqtt.js for one connection attempt. */
export function clientOptions(settings: Settings, session: SessionKind): IClientOptions {
  const { protocolVersion, username, password, ca, certificate, privateKey } = settings
  return {
    clientId: session.clientId,
    protocolVersion,
    clean: !session.lasting,
    keepalive: settings.keepaliveS,
    connectTimeout: settings.connectTimeoutMs,
    // Reconnecting, subscribing and resending are the driver's: mqtt.js waits a fixed second, and
    // would send a command again after it has expired.
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    rejectUnauthorized: true,
    ...(protocolVersion === 5
      ? {
          properties: {
            receiveMaximum: MAX_IN_FLIGHT,
            ...(session.lasting ? { sessionExpiryInterval: settings.sessionExpiryS } : {}),
          },
        }
      : {}),
    ...(session.will === undefined
      ? {}
      : {
          will: {
            ...{ topic: session.will.topic, payload: Buffer.from(session.will.payload) },
            ...{ qos: 1 as const, retain: true },
          },
        }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(privateKey === undefined ? {} : { key: privateKey }),
  }
}

/** A sentence for a person about why the broker was not reached. */
export function explain(thrown: unknown, settings: Settings): string {
  const { code, message } = readError(thrown)
  switch (code) {
    case 1:
    case 132:
      return 'The broker does not speak this MQTT version: choose 4 (MQTT 3.1.1).'
    case 2:
    case 133:
      return `The broker refuses the client id "${settings.clientId}": set another "clientId".`
    case 4:
    case 134:
    case 5:
    case 135:
      return 'The broker refuses the user name or password, or does not allow this client.'
    case 'ECONNREFUSED':
      return `Nobody listens at ${hostOf(settings)}: check address and port.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name in ${hostOf(settings)} is not known: check the address.`
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `The broker's certificate is not trusted: put its authority's certificate into "ca". (${message})`
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The broker's certificate is for another name: use the name in it as host. (${message})`
    default:
      return `No connection to ${hostOf(settings)}: ${message}`
  }
}

function readError(thrown: unknown): { code: unknown; message: string } {
  if (thrown === null || typeof thrown !== 'object')
    return { code: undefined, message: `${thrown}` }
  const { code, message, errors } = thrown as Record<string, unknown>
  // Node joins the attempts on several addresses of a name into one error without a message.
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  const inner = first instanceof Error ? first.message : ''
  return { code, message: typeof message === 'string' && message !== '' ? message : inner }
}

/** Scheme, host and port; user names in URLs stay out of logs. */
function hostOf(settings: Settings): string {
  const url = URL.canParse(settings.url) ? new URL(settings.url) : undefined
  return url === undefined ? 'the broker' : `${url.protocol}//${url.host}`
}
