import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveCommands } from '@busbar/opcua/commands'
import type { UAVariable } from 'node-opcua'
import {
  crypto_utils as crypto,
  DataType,
  InMemoryCertificateStore,
  MessageSecurityMode,
  OPCUAServer,
  type OPCUAServerOptions,
  SecurityPolicy,
  StatusCodes,
  setErrorLogger,
  setWarningLogger,
  Variant,
  VariantArrayType,
} from 'node-opcua'
import { createMeters, type DeviceState, type Meters } from './meters.ts'
import { NAMESPACE, type PublishedValue, type ServerCommands, USER } from './protocol.ts'

// An OPC UA server in a process of its own, commanded over the IPC channel; it ends with its parent.

setWarningLogger(() => undefined)
setErrorLogger(() => undefined)

const state: DeviceState = {
  relay: new Map(),
  behaviour: new Map(),
  onRelay: (device, on) => process.send?.({ relay: device, on }),
}
const folder = mkdtempSync(join(tmpdir(), 'busbar-opcua-'))
const pairs = new Map<string, Promise<PairFiles>>()
let refuse = false
let history = { answers: Number.POSITIVE_INFINITY, after: 'fail' }
let running: Running | undefined

interface Running {
  readonly server: OPCUAServer
  readonly meters: Meters
  readonly values: readonly UAVariable[]
  readonly odd: UAVariable
}

const DAY_MS = 86_400_000

interface PairFiles {
  readonly certificateFile: string
  readonly privateKeyFile: string
  readonly thumbprint: string
}

async function makePair(name: string, expired: boolean): Promise<PairFiles> {
  const key = await crypto.generatePrivateKey(2048)
  const { cert } = await crypto.createSelfSignedCertificate({
    privateKey: key,
    subject: '/CN=Test server/O=Busbar',
    applicationUri: 'urn:busbar:test:server',
    dns: ['localhost'],
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    validity: expired ? 1 : 365,
    purpose: crypto.CertificatePurpose.ForApplication,
  })
  const { privPem } = await crypto.privateKeyToPEM(key)
  const certificateFile = join(folder, `${name}.pem`)
  const privateKeyFile = join(folder, `${name}.key`)
  writeFileSync(certificateFile, cert)
  writeFileSync(privateKeyFile, privPem, { mode: 0o600 })
  const thumbprint = createHash('sha256').update(new X509Certificate(cert).raw).digest('hex')
  return { certificateFile, privateKeyFile, thumbprint }
}

const commands: ServerCommands = {
  async start(options) {
    const name = options.certificate ?? 'first'
    const made = pairs.get(name) ?? makePair(name, options.expired === true)
    pairs.set(name, made)
    const { thumbprint, ...files } = await made
    const trusts = new InMemoryCertificateStore({
      autoAcceptUnknown: options.trustsClients !== false,
    })
    const settings = {
      port: options.port,
      hostname: '127.0.0.1',
      host: '127.0.0.1',
      disableDiscovery: true,
      securityModes: [
        MessageSecurityMode.None,
        MessageSecurityMode.Sign,
        MessageSecurityMode.SignAndEncrypt,
      ],
      securityPolicies: [
        SecurityPolicy.None,
        SecurityPolicy.Basic256Sha256,
        SecurityPolicy.Aes128_Sha256_RsaOaep,
        SecurityPolicy.Aes256_Sha256_RsaPss,
      ],
      serverInfo: { applicationUri: 'urn:busbar:test:server' },
      ...files,
      serverCertificateManager: trusts,
      userCertificateManager: userStore(),
      userManager: {
        isValidUser: (user: string, password: string) =>
          user === USER.username && password === USER.password,
      },
      serverCapabilities: {
        maxSessions: 50,
        maxSubscriptions: 200,
        maxSubscriptionsPerSession: 50,
        maxMonitoredItems: 20_000,
        maxMonitoredItemsPerSubscription: 20_000,
        // Each change is told, none is folded into the next.
        minSupportedSampleRate: 0,
      },
    }
    const server = new OPCUAServer(settings as unknown as OPCUAServerOptions)
    await server.initialize()
    running = { server, ...fill(server, options) }
    guardSubscriptions(server)
    guardHistory(server)
    await server.start()
    return { thumbprint }
  },
  async stop() {
    const { server } = running ?? {}
    running = undefined
    await server?.shutdown(0)
  },
  devices: async ({ count }) => running?.meters.ensure(count),
  publish: async (reading) => running?.meters.publish(reading),
  garbage: async ({ device }) => running?.meters.garbage(device),
  async set(value) {
    const { at, status = 'Good' } = value
    const code = Object.values(StatusCodes).find(({ name }) => name === status)
    const time = at === undefined ? undefined : new Date(at)
    running?.odd.setValueFromSource(variantOf(value), code, time)
  },
  async setAll({ value }) {
    const now = new Date()
    for (const one of running?.values ?? [])
      one.setValueFromSource({ dataType: DataType.Double, value }, StatusCodes.Good, now)
  },
  online: async ({ device, online }) => running?.meters.online(device, online),
  behave: async ({ device, behaviour }) => void state.behaviour.set(device, behaviour),
  async reset() {
    state.relay.clear()
    state.behaviour.clear()
    refuse = false
    history = { answers: Number.POSITIVE_INFINITY, after: 'fail' }
  },
  refuseSubscriptions: async (request) => {
    refuse = request.refuse
  },
  limitHistory: async (request) => {
    history = { ...request }
  },
  async endSubscriptions() {
    for (const session of sessions())
      for (const subscription of [...session.publishEngine.subscriptions]) subscription.terminate()
  },
  async counts() {
    const engine = running?.server.engine
    const subscriptions = sessions().flatMap((session) => [...session.publishEngine.subscriptions])
    return {
      sessions: engine?.currentSessionCount ?? 0,
      subscriptions: subscriptions.length,
      monitoredItems: subscriptions.reduce((sum, one) => sum + one.monitoredItemCount, 0),
    }
  },
}

