import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import type { BuildingGatewayContribution, BuildingView, Log } from '@busbar/core/contracts'
import { createGate, type GatewayPeer, type GatewayUnderTest, keptPort } from '@busbar/core/testkit'
import type { TestClient } from './client.ts'
import type { Access } from './protocol.ts'
import { createRecorder, type Recorder } from './recorder.ts'

export const USER = { username: 'bms', password: 'not-to-be-seen-4711' }
export const CONNECTION_ID = '9'
/** Quick to judge, and as safe as any. */
const POLICY = 'Aes256_Sha256_RsaPss' as const

export interface Rig extends GatewayUnderTest {
  readonly port: number
  readonly access: Access
}

/** A gateway on a port of its own, and the client behind a gate. */
export async function createRig(
  client: TestClient,
  create: BuildingGatewayContribution['create'],
  options: { readonly building: BuildingView; readonly log: Log; readonly signal: AbortSignal },
): Promise<Rig> {
  const port = await keptPort()
  const gate = await createGate()
  const recorder = await createRecorder(gate.port)
  const { application } = await client.identity({})
  const gateway = create({
    ...{ ...options, connectionId: CONNECTION_ID },
    connection: { port, ...USER, trusted: [{ thumbprint: application }] },
  })
  await gate.open(port)
  const url = `opc.tcp://127.0.0.1:${recorder.port}`
  const access: Access = { url, mode: 'SignAndEncrypt', policy: POLICY, user: USER }
  await client.use(access)
  return {
    ...{ gateway, port, access, secrets: [USER.password] },
    peer: peerOf({ client, access, port, recorder, gate }),
    async close() {
      await client.leave()
      await recorder.close()
      await gate.shut()
    },
  }
}

function peerOf(request: {
  readonly client: TestClient
  readonly access: Access
  readonly port: number
  readonly recorder: Recorder
  readonly gate: Awaited<ReturnType<typeof createGate>>
}): GatewayPeer {
  const { client, access, port, recorder, gate } = request
  let last = new Map<
    string,
    Awaited<ReturnType<GatewayPeer['seen']>> extends ReadonlyMap<string, infer Point>
      ? Point
      : never
  >()
  return {
    async seen() {
      const seen = await client.seen()
      if (seen === null)
        return new Map([...last].map(([pointId, point]) => [pointId, { ...point, good: false }]))
      last = new Map(seen)
      return last
    },
    async write({ pointId, value }) {
      await client.write({ pointId, value })
    },
    // As somebody does who has listened to it all, and sends each byte once more.
    repeatWrites: () => send(port, recorder.bytes()),
    async sendGarbage() {
      await client.nonsense().catch(() => undefined)
      for (const bytes of garbage()) await send(port, [bytes])
    },
    async letsStrangersIn() {
      const none = { mode: 'None', policy: 'None' } as const
      const { user: _, ...nobody } = access
      const tried = [
        { ...nobody, ...none },
        { ...access, ...none },
        nobody,
        { ...access, user: { ...USER, password: 'wrong' } },
        { ...access, user: { ...USER, username: 'other' } },
        { ...access, user: 'certificate' as const },
        { ...access, certificate: 'stranger' },
      ]
      for (const one of tried) if ((await client.tries(one)).ok) return true
      return false
    },
    goDown: gate.shut,
    comeUp: () => gate.open(port),
    async history(asked) {
      return (await client.history({ ...asked, each: 7 })).rows
    },
    alarms: () => client.alarms(),
  }
}

/** Hellos that are none, lengths that lie, much of nothing. */
function garbage(): readonly Buffer[] {
  const hello = Buffer.from(
    '48454c46200000000000000000000100000001000000000000000000ffffffff',
    'hex',
  )
  const long = Buffer.from(hello)
  long.writeUInt32LE(0xffffffff, 4)
  const open = Buffer.concat([Buffer.from('4f504e46ffff0000', 'hex'), randomBytes(200)])
  return [
    ...[randomBytes(64), randomBytes(100_000), long, Buffer.concat([hello, open])],
    ...[hello.subarray(0, 5), Buffer.concat([hello, hello]), Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ]
}

/** Over connections of their own, without waiting for an answer. */
async function send(port: number, streams: readonly Buffer[]): Promise<void> {
  for (const bytes of streams)
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
      const timer = setTimeout(() => socket.destroy(), 300)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        clearTimeout(timer)
        resolve()
      })
    })
}
