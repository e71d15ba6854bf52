import { type DeviceTemplate, templateFaults } from '../../contracts/device-template.ts'
import type { Json, JsonObject } from '../../kernel/canonical.ts'
import { MICROS_PER_UNIT } from '../../kernel/decimal.ts'
import { busbarError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import { createWithin } from '../registry/change.ts'
import type { Row } from '../registry/ports.ts'
import type { MappedDevice } from './ports.ts'
import { notReady, RESOURCE, type RecordContext, type RecordedBy } from './record.ts'

export const OWN_TEMPLATES = 'ownTemplates'

/** What a template of one's own is begun with. */
export interface OwnTemplate {
  readonly title: string
  readonly manufacturer: string | null
  readonly model: string | null
  /** What is another at each device, as this one's addresses have it; null: the name it was found as, or its device. */
  readonly differing: readonly string[] | null
}

/** A template as it is kept: its id and title are those of its row. */
export type KeptTemplate = Omit<DeviceTemplate, 'id' | 'title'>

/**
 * Keeps a commissioned device as a template for the next of its kind: its registers and points as they are bound, with
 * what is another at each device as parameters.
 * @throws `commissioning-not-ready` where it was not signed off, `validation-failed`, `already-exists`
 */
export function saveTemplate(
  context: RecordContext,
  request: RecordedBy & OwnTemplate & { readonly id: Id },
): Promise<Row> {
  const { store, reads } = context
  const { id, title, operation, actor } = request
  return store.inTransaction(async (writer) => {
    const record = await writer.read({ resource: RESOURCE, id })
    if (record === null) throw busbarError('not-found')
    if (record.state !== 'signed')
      throw notReady('It has not been signed off: a template is of a device that was proved.')
    const device = await reads.device(
      { meterId: String(record.meterId), installationId: String(record.installationId) },
      writer.transaction,
    )
    if (device === null) throw notReady('Its points are bound no more.')
    const foundAs = typeof record.foundAs === 'string' ? record.foundAs : null
    const { driver, ...template } = templateOf(device, request, foundAs)
    const values: Row = {
      ...{ siteId: record.siteId ?? null, commissioningId: id, title, driver },
      template: { ...template, driver } as unknown as Json,
    }
    const siteId = String(record.siteId)
    const asked = { resource: OWN_TEMPLATES, operation, actor, values, siteId }
    return createWithin({ ...context, writer }, asked)
  })
}

const POINT_TITLES = {
  register: { en: 'Register', 'zh-CN': '寄存器' },
  relay: { en: 'Relay', 'zh-CN': '继电器' },
  power: { en: 'Power', 'zh-CN': '功率' },
  current: { en: 'Current', 'zh-CN': '电流' },
  online: { en: 'Reachable', 'zh-CN': '在线' },
  value: { en: 'Value', 'zh-CN': '数值' },
}
/** Registers whose points are in this unit count pulses. */
const PULSE = 'pulse'
const UNITS = { electricity: 'kWh', water: 'm3', gas: 'm3', heating: 'kWh', cooling: 'kWh' }

/** @throws `validation-failed` where nothing tells the device from the next, or it is none that a template can say */
export function templateOf(
  device: MappedDevice,
  { title, manufacturer, model, differing }: OwnTemplate,
  foundAs: string | null,
): KeptTemplate {
  const { registers, points, medium, multiplierMicros } = device
  const values = differing ?? supposed(device, foundAs)
  const fault = (pointer: string, message: string) =>
    busbarError('validation-failed', { errors: [{ pointer, message }] })
  const addresses = JSON.stringify(points.map(({ address }) => address))
  const missing = values.findIndex(
    (value) => !addresses.includes(JSON.stringify(value).slice(1, -1)),
  )
  if (missing >= 0) throw fault(`/differing/${missing}`, 'stands in none of its addresses')
  if (values.length === 0)
    throw fault('/differing', 'is missing: say what is another at each device in its addresses')
  const isNumber = values.map((value) =>
    points.some(({ address }) => Object.values(address).some((each) => each === Number(value))),
  )
  const own = registers.map(({ code, band, digits, direction }) => {
    const unit = points.find(({ register }) => register === code)?.unit ?? UNITS[medium]
    return {
      code,
      band,
      digits,
      unit,
      decimals: unit === PULSE ? 0 : 3,
      direction,
    }
  })
  const relay = points.some(({ role }) => role === 'relay')
  const template: KeptTemplate = {
    ...{ manufacturer: manufacturer ?? title, model: model ?? title, medium },
    ...{ driver: device.driver, sources: [] },
    parameters: values.map((value, index) => ({
      name: nameAt(index),
      title: { en: index === 0 ? 'Device' : `Device ${index + 1}`, 'zh-CN': `设备${index || ''}` },
      ...(isNumber[index]
        ? { kind: 'integer', example: Number(value) }
        : { kind: 'text', example: value }),
    })),
    pulses: own.some(({ unit }) => unit === PULSE),
    transformers: !own.some(({ unit }) => unit === PULSE) && multiplierMicros !== MICROS_PER_UNIT,
    registers: own,
    points: points.map(({ role, register, unit, address }) => ({
      ...{ role, unit, title: POINT_TITLES[role] },
      ...(register === null ? {} : { register }),
      address: generalised(address, values) as JsonObject,
    })),
    switching: relay
      ? {
          kind: medium === 'electricity' ? 'relay' : 'valve',
          ...{ cut: 'off', restore: 'on', readBack: 'as it reports' },
        }
      : null,
  }
  const faults = templateFaults({ ...template, id: 'own', title: { en: title } })
  if (faults.length > 0) throw busbarError('validation-failed', { errors: faults })
  return template
}

const nameAt = (index: number): string => (index === 0 ? 'device' : `device${index + 1}`)

/** What tells a device from others, where nobody says it: the name it was found as, or the device of its addresses. */
function supposed({ points }: MappedDevice, foundAs: string | null): readonly string[] {
  const [first] = points
  const named = [foundAs, first?.address.device]
    .flatMap((each) => (typeof each === 'string' || typeof each === 'number' ? String(each) : []))
    .find((name) =>
      points.every(({ address }) =>
        Object.values(address).some((value) => String(value).includes(name)),
      ),
    )
  return named === undefined ? [] : [named]
}

/** An address with what is another at each device as words in braces. */
function generalised(value: Json, values: readonly string[]): Json {
  if (typeof value === 'number') {
    const index = values.indexOf(String(value))
    return index < 0 ? value : `{${nameAt(index)}}`
  }
  if (typeof value === 'string')
    return values.reduce(
      (text, each, index) => text.replaceAll(each, () => `{${nameAt(index)}}`),
      value,
    )
  if (Array.isArray(value)) return value.map((each: Json) => generalised(each, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, generalised(each, values)]),
  )
}
