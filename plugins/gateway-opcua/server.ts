import { createHash, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'
import type { Trace } from '@busbar/core/contracts'
import type { ApplicationIdentity } from '@busbar/opcua/identity'
import { traceServer } from '@busbar/opcua/trace'
import type { OPCUAServer, OPCUAServerOptions, ServerSession, StatusCode } from 'node-opcua'
import { MOST_ROWS } from './history.ts'
import { advertised } from './identity.ts'
import type { Library } from './library.ts'
import type { Settings } from './settings.ts'
import type { Trust } from './trust.ts'

/** Of Busbar's types; of a site's instances the connection's number follows the other. */
export const TYPES = 'urn:busbar:ua:building'
export const instancesOf = (connectionId: string): string => `urn:busbar:ua:site:${connectionId}`

const MODEL = join(import.meta.dirname, 'busbar.NodeSet2.xml')
/** Reading the standard's nodes lets the event loop turn this often. */
const YIELD_BYTES = 65_536
/** So that no answer holds the event loop for long; clients ask again for the rest. */
const MOST_NODES = 1_000

/** A server with Busbar's types in it, that does not listen yet. */
export async function createServer(request: {
  readonly library: Library
  readonly settings: Settings
  readonly identity: ApplicationIdentity
  readonly clients: Trust
  readonly users: Trust
  readonly trace?: Trace | undefined
}): Promise<OPCUAServer> {
  const { library, settings } = request
  const keys = keysOf(library, request.identity)
  const server = new library.OPCUAServer(serverOptions(request, keys))
  traceServer(server, request.trace)
  await server.initialize()
  server.engine.historyServerCapabilities.accessHistoryDataCapability = true
  server.engine.historyServerCapabilities.maxReturnDataValues = MOST_ROWS
  server.engine.addressSpace?.installAlarmsAndConditionsService()
  // By themselves the endpoints would look for files.
  for (const endpoint of server.endpoints) endpoint.setCertificateProvider(keys)
  server.allowAnonymous = settings.allowAnonymous
  return server
}

/** The certificate and its key as the library asks for them, from memory: no file holds them. */
function keysOf({ crypto_utils: crypto }: Library, identity: ApplicationIdentity) {
  const chain = crypto.split_der(crypto.convertPEMtoDER(identity.certificate))
  const [own] = chain
  if (own === undefined) throw new Error('The own certificate cannot be read.')
  const key = crypto.makePrivateKeyFromPem(identity.privateKey)
  return {
    getCertificate: () => own,
    getCertificateChain: () => chain,
    getPrivateKey: () => key,
    invalidate: () => undefined,
  }
}

function serverOptions(
  { library, settings, identity, clients, users }: Parameters<typeof createServer>[0],
  keys: ReturnType<typeof keysOf>,
): OPCUAServerOptions {
  const { MessageSecurityMode, SecurityPolicy, nodesets } = library
  const { port, host, allowAnonymous, allowUnencrypted, allowSignOnly } = settings
  return {
    ...{ port, host, hostname: advertised(settings), allowAnonymous },
    securityPolicies: [
      ...settings.securityPolicies.map((name) => SecurityPolicy[name]),
      ...(allowUnencrypted ? [SecurityPolicy.None] : []),
    ],
    securityModes: [
      MessageSecurityMode.SignAndEncrypt,
      ...(allowSignOnly ? [MessageSecurityMode.Sign] : []),
      ...(allowUnencrypted ? [MessageSecurityMode.None] : []),
    ],
    certificateKeyPairProvider: keys,
    serverInfo: {
      applicationUri: identity.applicationUri,
      productUri: 'urn:busbar',
      applicationName: { text: 'Busbar' },
    },
    buildInfo: { productName: 'Busbar', productUri: 'urn:busbar', manufacturerName: 'Busbar' },
    serverCertificateManager: storeOf(library, clients, keys.getCertificate()),
    userCertificateManager: storeOf(library, users),
    userManager: {
      isValidUser(this: ServerSession, name: string, password: string) {
        // A password that anybody could have read proves nothing.
        const isSecure = this.channel?.securityMode !== MessageSecurityMode.None
        return isSecure && isUser(settings, name, password)
      },
    },
    nodesets: [nodesets.standard, MODEL],
    nodesetLoaderOptions: { yieldEveryBytes: YIELD_BYTES },
    isAuditing: false,
    maxConnectionsPerEndpoint: settings.maxSessions * 2,
    serverCapabilities: {
      maxSessions: settings.maxSessions,
      ...{ maxSubscriptions: 200, maxSubscriptionsPerSession: 20 },
      ...{ maxMonitoredItems: 200_000, maxMonitoredItemsPerSubscription: 50_000 },
      operationLimits: {
        ...{ maxNodesPerRead: MOST_NODES, maxNodesPerBrowse: MOST_NODES },
        ...{ maxNodesPerWrite: 100, maxNodesPerMethodCall: 100 },
        ...{ maxMonitoredItemsPerCall: MOST_NODES, maxNodesPerHistoryReadData: 20 },
        maxNodesPerTranslateBrowsePathsToNodeIds: MOST_NODES,
      },
    },
  }
}

function isUser({ username, password }: Settings, name: string, given: string): boolean {
  if (username === undefined || password === undefined) return false
  const isName = isSame(username, name)
  return isSame(password, given) && isName
}

/** In the same time, whatever differs. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(left), digest(right))
}

type Store = NonNullable<OPCUAServerOptions['userCertificateManager']>
type Answer = (error: null, status: StatusCode) => void

/**
 * What the library asks about certificates, answered by the connection's list alone: nothing is written to a disk, and
 * nothing is trusted because it came.
 */
function storeOf({ StatusCodes }: Library, trust: Trust, own?: Buffer): Store {
  const judge = (certificate: Buffer | Buffer[]): StatusCode => {
    const [first] = Array.isArray(certificate) ? certificate : [certificate]
    // It looks at its own certificate when it starts.
    if (first !== undefined && own?.equals(first)) return StatusCodes.Good
    switch (trust.judge(first)) {
      case undefined:
        return StatusCodes.Good
      case 'untrusted':
        return StatusCodes.BadCertificateUntrusted
      case 'unreadable':
        return StatusCodes.BadCertificateInvalid
      default:
        return StatusCodes.BadCertificateTimeInvalid
    }
  }
  const nothing = async () => undefined
  const store = {
    referenceCounter: 0,
    ...{ initialize: nothing, dispose: nothing, trustCertificate: nothing },
    ...{ rejectCertificate: nothing, addIssuer: nothing, addRevocationList: nothing },
    async checkCertificate(certificate: Buffer | Buffer[], answer?: Answer) {
      const status = judge(certificate)
      answer?.(null, status)
      return status
    },
    verifyCertificate: async (certificate: Buffer | Buffer[]) => judge(certificate).name,
    getTrustStatus: async (certificate: Buffer) => judge(certificate),
  }
  // The library's type names its own class; it calls what is here and nothing else.
  return store as unknown as Store
}
