import type { Clock, Trace } from '@busbar/core/contracts'
import { errorMessage } from '@busbar/core/contracts'
import { faultOf, readCertificate } from '@busbar/opcua/certificates'
import type { ApplicationIdentity } from '@busbar/opcua/identity'
import { traceClient } from '@busbar/opcua/trace'
import type {
  ClientSession,
  ClientSessionPublishService,
  ClientSessionRawSubscriptionService,
  OPCUAClient,
  OPCUAClientOptions,
  UserIdentityInfo,
} from 'node-opcua-client'
import type { FindIdentity } from './identity.ts'
import type { Library } from './library.ts'
import type { Settings } from './settings.ts'
import { explainFault, type ServerCertificate } from './trust.ts'

/** With the services below subscriptions, which the library offers and leaves out of its type. */
export type Session = ClientSession &
  ClientSessionRawSubscriptionService &
  ClientSessionPublishService

/** A session with one server, ready for use. */
export interface Opened {
  readonly library: Library
  readonly session: Session
  readonly url: string
  /** Namespace URIs by index. */
  readonly namespaces: readonly string[]
  /** Resolves with the reason when the connection is gone, whoever ended it. */
  readonly over: Promise<string>
  /** Ends it, politely where the server still answers. */
  close(): Promise<void>
}

/** Why a server was not reached, in one sentence, and the certificate where trusting it may help. */
export interface Failure {
  readonly detail: string
  readonly refused?: ServerCertificate
}

export interface OpenRequest {
  readonly library: Library
  readonly settings: Settings
  readonly findIdentity: FindIdentity
  readonly clock: Clock
  readonly trace?: Trace | undefined
  readonly url: string
  readonly timeoutMs: number
  /** Gives up when it is aborted. */
  readonly signal: AbortSignal
}

const GOODBYE_MS = 1_500
const SESSION_TIMEOUT_MS = 60_000
const WHAT_IS_NONE =
  'A password or user certificate is not sent over a connection without security.'

/** Opens a session; all that is not reached is closed again. Never throws. */
export async function openSession(request: OpenRequest): Promise<Opened | Failure> {
  const { settings, url, timeoutMs, signal } = request
  const named = settings.username !== undefined || settings.userCertificate !== undefined
  if (settings.securityMode === 'None' && named) return { detail: WHAT_IS_NONE }
  const clients: OPCUAClient[] = []
  const timer = Promise.withResolvers<Failure>()
  const limit = setTimeout(
    () => timer.resolve({ detail: `${url} did not answer in time.` }),
    timeoutMs,
  )
  const onAbort = () => timer.resolve({ detail: 'Stopped.' })
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    const work = open(request, (client) => clients.push(client))
    work.catch(() => undefined)
    const result = await Promise.race([work, timer.promise])
    if ('session' in result) return result
    // What is opened too late is of no use to anyone.
    work
      .then(async (late) => {
        if ('session' in late) await late.close()
      })
      .catch(() => undefined)
    await Promise.all(clients.map(dispose))
    return result
  } catch (thrown) {
    await Promise.all(clients.map(dispose))
    return { detail: explain(thrown, url) }
  } finally {
    clearTimeout(limit)
    signal.removeEventListener('abort', onAbort)
  }
}

async function open(
  request: OpenRequest,
  made: (client: OPCUAClient) => void,
): Promise<Opened | Failure> {
  const { library, settings, url, clock, findIdentity } = request
  const identity = await findIdentity({ library, settings })
  let serverCertificate: Buffer | undefined
  if (settings.securityMode !== 'None') {
    const found = await fetchCertificate(request, identity, made)
    if ('detail' in found) return found
    const certificate = { ...readCertificate(found.der), url }
    const fault = faultOf(certificate, settings.trusted, clock.now())
    if (fault !== undefined)
      return {
        detail: explainFault(certificate, fault),
        ...(fault === 'untrusted' ? { refused: certificate } : {}),
      }
    serverCertificate = found.der
  }
  const client = createClient(request, identity, serverCertificate)
  made(client)
  const over = whenOver(client)
  await client.connect(url)
  // The server has proved by now that it holds the key of the certificate that is trusted.
  const session = (await client.createSession(userOf(request))) as Session
  session.on('session_closed', () => over.end('The server closed the session.'))
  const namespaces = await session.readNamespaceArray()
  const close = async () => {
    over.end('Closed.')
    await within(GOODBYE_MS, () => client.closeSession(session, true))
    await dispose(client)
  }
  return { library, session, url, namespaces, over: over.promise, close }
}

/** What the server shows for the wanted mode and policy; asked for without security, believed by nobody yet. */
async function fetchCertificate(
  request: OpenRequest,
  identity: ApplicationIdentity,
  made: (client: OPCUAClient) => void,
): Promise<{ readonly der: Buffer } | Failure> {
  const { library, settings, url } = request
  const asking = { ...request, settings: { ...settings, securityMode: 'None' as const } }
  const client = createClient(asking, identity, undefined)
  made(client)
  await client.connect(url)
  const endpoints = await client.getEndpoints({ endpointUrl: url })
  await client.disconnect()
  const { mode, policy } = securityOf(library, settings)
  const endpoint = endpoints.find(
    ({ securityMode, securityPolicyUri }) => securityMode === mode && securityPolicyUri === policy,
  )
  if (endpoint === undefined)
    return {
      detail: `${url} does not offer ${settings.securityMode} with ${settings.securityPolicy}.`,
    }
  const [first] = library.crypto_utils.split_der(endpoint.serverCertificate)
  return first === undefined ? { detail: `${url} shows no certificate.` } : { der: first }
}

