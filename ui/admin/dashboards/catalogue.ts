import type { Dashboard } from '../../../core/generated/api.ts'
import { icon } from '../../shared/icons.ts'
import { sayOne } from '../../shared/locale/i18n.ts'
import { session } from '../../shared/session.ts'
import { resourceOf } from '../contract/use-contract.ts'
import type { FormSchema } from '../forms/schema.ts'
import { contributions } from './contributions.ts'
import { pluginIcon } from './icons.ts'
import { type Contributed, isList, rolesOf } from './source.ts'

/** A widget of a dashboard, as the server keeps it. */
export type Item = Dashboard['widgets'][number]
type Say = (key: string) => string

const UTILITIES = ['electricity', 'water', 'gas', 'heating', 'cooling']

/** What can be set of a widget, by name. */
const FIELDS = {
  siteId: { type: 'string', 'x-ref': 'sites' },
  utility: { enum: UTILITIES },
  meteringPointId: { type: 'string', 'x-ref': 'meteringPoints' },
  accountId: { type: 'string', 'x-ref': 'accounts' },
  bucket: { enum: ['hour', 'day', 'month'], default: 'day' },
  severity: { enum: ['critical', 'warning', 'info'] },
  limit: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
  text: { type: 'string', minLength: 1, maxLength: 4000 },
} as const satisfies Readonly<Record<string, FormSchema>>
type Field = keyof typeof FIELDS

interface BuiltIn {
  readonly widget: Item['widget']
  readonly show: string
  readonly icon: string
  readonly size: { readonly w: number; readonly h: number }
  readonly fields: readonly Field[]
  readonly needs?: readonly Field[]
  /** The resource that it reads, where not every member of staff may. */
  readonly reads?: string
}

const FIGURE = { w: 3, h: 2 }
const figure = (show: string, sign: string, fields: readonly Field[] = []): BuiltIn => ({
  ...{ widget: 'value', show, icon: sign, size: FIGURE, fields: ['siteId', ...fields] },
})

/** What there is without any plugin. */
const BUILT_IN: readonly BuiltIn[] = [
  figure('load', 'electricity', ['utility']),
  figure('use', 'chart', ['utility']),
  figure('charges', 'receipt'),
  figure('topUps', 'payment'),
  figure('prepaid', 'account'),
  figure('accounts', 'people'),
  figure('supply', 'power'),
  figure('silent', 'meter'),
  figure('repairs', 'tools'),
  figure('notices', 'notice'),
  {
    ...{ widget: 'series', show: 'days', icon: 'chart', size: { w: 8, h: 5 } },
    fields: ['siteId', 'utility'],
  },
  {
    ...{ widget: 'series', show: 'point', icon: 'point', size: { w: 6, h: 5 } },
    ...{ fields: ['meteringPointId', 'bucket'], needs: ['meteringPointId'] },
  },
  {
    ...{ widget: 'series', show: 'account', icon: 'account', size: { w: 6, h: 5 } },
    ...{ fields: ['accountId', 'bucket'], needs: ['accountId'] },
  },
  {
    ...{ widget: 'table', show: 'runningDry', icon: 'debt', size: { w: 6, h: 4 } },
    fields: ['siteId', 'limit'],
  },
  {
    ...{ widget: 'table', show: 'repairItems', icon: 'tools', size: { w: 6, h: 4 } },
    ...{ fields: ['siteId', 'severity', 'limit'], reads: 'repairItems' },
  },
  {
    ...{ widget: 'table', show: 'silentMeters', icon: 'meter', size: { w: 4, h: 4 } },
    fields: ['siteId', 'limit'],
  },
  {
    ...{ widget: 'gauge', show: 'supplied', icon: 'power', size: FIGURE },
    fields: ['siteId'],
  },
  {
    ...{ widget: 'gauge', show: 'inCredit', icon: 'account', size: FIGURE },
    fields: ['siteId'],
  },
  {
    ...{ widget: 'markdown', show: 'text', icon: 'notice', size: { w: 4, h: 3 } },
    ...{ fields: ['text'], needs: ['text'] },
  },
]

