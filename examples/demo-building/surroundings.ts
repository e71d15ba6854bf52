import { join } from 'node:path'
import { deviceLogin, integratorLogin } from './broker/access.ts'
import { DEVICES } from './building/meters.ts'
import { SITE } from './building/site.ts'
import { type Child, startChild } from './child.ts'
import type { FleetConfig, Swapped } from './devices/fleet.ts'
import type { DomainClockSpec } from './domain-clock.ts'
import type { Keep } from './keep.ts'
import type { Surroundings } from './seed/connections.ts'

/** The building's devices, broker, payment channel and mail server, each a process of its own. */
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
    const reach = await startServers(start, { dataDir, keep })
    const devices: FleetConfig & { readonly statePath: string } = {
      brokerPort: reach.brokerPort,
      clock,
      bornAt: keep.get().bornAt,
      calendar: {
        utcOffsetMinutes: SITE.utcOffsetMinutes,
        holidays: SITE.calendar.holidays,
        workedWeekendDays: SITE.calendar.workedWeekendDays,
      },
      devices: DEVICES.map((device) => ({ ...device, password: keep.secret(device.device) })),
      statePath: join(dataDir, 'devices.json'),
    }
    await start('devices', () => ({
      script: new URL('./devices/main.ts', import.meta.url),
      config: devices,
    }))
    return {
      reach,
      mailUrl: `http://127.0.0.1:${reach.mailPort}/`,
      pids: [...children.values()].map(({ pid }) => pid),
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

async function startServers(
  start: Start,
  { dataDir, keep }: { readonly dataDir: string; readonly keep: Keep },
): Promise<Surroundings & { readonly mailPort: number }> {
  const brokerPassword = keep.secret('busbar at the broker')
  const merchantSecret = keep.secret('merchant at the payment channel')
  const logins = [
    integratorLogin('busbar', brokerPassword),
    ...DEVICES.map(({ device }) => deviceLogin(device, keep.secret(device))),
  ]
  const broker = (await start('broker', (ports) => ({
    script: new URL('./broker/main.ts', import.meta.url),
    config: { logins, port: ports('broker') },
  }))) as { readonly port: number }
  const mail = (await start('mail', (ports) => ({
    script: new URL('./mail-sink/main.ts', import.meta.url),
    args: [`--smtp-port=${ports('smtp')}`, `--http-port=${ports('mail')}`],
  }))) as { readonly smtpPort: number; readonly httpPort: number }
  const channel = (await start('channel', (ports) => ({
    script: new URL('../../plugins/payment-sandbox/channel/main.ts', import.meta.url),
    config: {
      journalPath: join(dataDir, 'payment-channel.journal'),
      port: ports('channel'),
      adminSecret: keep.secret('administration of the payment channel'),
      timeZone: SITE.timeZone,
      merchants: [{ merchantId: MERCHANT, secret: merchantSecret }],
    },
  }))) as { readonly url: string }
  keep.set({
    ports: {
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

function required<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name)
  if (found === undefined) throw new Error(`${name} is not running.`)
  return found
}
