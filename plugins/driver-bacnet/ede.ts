import type { DiscoveredDevice, DiscoveredPoint } from '@busbar/core/contracts'
import { pointOf } from './found.ts'

/** Columns of an engineering data exchange file (EDE 2.x), as its line of titles names them. */
const COLUMNS = {
  device: /^device\s*obj/,
  name: /^object-?name/,
  type: /^object-?type/,
  instance: /^object-?instance/,
  description: /^description/,
  unit: /^unit-?code/,
} as const

type Column = keyof typeof COLUMNS

const MAX_LINES = 50_000

export interface EdeContent {
  readonly devices: readonly DiscoveredDevice[]
  /** Lines that could not be used, by number, with the reason. */
  readonly faults: readonly { readonly line: number; readonly reason: string }[]
}

/**
 * Reads the points that a supplier planned: a table whose fields are parted by semicolons (commas and
 * tabs are taken too), after a line of titles that starts with `keyname`.
 */
export function readEde(text: string): EdeContent {
  const lines = text.split(/\r\n|\n|\r/).slice(0, MAX_LINES)
  const titleAt = lines.findIndex((line) => /^[#\s"]*keyname/i.test(line))
  const title = lines[titleAt]
  if (title === undefined)
    return { devices: [], faults: [{ line: 1, reason: 'There is no line of titles (keyname;…).' }] }
  const separator = [';', '\t', ','].find((one) => title.includes(one)) ?? ';'
  const columns = columnsOf(fieldsOf(title, separator))
  if (columns.device === undefined || columns.type === undefined || columns.instance === undefined)
    return {
      devices: [],
      faults: [{ line: titleAt + 1, reason: 'Device, object type or instance has no column.' }],
    }
  const faults: { line: number; reason: string }[] = []
  const byDevice = new Map<number, DiscoveredPoint[]>()
  for (const [index, line] of lines.entries()) {
    if (index <= titleAt || line.trim() === '' || line.startsWith('#')) continue
    const row = rowOf(fieldsOf(line, separator), columns)
    if (typeof row === 'string') faults.push({ line: index + 1, reason: row })
    else if (row !== undefined) {
      const points = byDevice.get(row.device) ?? []
      byDevice.set(row.device, points)
      points.push(row.point)
    }
  }
  const devices = [...byDevice].map(([device, points]) => ({
    ...{ source: `device ${device}`, title: `Device ${device} (EDE)`, points },
  }))
  return { devices, faults }
}

function columnsOf(titles: readonly string[]): Partial<Record<Column, number>> {
  const columns: Partial<Record<Column, number>> = {}
  for (const [name, pattern] of Object.entries(COLUMNS)) {
    const at = titles.findIndex((one) => pattern.test(one.trim().toLowerCase()))
    if (at >= 0) columns[name as Column] = at
  }
  return columns
}

/** Undefined for an object that is no point, such as the device itself; a reason for a bad line. */
function rowOf(fields: readonly string[], columns: Partial<Record<Column, number>>) {
  const field = (name: Column) => fields[columns[name] ?? -1]?.trim() ?? ''
  const device = Number(field('device') || 'x')
  const type = Number(field('type') || 'x')
  const instance = Number(field('instance') || 'x')
  if (![device, type, instance].every((one) => Number.isInteger(one) && one >= 0))
    return 'Device, object type and instance must be numbers.'
  if (device > 4_194_302 || instance > 4_194_302) return 'A number is past 4194302.'
  const unit = field('unit') === '' ? undefined : Number(field('unit'))
  const title = field('name') || field('description') || `${type}:${instance}`
  const point = pointOf({ device, object: { type, instance }, title, unit, scaleExponent: 0 })
  return point === undefined ? undefined : { device, point }
}

/** Fields of a line; those in quotation marks may hold the separator, and marks doubled. */
function fieldsOf(line: string, separator: string): readonly string[] {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] ?? ''
    if (quoted && char === '"' && line[at + 1] === '"') {
      field += char
      at += 1
    } else if (char === '"') quoted = !quoted
    else if (char === separator && !quoted) {
      fields.push(field)
      field = ''
    } else field += char
  }
  return [...fields, field]
}
