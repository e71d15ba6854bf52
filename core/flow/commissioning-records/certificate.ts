import { defined } from '../../kernel/assert.ts'
import type { Json, JsonObject } from '../../kernel/canonical.ts'
import { formatMicros } from '../../kernel/decimal.ts'
import { formatInstant } from '../../kernel/instant.ts'
import type { RegistryWriter, Row, Value } from '../registry/ports.ts'
import type { CommissioningReads } from './ports.ts'

/** Name of this kind of certificate; another form gets another name, and its hash means another text. */
const FORM = 'busbar-commissioning-1'

/** All that a certificate says, as on the wire, so that its hash can be made again by anybody. */
export async function certificateOf(request: {
  readonly reads: CommissioningReads
  readonly writer: RegistryWriter
  /** The record as it is signed. */
  readonly row: Row
  readonly signedByName: string | null
}): Promise<JsonObject> {
  const { reads, writer, row, signedByName } = request
  const readOf = async (resource: string, id: Value | undefined): Promise<Row> =>
    defined(await writer.read({ resource, id: String(id) }), `${resource} ${String(id)}`)
  const site = await readOf('sites', row.siteId)
  const meter = await readOf('meters', row.meterId)
  const point = await readOf('meteringPoints', row.meteringPointId)
  const installation = await readOf('installations', row.installationId)
  const connection =
    row.connectionId === null ? null : await readOf('connections', row.connectionId)
  const meterId = String(row.meterId)
  const values = await reads.values({ meterId, since: null }, writer.transaction)
  const texts = (of: Row, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, jsonOf(of[name])]))
  return {
    form: FORM,
    record: String(row.id),
    site: texts(site, ['id', 'code', 'name', 'timeZone']),
    meter: texts(meter, ['id', 'serial', 'model', 'utility']),
    meteringPoint: texts(point, ['id', 'code', 'name', 'unit']),
    installation: {
      id: String(installation.id),
      fromAt: instantOf(installation.fromAt),
      multiplier: formatMicros(BigInt(String(installation.multiplierMicros))),
    },
    connection: connection === null ? null : texts(connection, ['id', 'name', 'type']),
    templateId: jsonOf(row.templateId),
    foundAs: jsonOf(row.foundAs),
    startedAt: instantOf(row.startedAt),
    startedBy: jsonOf(row.startedBy),
    seen: jsonOf(row.seen),
    seenAt: instantOf(row.seenAt),
    seenBy: jsonOf(row.seenBy),
    registers: values.flatMap(({ registerId, name, unit, value, at }) =>
      registerId === null || value === null || at === null
        ? []
        : [{ registerId, name, unit, value, at: formatInstant(at) }],
    ),
    tests: jsonOf(row.tests),
    supplyPointId: jsonOf(row.supplyPointId),
    signedAt: instantOf(row.signedAt),
    signedBy: { id: jsonOf(row.signedBy), name: signedByName },
    signatory: jsonOf(row.signatory),
    witness: jsonOf(row.witness),
    remarks: jsonOf(row.remarks),
  }
}

const instantOf = (value: Value | undefined): string | null =>
  typeof value === 'number' ? formatInstant(value) : null

/** A value of a row that is none of micros. */
const jsonOf = (value: Value | undefined): Json => (value === undefined ? null : (value as Json))
