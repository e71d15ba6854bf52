import {
  type DeviceTemplate,
  fillAddress,
  parameterFaults,
  type TemplateParameters,
} from '../../contracts/device-template.ts'
import { defined } from '../../kernel/assert.ts'
import { MICROS_PER_UNIT } from '../../kernel/decimal.ts'
import { busbarError, type FieldError } from '../../kernel/error.ts'
import type { Id } from '../../kernel/id.ts'
import type { Instant } from '../../kernel/instant.ts'
import type { Commissioning } from '../commissioning/commission.ts'
import { createWithin } from '../registry/change.ts'
import type { RegistryWriter, Row } from '../registry/ports.ts'
import { beginWithin, type RecordContext, type RecordedBy } from './record.ts'

export interface ApplyContext extends RecordContext {
  readonly commissioning: Pick<Commissioning, 'installWithin'>
  /** Judges a point as when it is made by hand. @throws `validation-failed` */
  readonly checkPoint: (values: Row) => Promise<void>
}

export interface TemplateApplication {
  readonly template: DeviceTemplate
  /** What is measured; a counter of pulses counts those of any meter. */
  readonly medium: DeviceTemplate['medium']
  readonly parameters: TemplateParameters
  readonly connectionId: Id
  /** Site of the connection. */
  readonly siteId: Id
  readonly serial: string
  readonly foundAs: string | null
  /** Null: it is not installed. */
  readonly meteringPointId: Id | null
  readonly at: Instant
  /** CT × PT. */
  readonly multiplierMicros: bigint
  /** What a pulse counts; null where no pulses are counted. */
  readonly pulseValueMicros: bigint | null
  readonly openings: readonly { readonly code: string; readonly valueMicros: bigint }[]
  readonly signedBy: string | null
  /** Whether its relay switches the supply of the metering point. */
  readonly supplied: boolean
  readonly dryRun: boolean
}

/** One thing that was made, or would be. */
export interface MadeObject {
  readonly resource: string
  readonly id: Id | null
  readonly title: string
}

export interface TemplateOutcome {
  readonly applied: boolean
  readonly meterId: Id | null
  readonly commissioningId: Id | null
  readonly objects: readonly MadeObject[]
}

/**
 * Makes a device by a template, all of it or nothing. A dry run makes it too and undoes it, so that it tells what would
 * happen and not what might.
 * @throws `validation-failed`, `already-exists`, `conflict`
 */
export async function applyTemplate(
  context: ApplyContext,
  request: TemplateApplication & RecordedBy,
): Promise<TemplateOutcome> {
  const faults = faultsOf(request)
  if (faults.length > 0) throw busbarError('validation-failed', { errors: faults })
  if (!request.dryRun)
    return context.store.inTransaction((writer) => make(context, request, writer))
  const undone = new Error('undone')
  const told: TemplateOutcome[] = []
  try {
    await context.store.inTransaction(async (writer) => {
      told.push(await make(context, request, writer))
      throw undone
    })
  } catch (thrown) {
    if (thrown !== undone) throw thrown
  }
  const { objects } = defined(told.at(-1), 'what a dry run would make')
  return {
    ...{ applied: false, meterId: null, commissioningId: null },
    objects: objects.map((object) => ({ ...object, id: null })),
  }
}

function faultsOf(request: TemplateApplication): readonly FieldError[] {
  const { template, parameters, multiplierMicros, pulseValueMicros, openings, supplied } = request
  const { registers, points, transformers, pulses } = template
  const faults = [...parameterFaults(template, parameters)]
  const fault = (pointer: string, message: string) => faults.push({ pointer, message })
  if (!pulses && request.medium !== template.medium)
    fault('/medium', `must be ${template.medium}: it is no counter of another meter's pulses`)
  if (!transformers && multiplierMicros !== MICROS_PER_UNIT)
    fault('/multiplier', 'must be 1: no ratio of transformers applies to this device')
  if (multiplierMicros <= 0n) fault('/multiplier', 'must be above 0')
  if (pulses && (pulseValueMicros === null || pulseValueMicros <= 0n))
    fault('/pulseValue', 'is missing: say what one pulse counts')
  if (!pulses && pulseValueMicros !== null)
    fault('/pulseValue', 'is not asked for: it counts no pulses')
  for (const [index, { code }] of openings.entries())
    if (!registers.some((each) => each.code === code))
      fault(
        `/openings/${index}/code`,
        `is none of ${registers.map((each) => each.code).join(', ')}`,
      )
  if (request.meteringPointId !== null && request.signedBy === null)
    fault('/signedBy', 'is missing: say who read the values off the meter')
  const relay = points.some(({ role }) => role === 'relay')
  if (supplied && (request.meteringPointId === null || !relay))
    fault('/supplied', 'needs a metering point, and a template with a relay')
  return faults
}

interface Making {
  readonly context: ApplyContext
  readonly request: TemplateApplication & RecordedBy
  readonly writer: RegistryWriter
  readonly objects: MadeObject[]
}

