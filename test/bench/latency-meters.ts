import mqtt from 'mqtt'
import { serveParent } from '../../examples/demo-building/child.ts'

/** What the meters are told at their start. */
export interface MetersConfig {
  readonly port: number
  readonly username: string
  readonly password: string
  /** One of each meter. */
  readonly topics: readonly string[]
  /** What a register grows by between two readings. */
  readonly stepWh: number
}

/** Has the meters report in turn, from an instant on; one order after the other. */
export interface MetersOrder {
  readonly startAt: number
  readonly readings: number
  /** Of all meters together. */
  readonly perSecond: number
}

export interface MetersState {
  /** Messages that the broker has acknowledged. */
  readonly sent: number
  /** Messages that it has not taken. */
  readonly failed: number
  /** When each reading of the last order was handed to its connection; UTC epoch ms; empty until all are answered. */
  readonly publishedAt: readonly number[]
}

/** Meters that share a connection, as behind a gateway. */
const METERS_PER_GATEWAY = 100
const TICK_MS = 4

const now = () => performance.timeOrigin + performance.now()

/*
 * All meters in a process of its own. The first reading of each is retained: whoever subscribes has it, and so
 * shows that he has subscribed. Answers every line with its state, with the publishing times when all is sent.
 */
await serveParent(async (given) => {
  const config = given as MetersConfig
  const { port, username, password, topics, stepWh } = config
  const gateways = await Promise.all(
    Array.from({ length: Math.ceil(topics.length / METERS_PER_GATEWAY) }, (_, index) =>
      mqtt.connectAsync(`mqtt://127.0.0.1:${port}`, {
        clientId: `gateway-${index}`,
        username,
        password,
        protocolVersion: 4,
      }),
    ),
  )
  let publishedAt: number[] = []
  let ordered = 0
  let sent = 0
  let failed = 0
  let timer: NodeJS.Timeout | undefined

  async function publish(meter: number, turn: number, retain: boolean): Promise<void> {
    const gateway = gateways[Math.floor(meter / METERS_PER_GATEWAY)]
    const payload = JSON.stringify({ time: Date.now(), energyWh: turn * stepWh })
    try {
      await gateway?.publishAsync(topics[meter] ?? '', payload, { qos: 1, retain })
      sent += 1
    } catch {
      failed += 1
    }
  }

  function begin({ startAt, readings, perSecond }: MetersOrder): void {
    const first = ordered
    ordered += readings
    publishedAt = []
    timer = setInterval(() => {
      const due = Math.floor(((now() - startAt) * perSecond) / 1_000)
      while (publishedAt.length < Math.min(due, readings)) {
        const next = first + publishedAt.length
        publishedAt.push(now())
        void publish(next % topics.length, Math.floor(next / topics.length) + 2, false)
      }
      if (publishedAt.length === readings) clearInterval(timer)
    }, TICK_MS)
  }

  await Promise.all(topics.map((_, meter) => publish(meter, 1, true)))
  const state = (): MetersState => {
    const over = sent + failed === topics.length + ordered
    return { sent, failed, publishedAt: over ? publishedAt : [] }
  }
  return {
    ready: state(),
    answer(question) {
      const order = question as MetersOrder | null
      if (order !== null) begin(order)
      return state()
    },
    async stop() {
      clearInterval(timer)
      await Promise.all(gateways.map((gateway) => gateway.endAsync()))
    },
  }
})
