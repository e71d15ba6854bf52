import { readFile } from 'node:fs/promises'
import type { LocalizedText } from '../contracts/index.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { busbarError, type FieldError } from '../kernel/error.ts'
import type { StaffRole } from '../kernel/roles.ts'
import { isObject, type SchemaObject } from './schema-rules.ts'

/** What a widget asks for: an operation of the contract that only reads. */
export interface WidgetSource {
  readonly operation: string
  readonly parameters: JsonObject
}

/** A widget that a plugin contributes, as data; schemas/plugin-manifest.schema.json says what each kind shows. */
export interface DashboardWidget {
  readonly id: string
  readonly title: LocalizedText
  readonly description?: LocalizedText
  readonly icon: string
  readonly kind: 'value' | 'series' | 'table' | 'gauge' | 'markdown'
  readonly source?: WidgetSource
  readonly show?: JsonObject
  readonly text?: LocalizedText
}

/** A page that a plugin contributes: its own widgets on a grid. */
export interface DashboardPage {
  readonly id: string
  readonly title: LocalizedText
  readonly icon: string
  /** Whose it is; left out: all staff's. */
  readonly roles?: readonly StaffRole[]
  readonly widgets: readonly {
    readonly widget: string
    readonly x: number
    readonly y: number
    readonly w: number
    readonly h: number
  }[]
}

export interface Dashboards {
  readonly dashboardWidgets: readonly DashboardWidget[]
  readonly pages: readonly DashboardPage[]
}

/**
 * Judges what the manifest's schema cannot: ids that come twice, pages of widgets that are not there, and
 * parameters that the operation does not take.
 * @throws `plugin-manifest-invalid`, naming each place
 */
export async function judgeDashboards(contributes: Partial<Dashboards>): Promise<Dashboards> {
  const { dashboardWidgets = [], pages = [] } = contributes
  const errors = [
    ...twice('dashboardWidgets', dashboardWidgets),
    ...twice('pages', pages),
    ...dashboardWidgets.flatMap(unfitKind),
    ...strangers({ dashboardWidgets, pages }),
    ...(await unfitSources(dashboardWidgets)),
  ]
  const [first] = errors
  if (first)
    throw busbarError('plugin-manifest-invalid', {
      detail: `plugin.json${first.pointer}: ${first.message}.`,
      errors,
    })
  return Object.freeze({ dashboardWidgets, pages })
}

function twice(key: string, items: readonly { readonly id: string }[]): FieldError[] {
  return items.flatMap(({ id }, index) =>
    items.findIndex((item) => item.id === id) === index
      ? []
      : [{ pointer: `/contributes/${key}/${index}/id`, message: `"${id}" stands twice` }],
  )
}

/** What a widget of each kind must show. */
const NEEDED: Readonly<Record<DashboardWidget['kind'], readonly string[]>> = Object.freeze({
  value: ['value'],
  gauge: ['value', 'min', 'max'],
  series: ['items', 'at', 'value'],
  table: ['items', 'columns'],
  markdown: [],
})

function unfitKind(widget: DashboardWidget, index: number): FieldError[] {
  const at = `/contributes/dashboardWidgets/${index}`
  const { kind, show = {} } = widget
  const parts = kind === 'markdown' ? (['text'] as const) : (['source', 'show'] as const)
  const others = kind === 'markdown' ? (['source', 'show'] as const) : (['text'] as const)
  return [
    ...parts.flatMap((part) =>
      widget[part] === undefined
        ? [{ pointer: `${at}/${part}`, message: `is missing, which kind "${kind}" needs` }]
        : [],
    ),
    ...others.flatMap((part) =>
      widget[part] === undefined
        ? []
        : [{ pointer: `${at}/${part}`, message: `is nothing that kind "${kind}" has` }],
    ),
    ...NEEDED[kind].flatMap((name) =>
      widget.show === undefined || Object.hasOwn(show, name)
        ? []
        : [{ pointer: `${at}/show/${name}`, message: `is missing, which kind "${kind}" needs` }],
    ),
  ]
}

function strangers({ dashboardWidgets, pages }: Dashboards): FieldError[] {
  const known = new Set(dashboardWidgets.map(({ id }) => id))
  return pages.flatMap(({ widgets }, page) =>
    widgets.flatMap(({ widget }, index) =>
      known.has(widget)
        ? []
        : [
            {
              pointer: `/contributes/pages/${page}/widgets/${index}/widget`,
              message: `the plugin contributes no widget "${widget}"`,
            },
          ],
    ),
  )
}

async function unfitSources(widgets: readonly DashboardWidget[]): Promise<FieldError[]> {
  if (widgets.every(({ source }) => source === undefined)) return []
  const reads = await readsOfContract()
  return widgets.flatMap(({ source }, index) => {
    if (source === undefined) return []
    const at = `/contributes/dashboardWidgets/${index}/source`
    const takes = reads.get(source.operation)
    if (takes === undefined)
      return [{ pointer: `${at}/operation`, message: 'is no operation that only reads' }]
    const unknown = Object.keys(source.parameters).filter((name) => !takes.has(name))
    const missing = [...takes].flatMap(([name, needed]) =>
      needed && !Object.hasOwn(source.parameters, name) ? [name] : [],
    )
    return [
      ...unknown.map((name) => ({
        pointer: `${at}/parameters/${name}`,
        message: `${source.operation} takes no such parameter`,
      })),
      ...missing.map((name) => ({
        pointer: `${at}/parameters`,
        message: `${source.operation} needs ${name}`,
      })),
    ]
  })
}

/** Of each operation that only reads: its parameters, and whether each has to be given. */
type Reads = ReadonlyMap<string, ReadonlyMap<string, boolean>>

async function readsOfContract(): Promise<Reads> {
  const file = new URL('../generated/openapi.json', import.meta.url)
  const contract: unknown = JSON.parse(await readFile(file, 'utf8'))
  const paths = child(contract, 'paths')
  return new Map(
    Object.values(paths).flatMap((item) => {
      const operation = child(item, 'get')
      const { operationId } = operation
      if (typeof operationId !== 'string') return []
      const shared = isObject(item) ? list(item.parameters) : []
      const parameters = [...shared, ...list(operation.parameters)]
      const takes = parameters
        .map((raw) => resolved(contract, raw))
        .filter(({ in: at }) => at !== 'header')
      return [[operationId, new Map(takes.map((one) => [String(one.name), one.required === true]))]]
    }),
  )
}

function resolved(contract: unknown, raw: unknown): SchemaObject {
  const value = isObject(raw) ? raw : {}
  if (typeof value.$ref !== 'string') return value
  return value.$ref
    .split('/')
    .slice(1)
    .reduce<SchemaObject>(child, isObject(contract) ? contract : {})
}

function child(value: unknown, key: string): SchemaObject {
  const found = isObject(value) ? value[key] : undefined
  return isObject(found) ? found : {}
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