async function make(
  context: ApplyContext,
  request: TemplateApplication & RecordedBy,
  writer: RegistryWriter,
): Promise<TemplateOutcome> {
  const making: Making = { context, request, writer, objects: [] }
  const { template, medium: utility, siteId, serial, meteringPointId } = request
  const { manufacturer, model } = template
  const title = `${manufacturer} ${model}`
  const meterId = await add(making, 'meters', `${serial}, ${title}`, {
    ...{ siteId, serial, model: title, utility },
  })
  const registers = new Map<string, Id>()
  for (const { code, band, digits, direction } of template.registers)
    registers.set(
      code,
      await add(making, 'registers', code, { meterId, code, band, digits, direction }),
    )
  const points = await addPoints(making, { meterId, registers })
  const commissioningId =
    meteringPointId === null
      ? null
      : await install(making, { meterId, meteringPointId, registers, points })
  return { applied: true, meterId, commissioningId, objects: making.objects }
}

async function add(
  { context, request, writer, objects }: Making,
  resource: string,
  title: string,
  values: Row,
): Promise<Id> {
  const { operation, actor, siteId } = request
  const row = await createWithin(
    { ...context, writer },
    { resource, operation, actor, values, siteId },
  )
  const id = String(row.id)
  objects.push({ resource, id, title })
  return id
}

async function addPoints(
  making: Making,
  of: { readonly meterId: Id; readonly registers: ReadonlyMap<string, Id> },
): Promise<ReadonlyMap<string, Id>> {
  const { context, request } = making
  const { template, parameters, connectionId } = request
  const made = new Map<string, Id>()
  for (const { role, register, unit, title, address } of template.points) {
    const values: Row = {
      ...{ connectionId, meterId: of.meterId, role, unit, lifeSafety: false },
      registerId: register === undefined ? null : (of.registers.get(register) ?? null),
      address: fillAddress(address, parameters),
    }
    await context.checkPoint(values)
    made.set(
      role,
      await add(making, 'points', `${title.en} (${role}${unit && `, ${unit}`})`, values),
    )
  }
  return made
}

async function install(
  making: Making,
  of: {
    readonly meterId: Id
    readonly meteringPointId: Id
    readonly registers: ReadonlyMap<string, Id>
    readonly points: ReadonlyMap<string, Id>
  },
): Promise<Id> {
  const { context, request, writer, objects } = making
  const { operation, actor, siteId, template, at, signedBy } = request
  const { meterId, meteringPointId, registers, points } = of
  await refuseMisplaced(writer, { meteringPointId, request })
  const pulse = request.pulseValueMicros ?? MICROS_PER_UNIT
  const product = request.multiplierMicros * pulse
  if (product % MICROS_PER_UNIT !== 0n)
    throw busbarError('validation-failed', {
      errors: [
        { pointer: '/pulseValue', message: 'times the multiplier has more than six decimals' },
      ],
    })
  const openings = [...registers].map(([code, registerId]) => ({
    registerId,
    valueMicros: request.openings.find((each) => each.code === code)?.valueMicros ?? 0n,
  }))
  const id = await context.commissioning.installWithin(
    {
      ...{ meterId, meteringPointId, at, openings, signedBy: defined(signedBy, 'the signer') },
      multiplierMicros: product / MICROS_PER_UNIT,
    },
    { actor, operation, siteId },
    writer.transaction,
  )
  objects.push({ resource: 'installations', id, title: request.serial })
  const relayPointId = points.get('relay')
  if (request.supplied && relayPointId !== undefined) {
    const loadPointId = points.get('power') ?? points.get('current') ?? null
    const values: Row = { siteId, meteringPointId, relayPointId, loadPointId, loadIdleMicros: 0n }
    await add(making, 'supplyPoints', request.serial, values)
  }
  const { foundAs } = request
  const begun = { writer, meterId, templateId: template.id, foundAs, actor, operation, siteId }
  const record = await beginWithin(context, begun)
  objects.push({ resource: 'commissionings', id: String(record.id), title: request.serial })
  return String(record.id)
}

/** What is measured, and in which unit: no figure is turned from one into the other. */
async function refuseMisplaced(
  writer: RegistryWriter,
  of: { readonly meteringPointId: Id; readonly request: TemplateApplication },
): Promise<void> {
  const { medium, template } = of.request
  const point = await writer.read({ resource: 'meteringPoints', id: of.meteringPointId })
  const refuse = (message: string) => {
    const errors = [{ pointer: '/meteringPointId', message }]
    return busbarError('validation-failed', { errors })
  }
  if (point?.utility !== medium) throw refuse(`does not measure ${medium}`)
  // What a pulse counts is told in the metering point's own unit.
  if (template.pulses) return
  const other = template.registers.find(({ unit }) => unit !== point.unit)
  if (other !== undefined)
    throw refuse(
      `is measured in ${String(point.unit)}, and "${other.code}" counts in ${other.unit}`,
    )
}
