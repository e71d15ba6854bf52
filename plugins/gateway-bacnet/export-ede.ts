#!/usr/bin/env node
import { parsePeer } from '@busbar/bacnet/frames'
import { BACNET_PORT, OBJECT, PROPERTY, WILDCARD_INSTANCE } from '@busbar/bacnet/numbers'
import { scalarOf } from '@busbar/bacnet/scalars'
import type { ObjectId } from '@busbar/bacnet/tags'
import { type EdeObject, ede } from './ede.ts'
import { openReader, type Reader } from './reader.ts'

/* Writes the objects of a device as an EDE file to standard output: `export-ede.ts 192.0.2.10:47808 > site_EDE.csv`. */

async function textOf(reader: Reader, id: ObjectId, property: number): Promise<string> {
  const [tag] = (await reader.read(id, property))?.values ?? []
  const scalar = tag === undefined ? undefined : scalarOf(tag)
  if (scalar?.kind === 'text') return scalar.text
  if (scalar?.kind === 'enumerated') return `${scalar.value}`
  return ''
}

async function describe(reader: Reader, device: number, id: ObjectId): Promise<EdeObject> {
  const unit = await textOf(reader, id, PROPERTY.units)
  const array = await reader.read(id, PROPERTY.priorityArray)
  return {
    ...{ device, type: id.type, instance: id.instance },
    name: await textOf(reader, id, PROPERTY.objectName),
    description: await textOf(reader, id, PROPERTY.description),
    isCommandable: array?.values !== undefined,
    unit: unit === '' ? undefined : Number(unit),
  }
}

async function objectAt(reader: Reader, device: ObjectId, index: number) {
  const [tag] = (await reader.read(device, PROPERTY.objectList, index))?.values ?? []
  return tag === undefined ? undefined : scalarOf(tag)
}

async function run(address: string): Promise<string> {
  const to = parsePeer(address, BACNET_PORT)
  if (to === undefined) throw new Error('Give the address of a device, such as 192.0.2.10:47808.')
  const reader = openReader(to)
  try {
    const any = { type: OBJECT.device, instance: WILDCARD_INSTANCE }
    const count = await objectAt(reader, any, 0)
    const objects: EdeObject[] = []
    const first = await objectAt(reader, any, 1)
    const device = first?.kind === 'object' ? first.id.instance : WILDCARD_INSTANCE
    for (let index = 1; count?.kind === 'number' && index <= Number(count.text); index += 1) {
      const found = await objectAt(reader, any, index)
      if (found?.kind === 'object') objects.push(await describe(reader, device, found.id))
    }
    const title = objects[0]?.name ?? address
    return ede({ title, at: new Date().toISOString(), objects })
  } finally {
    reader.close()
  }
}

run(process.argv[2] ?? '').then(
  (text) => process.stdout.write(text),
  (thrown: unknown) => {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`)
    process.exitCode = 1
  },
)