function securityOf(
  { MessageSecurityMode, SecurityPolicy }: Library,
  { securityMode, securityPolicy }: Settings,
) {
  const secure = securityMode !== 'None'
  return {
    mode: MessageSecurityMode[securityMode],
    policy: secure ? SecurityPolicy[securityPolicy] : SecurityPolicy.None,
  }
}

function createClient(
  { library, settings, timeoutMs, trace, url }: OpenRequest,
  identity: ApplicationIdentity,
  serverCertificate: Buffer | undefined,
): OPCUAClient {
  const { mode, policy } = securityOf(library, settings)
  const { crypto_utils: crypto } = library
  const chain = crypto.split_der(crypto.convertPEMtoDER(identity.certificate))
  const [own] = chain
  if (own === undefined) throw new Error('The own certificate cannot be read.')
  const key = crypto.makePrivateKeyFromPem(identity.privateKey)
  const client = library.OPCUAClient.create({
    applicationName: 'Busbar',
    applicationUri: identity.applicationUri,
    clientName: 'Busbar',
    securityMode: mode,
    securityPolicy: policy,
    endpointMustExist: false,
    keepSessionAlive: false,
    requestedSessionTimeout: SESSION_TIMEOUT_MS,
    // Connections are made anew here and not mended by the library: nothing is emitted twice then.
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 100 },
    transportTimeout: timeoutMs,
    defaultTransactionTimeout: Math.max(timeoutMs, settings.commandTimeoutMs),
    certificateKeyPairProvider: {
      getCertificate: () => own,
      getCertificateChain: () => chain,
      getPrivateKey: () => key,
    },
    clientCertificateManager: createStore(library, [own, serverCertificate]),
    ...(serverCertificate === undefined ? {} : { serverCertificate }),
  })
  traceClient(client, trace, url)
  return client
}

/**
 * What the library asks about certificates. What the connection does not trust was refused before; this
 * keeps the library from taking anything else, as it would by itself.
 */
function createStore(
  { StatusCodes }: Library,
  known: readonly (Buffer | undefined)[],
): NonNullable<OPCUAClientOptions['clientCertificateManager']> {
  const isKnown = (certificate: Buffer | Buffer[]) => {
    const first = Array.isArray(certificate) ? certificate[0] : certificate
    return known.some((one) => first !== undefined && one?.equals(first))
  }
  const judge = (certificate: Buffer | Buffer[]) =>
    isKnown(certificate) ? StatusCodes.Good : StatusCodes.BadCertificateUntrusted
  const nothing = async () => undefined
  return {
    referenceCounter: 0,
    ...{ initialize: nothing, dispose: nothing, trustCertificate: nothing },
    ...{ rejectCertificate: nothing, addIssuer: nothing, addRevocationList: nothing },
    checkCertificate: async (certificate: Buffer | Buffer[]) => judge(certificate),
    verifyCertificate: async (certificate: Buffer | Buffer[]) => judge(certificate).name,
    getTrustStatus: async (certificate: Buffer) => judge(certificate),
  }
}

function userOf({ library, settings }: OpenRequest): UserIdentityInfo {
  const { UserTokenType, crypto_utils: crypto } = library
  const { username, password, userCertificate, userPrivateKey } = settings
  if (userCertificate !== undefined && userPrivateKey !== undefined)
    return {
      type: UserTokenType.Certificate,
      certificateData: crypto.convertPEMtoDER(userCertificate),
      privateKey: userPrivateKey,
    }
  return username === undefined
    ? { type: UserTokenType.Anonymous }
    : { type: UserTokenType.UserName, userName: username, password: password ?? '' }
}

function whenOver(client: OPCUAClient) {
  const over = Promise.withResolvers<string>()
  client.on('connection_lost', () => over.resolve('The connection was lost.'))
  client.on('close', () => over.resolve('The connection was closed.'))
  return { promise: over.promise, end: over.resolve }
}

async function dispose(client: OPCUAClient): Promise<void> {
  await within(GOODBYE_MS, () => client.disconnect())
}

/** Does it, or gives up after the time; how it ends does not matter any more. */
async function within(limitMs: number, work: () => Promise<unknown>): Promise<void> {
  const timer = Promise.withResolvers<void>()
  const limit = setTimeout(timer.resolve, limitMs)
  await Promise.race([work().catch(() => undefined), timer.promise])
  clearTimeout(limit)
}

/** The library's many words in one sentence. */
function explain(thrown: unknown, url: string): string {
  const message = errorMessage(thrown)
  const [status] = /Bad[A-Z][A-Za-z]+/.exec(message) ?? []
  switch (status) {
    case 'BadUserAccessDenied':
    case 'BadIdentityTokenRejected':
    case 'BadIdentityTokenInvalid':
      return `${url} refuses the user (${status}).`
    case 'BadCertificateUntrusted':
    case 'BadSecurityChecksFailed':
      return `${url} does not trust Busbar's certificate yet (${status}): have it trusted there.`
    case undefined:
      return /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|ECONNRESET/.test(message)
        ? `${url} is not reached.`
        : `${url}: ${message.split('\n')[0]?.slice(0, 300) ?? 'failed'}`
    default:
      return `${url} answers ${status}.`
  }
}
