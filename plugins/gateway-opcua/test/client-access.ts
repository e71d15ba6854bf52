import { createHash, X509Certificate } from 'node:crypto'
import {
  type ClientSession,
  crypto_utils as crypto,
  MessageSecurityMode,
  OPCUAClient,
  type OPCUAClientOptions,
  SecurityPolicy,
  StatusCodes,
  type UserIdentityInfo,
  UserTokenType,
} from 'node-opcua-client'
import { type Hearing, listen } from './client-hears.ts'
import type { Access } from './protocol.ts'

interface Pair {
  readonly certificate: string
  readonly privateKey: string
}

const DAY_MS = 86_400_000

/** A client's certificates and its session, made anew when it is gone. */
export function createAccess() {
  const pairs = new Map<string, Promise<Pair>>()
  let wanted: Access | undefined
  let client: OPCUAClient | undefined
  let session: ClientSession | undefined
  let hearing: Hearing | undefined

  function pairOf(name: string, expired = false): Promise<Pair> {
    const made = pairs.get(name) ?? makePair(name, expired)
    pairs.set(name, made)
    return made
  }

  async function open(access: Access): Promise<[OPCUAClient, ClientSession]> {
    const opened = await clientOf(access, await pairOf(access.certificate ?? 'first'))
    try {
      await opened.connect(access.url)
      return [opened, await opened.createSession(await userOf(access))]
    } catch (thrown) {
      await opened.disconnect().catch(() => undefined)
      throw thrown
    }
  }

  async function userOf({ user }: Access): Promise<UserIdentityInfo> {
    if (user === undefined) return { type: UserTokenType.Anonymous }
    if (user !== 'certificate')
      return { type: UserTokenType.UserName, userName: user.username, password: user.password }
    const { certificate, privateKey } = await pairOf('user')
    const certificateData = crypto.convertPEMtoDER(certificate)
    return { type: UserTokenType.Certificate, certificateData, privateKey }
  }

  async function lost(): Promise<void> {
    const gone = client
    client = undefined
    session = undefined
    hearing = undefined
    await gone?.disconnect().catch(() => undefined)
  }

  async function need(must: boolean): Promise<ClientSession | null> {
    if (session !== undefined) return session
    if (wanted === undefined) throw new Error('Nobody said where to go.')
    try {
      const [opened, made] = await open(wanted)
      client = opened
      session = made
      const mine = () => client === opened && void lost()
      opened.on('connection_lost', mine)
      opened.on('close', mine)
      made.on('session_closed', mine)
      return made
    } catch (thrown) {
      if (must) throw thrown
      return null
    }
  }

  async function required(must: true): Promise<ClientSession>
  async function required(must: false): Promise<ClientSession | null>
  async function required(must: boolean): Promise<ClientSession | null> {
    return need(must)
  }

  return {
    lost,
    session: required,
    async identity(request: { readonly certificate?: string; readonly expired?: boolean }) {
      const { certificate } = await pairOf(request.certificate ?? 'first', request.expired)
      return {
        application: thumbprintOf(certificate),
        user: thumbprintOf((await pairOf('user')).certificate),
      }
    },
    async use(access: Access) {
      await lost()
      wanted = access
    },
    async leave() {
      if (session !== undefined) await client?.closeSession(session, true).catch(() => undefined)
      await lost()
    },
    async tries(access: Access) {
      try {
        const [opened, made] = await open(access)
        await made.close()
        await opened.disconnect()
        return { ok: true, detail: '' }
      } catch (thrown) {
        return { ok: false, detail: String(thrown) }
      }
    },
    async endpoints(url: string) {
      const asking = await clientOf({ url, mode: 'None', policy: 'None' }, await pairOf('first'))
      await asking.connect(url)
      const found = await asking.getEndpoints({ endpointUrl: url })
      await asking.disconnect()
      return found.map(
        ({ securityMode, securityPolicyUri }) =>
          `${securityPolicyUri?.split('#')[1]} ${MessageSecurityMode[securityMode]}`,
      )
    },
    /** Alarms that stand and events that came; listens from the first question of a session on. */
    async heard(): Promise<Awaited<ReturnType<Hearing>>> {
      const now = await required(true)
      hearing ??= await listen(now)
      return hearing()
    },
  }
}

async function makePair(name: string, expired: boolean): Promise<Pair> {
  const key = await crypto.generatePrivateKey(2048)
  const { cert } = await crypto.createSelfSignedCertificate({
    privateKey: key,
    subject: `/CN=BMS ${name}/O=Building`,
    applicationUri: 'urn:building:test:client',
    dns: ['localhost'],
    notBefore: new Date(Date.now() - 30 * DAY_MS),
    validity: expired ? 1 : 365,
    purpose:
      name === 'user'
        ? crypto.CertificatePurpose.ForUserAuthentication
        : crypto.CertificatePurpose.ForApplication,
  })
  const { privPem } = await crypto.privateKeyToPEM(key)
  return { certificate: cert, privateKey: privPem }
}

const thumbprintOf = (pem: string): string =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')

async function clientOf(access: Access, pair: Pair): Promise<OPCUAClient> {
  const own = crypto.convertPEMtoDER(pair.certificate)
  const key = crypto.makePrivateKeyFromPem(pair.privateKey)
  const settings = {
    applicationUri: 'urn:building:test:client',
    securityMode: MessageSecurityMode[access.mode],
    securityPolicy: SecurityPolicy[access.policy],
    endpointMustExist: false,
    keepSessionAlive: false,
    requestedSessionTimeout: 60_000,
    connectionStrategy: { maxRetry: 0, initialDelay: 50, maxDelay: 50 },
    transportTimeout: 5_000,
    defaultTransactionTimeout: 20_000,
    certificateKeyPairProvider: {
      getCertificate: () => own,
      getCertificateChain: () => [own],
      getPrivateKey: () => key,
    },
    clientCertificateManager: trusting(),
  }
  return OPCUAClient.create(settings as unknown as OPCUAClientOptions)
}

/** Whoever the server is: what is tried here is what the server lets in. */
function trusting() {
  const nothing = async () => undefined
  return {
    referenceCounter: 0,
    ...{ initialize: nothing, dispose: nothing, trustCertificate: nothing },
    ...{ rejectCertificate: nothing, addIssuer: nothing, addRevocationList: nothing },
    checkCertificate: async () => StatusCodes.Good,
    verifyCertificate: async () => 'Good',
    getTrustStatus: async () => StatusCodes.Good,
  }
}
