import type { Settings } from '../settings.ts'

/** Where a connection publishes, and listens. */
export interface Topics {
  readonly status: string
  /** Standing alarms, as a list. */
  readonly alarms: string
  /** Everything that happens, as it does. */
  readonly events: string
  /** All of the connection's values. */
  readonly own: string
  /** All of its discovery. */
  readonly ownConfigs: string
  readonly commands: string
  value(pointId: string): string
  config(component: string, objectId: string): string
  /** The point that a command topic is of; null where it is none of ours. */
  commanded(topic: string): string | null
}

const SET = '/set'

/** Ids of the core are safe in topics but for `:`, which is taken as one more level. */
export function topicsOf(
  { topicPrefix, discoveryPrefix }: Pick<Settings, 'topicPrefix' | 'discoveryPrefix'>,
  connectionId: string,
): Topics {
  const base = `${topicPrefix}/${connectionId}`
  const node = `busbar_${connectionId}`
  return Object.freeze({
    status: `${base}/status`,
    alarms: `${base}/alarms`,
    events: `${base}/events`,
    own: `${base}/#`,
    ownConfigs: `${discoveryPrefix}/+/${node}/+/config`,
    commands: `${base}/+/+/+${SET}`,
    value: (pointId: string) => `${base}/${pointId.replace(':', '/')}`,
    config: (component: string, objectId: string) =>
      `${discoveryPrefix}/${component}/${node}/${objectId}/config`,
    commanded(topic: string) {
      if (!topic.startsWith(`${base}/`) || !topic.endsWith(SET)) return null
      const [kind, id, name, ...more] = topic.slice(base.length + 1, -SET.length).split('/')
      return name === undefined || more.length > 0 ? null : `${kind}:${id}/${name}`
    },
  })
}

/** The id in letters, digits, `_` and `-` alone, as Home Assistant wants it; no two ids become the same. */
export function objectId(id: string): string {
  return id.replace(/[^A-Za-z0-9]/g, (sign) => {
    if (sign === ':') return '_'
    return sign === '/' ? '-' : `_x${sign.charCodeAt(0).toString(16)}_`
  })
}
