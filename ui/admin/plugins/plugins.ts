import type { Plugin } from '../../../core/generated/api.ts'
import { say, sayOne } from '../../shared/locale/i18n.ts'
import { wordOf } from '../../shared/locale/words.ts'
import { session } from '../../shared/session.ts'
import { capital } from '../resource/words.ts'

/** What an extension point is called; dashboards stand beside those. */
const pointName = (point: string): string =>
  point === 'dashboards' ? capital(say(point)) : wordOf(point)

/** Whether the caller administers plugins: owners of the whole instance do. */
export const mayAdminister = (): boolean => session.may(['owner'], null)

/** Whether the caller reads what plugins log. */
export const mayReadLogs = (): boolean => session.may(['owner', 'technician', 'auditor'], null)

/** What a plugin adds, by extension point: titles as it says them. */
export function additionsOf({ contributions, dashboardWidgets, pages }: Plugin) {
  const points = [...new Set(contributions.map(({ point }) => point))]
  const ofPoints = points.map((point) => ({
    point: pointName(point),
    titles: contributions.filter((each) => each.point === point).map(({ title }) => sayOne(title)),
  }))
  const shown = [...dashboardWidgets, ...pages].map(({ title }) => sayOne(title))
  return shown.length === 0
    ? ofPoints
    : [...ofPoints, { point: pointName('dashboards'), titles: shown }]
}

/** How many connections of it are open or should be; null where it has none to have. */
export function instancesOf({ health, contributions }: Plugin): number | null {
  const connected = contributions.some(({ point }) => point !== 'tariffStrategies')
  return connected ? (health.counters?.connections ?? 0) : null
}

/** Whether a plugin says something with the text in it. */
export function isMeant(plugin: Plugin, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase()
  const said = [
    plugin.id,
    ...Object.values(plugin.title),
    ...Object.values(plugin.description ?? {}),
  ]
  return said.some((each) => each.toLocaleLowerCase().includes(wanted))
}
