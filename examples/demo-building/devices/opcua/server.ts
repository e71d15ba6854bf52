import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import {
  InMemoryCertificateStore,
  MessageSecurityMode,
  OPCUAServer,
  type OPCUAServerOptions,
  SecurityPolicy,
} from 'node-opcua'
import { ensurePair } from './certificates.ts'
import { NAMESPACE, type ServerConfig, type ServerReady, type Written } from './protocol.ts'
import { createSpace, type Space } from './space.ts'

export interface MeterServer {
  readonly ready: ServerReady
  readonly space: Space
  stop(): Promise<void>
}

/** Below what systems give out by themselves, so that it is free again at the next start. */
const PORTS = [20_000, 32_000] as const
const SERVER_URI = 'urn:harbour-house:opcua-server'
const CLIENT_URI = 'urn:harbour-house:busbar'

/**
 * An OPC UA server on 127.0.0.1 as a plant's operator runs it: SignAndEncrypt with Basic256Sha256 and nothing less, one
 * user name, nobody anonymous, and one client certificate that it trusts.
 */
export async function startMeterServer(
  config: ServerConfig,
  onWrite: (device: string, on: boolean) => Promise<Written>,
): Promise<MeterServer> {
  const { certificatesDir: folder, username, password } = config
  const own = await ensurePair({
    ...{ folder, name: 'server', commonName: 'Harbour House meters' },
    applicationUri: SERVER_URI,
  })
  const client = await ensurePair({
    ...{ folder, name: 'client', commonName: 'Busbar' },
    applicationUri: CLIENT_URI,
  })
  const trusted = new InMemoryCertificateStore({ autoAcceptUnknown: false })
  for (const { der } of [own, client]) await trusted.trustCertificate(der)
  const port = await freePort(config.port)
  const settings = {
    port,
    hostname: '127.0.0.1',
    host: '127.0.0.1',
    securityModes: [MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [SecurityPolicy.Basic256Sha256],
    allowAnonymous: false,
    serverInfo: {
      applicationUri: SERVER_URI,
      applicationName: { text: 'Harbour House meters', locale: 'en' },
      productUri: SERVER_URI,
    },
    certificateFile: own.certificateFile,
    privateKeyFile: own.privateKeyFile,
    serverCertificateManager: trusted,
    userCertificateManager: new InMemoryCertificateStore({ autoAcceptUnknown: false }),
    userManager: {
      isValidUser: (user: string, given: string) => user === username && given === password,
    },
    // Each report of a meter is told, none is folded into the next.
    serverCapabilities: { minSupportedSampleRate: 0 },
  }
  const server = new OPCUAServer(settings as unknown as OPCUAServerOptions)
  await server.initialize()
  const { addressSpace } = server.engine
  if (addressSpace === null) throw new Error('There is no address space.')
  const namespace = addressSpace.registerNamespace(NAMESPACE)
  const folderObject = namespace.addObject({
    ...{ organizedBy: addressSpace.rootFolder.objects, browseName: 'Meters', nodeId: 's=Meters' },
  })
  const space = createSpace({ namespace, folder: folderObject, meters: config.meters, onWrite })
  await server.start()
  return {
    ready: {
      ...{ port, url: `opc.tcp://127.0.0.1:${port}`, thumbprint: own.thumbprint },
      ...{ clientCertificate: client.certificate, clientKey: client.privateKey },
    },
    space,
    stop: () => server.shutdown(0),
  }
}

/** The wanted one where it is free, else any. */
async function freePort(wanted: number): Promise<number> {
  for (let port = wanted; ; port = 0) {
    const tried = port === 0 ? randomInt(...PORTS) : port
    const probe = createServer().listen(tried, '127.0.0.1')
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    probe.close()
    await once(probe, 'close')
    return tried
  }
}
