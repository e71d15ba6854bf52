import type { BuildingGateway, JsonObject } from '@busbar/core/contracts'
import { createRecordingLog, keptPort, type RecordingLog } from '@busbar/core/testkit'
import { createOpcUaGateway } from '../gateway.ts'
import { createFindIdentity } from '../identity.ts'
import { createBuilding, type TestBuilding } from './building.ts'
import type { TestClient } from './client.ts'
import type { Access } from './protocol.ts'
import { CONNECTION_ID, USER } from './rig.ts'

export interface Bench {
  readonly gateway: BuildingGateway
  readonly building: TestBuilding
  readonly log: RecordingLog
  readonly port: number
  readonly access: Access
  stop(): Promise<void>
}

/** A gateway that listens, and how the client comes in; `trusted` and a user are there unless given. */
export async function startBench(
  client: TestClient,
  connection: JsonObject = {},
  building = createBuilding(),
): Promise<Bench> {
  const port = await keptPort()
  const { application } = await client.identity({})
  const log = createRecordingLog()
  const gateway = createOpcUaGateway({
    ...{ building: building.view, log, signal: new AbortController().signal },
    ...{ connectionId: CONNECTION_ID, now: Date.now },
    findIdentity: createFindIdentity(undefined),
    connection: { port, ...USER, trusted: [{ thumbprint: application }], ...connection },
  })
  await gateway.connect()
  await until('it listens', async () => (await gateway.health()).status !== 'down')
  return {
    ...{ gateway, building, log, port },
    access: {
      ...{ url: `opc.tcp://127.0.0.1:${port}`, user: USER },
      ...{ mode: 'SignAndEncrypt', policy: 'Basic256Sha256' },
    },
    async stop() {
      await client.leave()
      await gateway.stop()
    },
  }
}

const PATIENCE_MS = 30_000

/** Waits until the condition holds; fails with the description. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}