/** Something to put on a dashboard. */
export interface Entry {
  readonly key: string
  readonly widget: Item['widget']
  readonly title: string
  readonly description: string
  readonly icon: string
  readonly size: { readonly w: number; readonly h: number }
  /** What a new one is set to, before anything is chosen. */
  readonly start: Readonly<Record<string, unknown>>
  /** What can be chosen for it. */
  readonly form: FormSchema
  /** The plugin's own part; null where it is built in. */
  readonly contributed: Contributed | null
  /** Whether the caller may read what it asks. */
  readonly isReadable: boolean
}

function formOf(
  { fields, needs = [] }: Pick<BuiltIn, 'fields' | 'needs'>,
  { t, siteId }: { readonly t: Say; readonly siteId: string | null },
): FormSchema {
  // A dashboard of one site is about that one.
  const shown = fields.filter((name) => siteId === null || name !== 'siteId')
  const properties = shown.map((name) => [
    name,
    {
      ...FIELDS[name],
      title: t(`admin-dashboards.field.${name}`),
      description: t(`admin-dashboards.fieldText.${name}`),
    },
  ])
  const title = { type: 'string', maxLength: 200, title: t('admin-dashboards.field.title') }
  return {
    type: 'object',
    properties: {
      title: { ...title, description: t('admin-dashboards.fieldText.title') },
      ...Object.fromEntries(properties),
    },
    required: needs,
  }
}

/** A settings form's value and a widget's own settings: the title stands apart. */
export function splitSettings(value: Readonly<Record<string, unknown>>, start: Entry['start']) {
  const { title, ...settings } = value
  const chosen = Object.entries(settings).filter(([, each]) => each !== undefined && each !== '')
  return {
    title: typeof title === 'string' ? title : '',
    settings: { ...start, ...Object.fromEntries(chosen) },
  }
}

/** Everything that the caller may put on a dashboard of the site; `siteId` null: one of all sites. */
export function catalogueOf(context: {
  readonly t: Say
  readonly siteId: string | null
}): readonly Entry[] {
  const { t } = context
  const builtIn = BUILT_IN.map((each): Entry => {
    const { widget, show, size } = each
    const key = `${widget}.${show}`
    return {
      ...{ key, widget, size, start: { show }, contributed: null, icon: icon(each.icon) },
      title: t(`admin-dashboards.widget.${show}`),
      description: t(`admin-dashboards.widgetText.${show}`),
      form: formOf(each, context),
      isReadable: each.reads === undefined || session.may(resourceOf(each.reads)?.read ?? []),
    }
  })
  return [...builtIn, ...(contributions.value?.items ?? []).map((each) => entryOf(each, context))]
}

const PLUGIN_SIZES: Readonly<Record<Contributed['kind'], Entry['size']>> = {
  value: FIGURE,
  gauge: FIGURE,
  series: { w: 6, h: 5 },
  table: { w: 6, h: 4 },
  markdown: { w: 4, h: 3 },
}

function entryOf(contributed: Contributed, context: Parameters<typeof formOf>[1]): Entry {
  const { id, title, description, kind, source } = contributed
  const asksSite = Object.values(source?.parameters ?? {}).includes('$site')
  const fields: Field[] = [
    ...(asksSite ? (['siteId'] as const) : []),
    ...(source !== undefined && isList(source) ? (['limit'] as const) : []),
  ]
  const form = formOf({ fields }, context)
  const { limit } = source?.parameters ?? {}
  const { limit: limited, ...others } = form.properties ?? {}
  return {
    ...{ key: id, widget: id, start: {}, contributed, size: PLUGIN_SIZES[kind] },
    ...{
      title: sayOne(title),
      description: sayOne(description),
      icon: pluginIcon(contributed.icon),
    },
    isReadable: source === undefined || session.may(rolesOf(source)),
    form:
      limited === undefined
        ? form
        : {
            ...form,
            properties: { ...others, limit: { ...limited, default: Number(limit ?? 10) } },
          },
  }
}

/** The entry that a widget was made from; undefined where its plugin is gone. */
export const entryFor = (
  catalogue: readonly Entry[],
  { widget, settings }: Pick<Item, 'widget' | 'settings'>,
): Entry | undefined =>
  catalogue.find(({ key }) => key === widget || key === `${widget}.${String(settings.show)}`)
