import type { Browsing, Discovery } from '../contracts/index.ts'
import { busbarError } from '../kernel/error.ts'

/*
 * What a search brings back is a plugin's word: it is judged, and cut to what was asked for, before anybody sees it.
 */

const ROLES: readonly unknown[] = ['register', 'relay', 'power', 'current', 'online', 'value']
const TEXT_LENGTH = 1_000
const SAMPLE_LENGTH = 4_096
/** Points of a device, or fields of a source. */
const MOST_PARTS = 200
/** Where the request says nothing. */
const DEFAULT_LIMIT = 200

type Fields = { readonly [key: string]: unknown }

/** @throws `plugin-call-failed` for an answer of another shape */
export function asDiscovery(result: unknown, request: unknown): Discovery {
  const { devices, sources = [] } = record(result)
  const limit = limitOf(request)
  return {
    devices: items(devices, limit).map((device) => ({
      ...{ source: text(device.source), title: text(device.title) },
      points: items(device.points, MOST_PARTS).map(pointOf),
    })),
    sources: items(sources, limit).map((seen) => ({
      ...{ source: text(seen.source), at: count(seen.at), count: count(seen.count) },
      sample: text(seen.sample, SAMPLE_LENGTH),
      fields: items(seen.fields, MOST_PARTS).map((field) => ({
        ...{ place: text(field.place), value: text(field.value) },
        point: pointOf(record(field.point)),
      })),
    })),
  }
}

/** @throws `plugin-call-failed` for an answer of another shape */
export function asBrowsing(result: unknown, request: unknown): Browsing {
  return {
    nodes: items(record(result).nodes, limitOf(request)).map((node) => ({
      ...{ nodeId: text(node.nodeId), title: text(node.title) },
      hasChildren: node.hasChildren === true,
      ...(node.point === undefined ? {} : { point: pointOf(record(node.point)) }),
      ...(node.value === undefined ? {} : { value: text(node.value) }),
    })),
  }
}

function pointOf({
  address,
  title,
  role,
  unit,
}: Fields): Discovery['devices'][number]['points'][number] {
  const known = ROLES.includes(role) ? (role as 'value') : refuse()
  return {
    address: record(address) as Discovery['devices'][number]['points'][number]['address'],
    ...{ title: text(title), role: known, unit: text(unit) },
  }
}

function limitOf(request: unknown): number {
  const limit = typeof request === 'object' && request !== null && Reflect.get(request, 'limit')
  return typeof limit === 'number' ? limit : DEFAULT_LIMIT
}

function items(value: unknown, most: number): readonly Fields[] {
  return Array.isArray(value) ? value.slice(0, most).map(record) : refuse()
}

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : refuse()
}

function text(value: unknown, most = TEXT_LENGTH): string {
  return typeof value === 'string' ? value.slice(0, most) : refuse()
}

function count(value: unknown): number {
  return Number.isSafeInteger(value) ? Number(value) : refuse()
}

function refuse(): never {
  throw busbarError('plugin-call-failed', {
    detail: 'Its search answered with something else than the contract says.',
  })
}
