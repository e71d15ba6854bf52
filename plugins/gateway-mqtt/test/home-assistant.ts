import type { SeenPoint } from '@busbar/core/testkit'
import mqtt, { type IClientOptions } from 'mqtt'
import nunjucks from 'nunjucks'

/**
 * What Home Assistant makes of the messages at a broker: entities from retained discovery, their states by rendering
 * the templates (of Jinja, by nunjucks), available where all of their availability topics say so.
 */
export interface HomeAssistant {
  /** Entities by their discovery topics. */
  entities(): ReadonlyMap<string, Entity>
  seen(): ReadonlyMap<string, SeenPoint>
  /** Retained messages by topic. */
  retained(): ReadonlyMap<string, string>
  publish(topic: string, payload: string | Buffer, retain?: boolean): Promise<void>
  /** What was published at a topic and not retained. */
  passed(topic: string): readonly string[]
  close(): Promise<void>
}

export interface Entity {
  readonly component: string
  readonly config: { readonly [key: string]: unknown }
}

const UNITS: Readonly<Record<string, string>> = { 'm³': 'm3', RT·h: 'RTh' }

export async function startHomeAssistant(
  url: string,
  options: IClientOptions,
): Promise<HomeAssistant> {
  const client = await mqtt.connectAsync(url, { ...options, reconnectPeriod: 100 })
  const retained = new Map<string, string>()
  const passed: { readonly topic: string; readonly payload: string }[] = []
  client.on('message', (topic, payload, packet) => {
    const text = payload.toString()
    // A message that comes after subscribing bears no flag: what is a value here is known by its topic.
    const passing = /\/(set|result|events)$/.test(topic)
    if (passing && !packet.retain) passed.push({ topic, payload: text })
    else if (passing) return
    else if (text === '') retained.delete(topic)
    else retained.set(topic, text)
  })
  await client.subscribeAsync(['homeassistant/#', 'busbar/#'], { qos: 1 })

  const entities = () =>
    new Map(
      [...retained]
        .filter(([topic]) => topic.startsWith('homeassistant/'))
        .map(([topic, payload]): [string, Entity] => [
          topic,
          { component: topic.split('/')[1] ?? '', config: JSON.parse(payload) },
        ]),
    )

  function seenOf({ component, config }: Entity): [string, SeenPoint] | null {
    const { state_topic: topic } = config
    const payload = typeof topic === 'string' ? retained.get(topic) : undefined
    if (typeof topic !== 'string' || payload === undefined || topic.endsWith('/alarms')) return null
    const state = render(config.value_template, payload)
    const pointId = topic.replace(/^busbar\/[^/]+\/([a-z]+)\//, '$1:')
    const unit = String(config.unit_of_measurement ?? '')
    return [
      pointId,
      {
        value: component === 'sensor' ? state : state === 'None' ? null : state === 'ON',
        good: isAvailable(config.availability, retained),
        unit: UNITS[unit] ?? unit,
        at: Date.parse(JSON.parse(payload).at),
        writable: component === 'switch',
      },
    ]
  }

  return {
    entities,
    seen: () =>
      new Map(
        [...entities().values()].flatMap((entity) => {
          const seen = seenOf(entity)
          return seen === null ? [] : [seen]
        }),
      ),
    retained: () => retained,
    async publish(topic, payload, retain = false) {
      await client.publishAsync(topic, payload, { qos: 1, retain })
    },
    passed: (topic) => passed.filter((one) => one.topic === topic).map(({ payload }) => payload),
    close: () => client.endAsync(true),
  }
}

function render(template: unknown, payload: string): string {
  if (typeof template !== 'string') return payload
  return nunjucks.renderString(template, { value_json: JSON.parse(payload) })
}

function isAvailable(availability: unknown, retained: ReadonlyMap<string, string>): boolean {
  if (!Array.isArray(availability)) return false
  return availability.every(({ topic, value_template: template }) => {
    const payload = retained.get(topic)
    return payload !== undefined && render(template, payload) === 'online'
  })
}
