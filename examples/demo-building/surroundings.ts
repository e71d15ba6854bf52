import { join } from 'node:path'
import { deviceLogin, integratorLogin } from './broker/access.ts'
import { DEVICES } from './building/meters.ts'
import { SITE } from './building/site.ts'
import { protocolOf } from './building/wiring.ts'
import { type Child, startChild } from './child.ts'
import type { FleetConfig, Swapped } from './devices/fleet.ts'
import type { DevicesReady, OtherNetworksConfig } from './devices/main.ts'
import type { DomainClockSpec } from './domain-clock.ts'
import type { Keep } from './keep.ts'
import type { Surroundings } from './seed/connections.ts'

/** The building's devices, broker, OPC UA server, payment channel and mail server, each a process of its own. */
export interface RunningSurroundings {
  readonly reach: Surroundings
  readonly mailUrl: string
  readonly pids: readonly number[]
  changeDevices(request: { readonly remove: string; readonly install: string }): Promise<Swapped>
  /** Resolves with the name of the first process that ends by itself. */
  readonly broken: Promise<string>
  stop(): Promise<void>
}

const MERCHANT = 'harbour-house'

export async function startSurroundings({
  dataDir,
  clock,
  keep,
}: {
  readonly dataDir: string
  readonly clock: DomainClockSpec
  readonly keep: Keep
}): Promise<RunningSurroundings> {
  const children = new Map<string, Child>()
  const stop = async () => {
    // The devices first, so that they save where they are while everything still stands.
    await children.get('devices')?.stop()
    await Promise.all([...children.values()].map((child) => child.stop()))
  }
  /** On the port of last time where it is free, else on any. */
  async function start(
    name: string,
    options: (ports: (service: string) => number) => Parameters<typeof startChild>[0],
  ): Promise<unknown> {
    const { ports } = keep.get()
    const child = await startChild(options((service) => ports[service] ?? 0)).catch((error) => {
      if (Object.keys(ports).length === 0) throw error
      return startChild(options(() => 0))
    })
    children.set(name, child)
    return child.ready
  }
  try {
    const servers = await startServers(start, { dataDir, keep })
    const { reach, pid } = await startDevices(start, { dataDir, keep, clock, servers })
    return {
      reach,
      mailUrl: `http://127.0.0.1:${servers.mailPort}/`,
      pids: [...[...children.values()].map((child) => child.pid), pid],
      changeDevices: async (request) =>
        (await required(children, 'devices').ask(request)) as Swapped,
      broken: Promise.race([...children].map(([name, { ended }]) => ended.then(() => name))),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Start = (
  name: string,
  options: (ports: (service: string) => number) => Parameters<typeof startChild>[0],
) => Promise<unknown>

type Servers = Omit<Surroundings, 'bacnetPort' | 'opcua'> & { readonly mailPort: number }

async function startServers(
  start: Start,
  { dataDir, keep }: { readonly dataDir: string; readonly keep: Keep },
): Promise<Servers> {
  const brokerPassword = keep.secret('busbar at the broker')
  const merchantSecret = keep.secret('merchant at the payment channel')
  const logins = [
    integratorLogin('busbar', brokerPassword),
    ...ON_MQTT.map(({ device }) => deviceLogin(device, keep.secret(device))),
  ]
  const [broker, mail, channel] = (await Promise.all([
    start('broker', (ports) => ({
      script: new URL('./broker/main.ts', import.meta.url),
      config: { logins, port: ports('broker') },
    })),
    start('mail', (ports) => ({
      script: new URL('./mail-sink/main.ts', import.meta.url),
      args: [`--smtp-port=${ports('smtp')}`, `--http-port=${ports('mail')}`],
    })),
    start('channel', (ports) => ({
      script: new URL('../../plugins/payment-sandbox/channel/main.ts', import.meta.url),
      config: {
        journalPath: join(dataDir, 'payment-channel.journal'),
        port: ports('channel'),
        adminSecret: keep.secret('administration of the payment channel'),
        timeZone: SITE.timeZone,
        merchants: [{ merchantId: MERCHANT, secret: merchantSecret }],
      },
    })),
  ])) as [
    { readonly port: number },
    { readonly smtpPort: number; readonly httpPort: number },
    { readonly url: string },
  ]
  keep.set({
    ports: {
      ...keep.get().ports,
      broker: broker.port,
      smtp: mail.smtpPort,
      mail: mail.httpPort,
      channel: Number(new URL(channel.url).port),
    },
  })
  return {
    brokerPort: broker.port,
    brokerPassword,
    channelUrl: channel.url,
    merchantId: MERCHANT,
    merchantSecret,
    smtpPort: mail.smtpPort,
    mailPort: mail.httpPort,
  }
}

const ON_MQTT = DEVICES.filter(({ kind }) => protocolOf(kind) === 'mqtt')

/** What the integrator is at the OPC UA server. */
const OPCUA_USER = 'busbar'

/** The devices, with the OPC UA server and the BACnet network that some of them are on. */
async function startDevices(
  start: Start,
  {
    dataDir,
    keep,
    clock,
    servers,
  }: {
    readonly dataDir: string
    readonly keep: Keep
    readonly clock: DomainClockSpec
    readonly servers: Servers
  },
): Promise<{ readonly reach: Surroundings; readonly pid: number }> {
  const password = keep.secret('busbar at the OPC UA server')
  const passwordOf = ({ device, kind }: (typeof DEVICES)[number]) =>
    protocolOf(kind) === 'mqtt' ? keep.secret(device) : ''
  const config = (
    ports: (service: string) => number,
  ): FleetConfig & OtherNetworksConfig & { readonly statePath: string } => ({
    brokerPort: servers.brokerPort,
    bacnet: { port: ports('bacnet') },
    opcua: {
      ...{ port: ports('opcua'), certificatesDir: join(dataDir, 'opcua') },
      ...{ username: OPCUA_USER, password },
    },
    clock,
    bornAt: keep.get().bornAt,
    calendar: {
      utcOffsetMinutes: SITE.utcOffsetMinutes,
      holidays: SITE.calendar.holidays,
      workedWeekendDays: SITE.calendar.workedWeekendDays,
    },
    devices: DEVICES.map((device) => ({ ...device, password: passwordOf(device) })),
    statePath: join(dataDir, 'devices.json'),
  })
  const { bacnet, opcua } = (await start('devices', (ports) => ({
    script: new URL('./devices/main.ts', import.meta.url),
    config: config(ports),
  }))) as DevicesReady
  if (bacnet === null || opcua === null) throw new Error('The devices have not all started.')
  keep.set({ ports: { ...keep.get().ports, bacnet: bacnet.port, opcua: opcua.port } })
  const { pid, port: _port, ...handedOver } = opcua
  return {
    reach: {
      ...servers,
      bacnetPort: bacnet.port,
      opcua: { ...handedOver, username: OPCUA_USER, password },
    },
    pid,
  }
}

function required<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name)
  if (found === undefined) throw new Error(`${name} is not running.`)
  return found
}