interface KnownSession {
  readonly publishEngine: {
    readonly subscriptions: Iterable<{ readonly monitoredItemCount: number; terminate(): void }>
  }
}

function sessions(): readonly KnownSession[] {
  const known: unknown = Reflect.get(running?.server.engine ?? {}, '_sessions')
  return Object.values(known ?? {}) as KnownSession[]
}

/** What a server that is out of resources answers. */
function guardSubscriptions(server: OPCUAServer): void {
  const { engine } = server
  const createSession = engine.createSession.bind(engine)
  engine.createSession = (...args) => {
    const session = createSession(...args)
    const create = session.createSubscription.bind(session)
    session.createSubscription = (parameters) => {
      if (refuse) throw new Error('BadTooManySubscriptions')
      return create(parameters)
    }
    return session
  }
}

/** An archive that is slow, or away. */
function guardHistory({ engine }: OPCUAServer): void {
  const read = engine.historyRead.bind(engine)
  engine.historyRead = async (...args) => {
    history.answers -= 1
    if (history.answers >= 0) return read(...args)
    if (history.after === 'fail') throw new Error('BadResourceUnavailable')
    return new Promise(() => undefined)
  }
}

/** Any certificate may be a user's. */
function userStore() {
  const good = (_: unknown, callback: (error: null, status: unknown) => void) =>
    callback(null, StatusCodes.Good)
  return {
    referenceCounter: 0,
    initialize: async () => undefined,
    dispose: async () => undefined,
    checkCertificate: good,
  }
}

function fill(
  server: OPCUAServer,
  options: Parameters<ServerCommands['start']>[0],
): Omit<Running, 'server'> {
  const { addressSpace } = server.engine
  if (addressSpace === null) throw new Error('There is no address space.')
  const namespace = addressSpace.registerNamespace(NAMESPACE)
  const building = namespace.addObject({
    organizedBy: addressSpace.rootFolder.objects,
    browseName: 'Building',
  })
  const onRegister = (variable: UAVariable) => {
    if (options.history === true)
      addressSpace.installHistoricalDataNode(variable, { maxOnlineValues: 100_000 })
  }
  const meters = createMeters({ namespace, folder: building, state, onRegister })
  meters.ensure(10)
  const values = Array.from({ length: options.values ?? 0 }, (_, index) =>
    namespace.addVariable({
      organizedBy: building,
      browseName: `Value${index}`,
      nodeId: `s=Values.${index}`,
      dataType: 'Double',
      minimumSamplingInterval: 0,
    }),
  )
  const odd = namespace.addVariable({
    organizedBy: building,
    browseName: 'Odd',
    nodeId: 's=Odd',
    dataType: 'BaseDataType',
    minimumSamplingInterval: 0,
  })
  return { meters, values, odd }
}

function variantOf({ dataType, value }: PublishedValue): Variant {
  const type = DataType[dataType as keyof typeof DataType]
  const isWide = type === DataType.Int64 || type === DataType.UInt64
  if (Array.isArray(value) && !isWide)
    return new Variant({ dataType: type, arrayType: VariantArrayType.Array, value })
  if (type === DataType.DateTime)
    return new Variant({ dataType: type, value: new Date(String(value)) })
  if (type === DataType.ByteString)
    return new Variant({ dataType: type, value: Buffer.from(String(value), 'base64') })
  const isNumber = type === DataType.Double || type === DataType.Float
  const given = isNumber ? Number(value) : value
  return new Variant({ dataType: type, arrayType: VariantArrayType.Scalar, value: given })
}

serveCommands(process, commands, () => rmSync(folder, { recursive: true, force: true }))
