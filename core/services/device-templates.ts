import {
  type DeviceTemplate,
  fillAddress,
  type TemplateParameters,
} from '../contracts/device-template.ts'
import {
  type ApplyContext,
  applyTemplate,
  type TemplateApplication,
} from '../flow/commissioning-records/apply-template.ts'
import { type FoundPoint, rankedMatches } from '../flow/commissioning-records/match-template.ts'
import { type KeptTemplate, OWN_TEMPLATES } from '../flow/commissioning-records/save-template.ts'
import type { ListQuery, RegistryStore, Row } from '../flow/registry/ports.ts'
import { defined } from '../kernel/assert.ts'
import { MICROS_PER_UNIT, parseMicros } from '../kernel/decimal.ts'
import { busbarError } from '../kernel/error.ts'
import { parseInstant } from '../kernel/instant.ts'
import { type Action, action, type Input, type Output } from './define.ts'
import type { RowCheck } from './registry.ts'
import { who } from './registry.ts'
import { actorOf } from './sessions.ts'

export interface DeviceTemplateDependencies extends Omit<ApplyContext, 'checkPoint'> {
  /** Templates of all plugins. */
  readonly templates: () => readonly Offered[]
  readonly check?: RowCheck
}

interface Offered {
  /** Null: it was saved from a device. */
  readonly pluginId: string | null
  readonly template: DeviceTemplate
}

type List = Output<'deviceTemplates.list'>

/** As many as an answer holds. */
const MATCHES = 100

/** Templates of devices: what there is, what fits a device that was found, and making one by it. */
export function deviceTemplateActions(dependencies: DeviceTemplateDependencies): Action[] {
  const { templates, store, reads, check, clock } = dependencies
  const context: ApplyContext = {
    ...dependencies,
    checkPoint: async (values) => check?.({ before: null, values }),
  }
  const connectionOf = async (id: string) => {
    const row = await store.get({ resource: 'connections', id })
    if (row === null) throw busbarError('not-found')
    return row
  }
  const offered = async (
    which: Parameters<typeof ownTemplates>[1],
  ): Promise<readonly Offered[]> => [...(await ownTemplates(store, which)), ...templates()]
  /** What is offered at a connection: the plugins' and its own site's. */
  const offeredAt = async ({ siteId, type }: Row) => {
    const all = await offered({ grants: null, filter: { siteId: siteId ?? null } })
    return all.filter(({ template }) => template.driver === type)
  }
  return [
    action('deviceTemplates.list', async ({ query }, call) => {
      const { driver, medium } = query
      const { roles } = call.operation
      const grants = actorOf(call).assignments.filter(({ role }) => roles.includes(role))
      const items = (await offered({ grants, filter: {} }))
        .filter(({ template }) => driver === undefined || template.driver === driver)
        .filter(({ template }) => medium === undefined || template.medium === medium)
        .toSorted((a, b) => a.template.title.en.localeCompare(b.template.title.en, 'en'))
      // Judged by the schema that the contract has, when the plugin was read.
      return { items } as unknown as List
    }),
    action('connections.matchTemplates', async ({ path, body }) => {
      const found = body.points as readonly FoundPoint[]
      const all = await offeredAt(await connectionOf(path.id))
      const matches = rankedMatches(all, found).slice(0, MATCHES)
      const items = matches.map(({ template, parameters, points }) => ({
        templateId: template.id,
        ...{ title: { ...template.title }, parameters: { ...parameters }, points },
      }))
      // As discovery tells them, or as a template has bound them.
      const addresses = [
        ...found.map(({ address }) => address),
        ...matches.flatMap(({ template, parameters }) =>
          template.points.map(({ address }) => fillAddress(address, parameters)),
        ),
      ]
      const boundTo = await store.inTransaction((writer) =>
        reads.boundTo({ connectionId: path.id, addresses }, writer.transaction),
      )
      return { items, boundTo: [...boundTo] }
    }),
    action('connections.applyTemplate', async ({ path, body }, call) => {
      const connection = await connectionOf(path.id)
      const { type, siteId } = connection
      const template = (await offeredAt(connection)).find(
        (each) => each.template.id === body.templateId,
      )?.template
      if (template === undefined)
        throw busbarError('validation-failed', {
          errors: [
            {
              pointer: '/templateId',
              message: `is no template of a connection of type ${String(type)}`,
            },
          ],
        })
      const { userId } = actorOf(call)
      const { actor, operation } = who(call)
      const outcome = await applyTemplate(context, {
        ...applicationOf(body, template, clock.now()),
        ...{ connectionId: path.id, siteId: String(siteId), operation },
        actor: { ...actor, userId },
      })
      const objects = outcome.objects.map((object) => ({ ...object }))
      return { ...outcome, templateId: template.id, objects }
    }),
  ]
}

/** As many as one answer tells of. */
const OWN = 500

/** Templates that were saved from devices, by their titles. */
async function ownTemplates(
  store: Pick<RegistryStore, 'list'>,
  which: Pick<ListQuery, 'grants' | 'filter'>,
): Promise<readonly Offered[]> {
  const { rows } = await store.list({
    ...{ ...which, resource: OWN_TEMPLATES, userId: null, archived: false, search: null },
    ...{ sort: { field: 'title', descending: false }, after: null, limit: OWN },
  })
  return rows.map(({ id, title, template }) => ({
    pluginId: null,
    // It was judged when it was saved.
    template: {
      ...(template as unknown as KeptTemplate),
      ...{ id: `own-${String(id)}`, title: { en: String(title) } },
    },
  }))
}

type Body = Input<'connections.applyTemplate'>['body']

function applicationOf(
  body: Body,
  template: DeviceTemplate,
  now: number,
): Omit<TemplateApplication, 'connectionId' | 'siteId'> {
  const micros = (text: string | undefined) => (text === undefined ? null : parseMicros(text))
  const { parameters, serial, foundAs = null, meteringPointId = null, at } = body
  const { medium = template.medium } = body
  return {
    ...{ template, medium, serial, foundAs, meteringPointId },
    parameters: parameters as TemplateParameters,
    at: at === undefined ? now : parseInstant(at),
    multiplierMicros: micros(body.multiplier) ?? MICROS_PER_UNIT,
    pulseValueMicros: micros(body.pulseValue),
    openings: (body.openings ?? []).map(({ code, value }) => ({
      code,
      valueMicros: defined(micros(value), 'the value of an opening'),
    })),
    signedBy: body.signedBy ?? null,
    supplied: body.supplied ?? false,
    dryRun: body.dryRun ?? false,
  }
}
