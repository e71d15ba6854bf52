import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import list from '../../../schemas/resources/device-template-list.schema.json' with { type: 'json' }
import application from '../../../schemas/resources/template-application.schema.json' with {
  type: 'json',
}
import type { FormSchema } from '../forms/schema.ts'
import type { Template } from './templates.ts'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
const { applicationOf, draftOf, formOf, linesOf } = await import('./templates.ts')

const body = application as FormSchema
const templateOf = (name: string): Template =>
  JSON.parse(
    readFileSync(
      new URL(`../../../plugins/driver-mqtt/templates/${name}.json`, import.meta.url),
      'utf8',
    ),
  )
const relay = templateOf('shelly-pro-4pm')
const pulses = templateOf('milesight-em300-di')
const plain = list.examples[0]?.items[0]?.template as unknown as Template
const transformed: Template = { ...plain, transformers: true }
const names = (template: Template, installed: boolean) =>
  Object.keys(formOf(body, template, installed).properties ?? {})

test('a form asks for what its template needs, and of an installation only where there is one', () => {
  expect(names(plain, false)).toEqual(['parameters', 'serial', 'meteringPointId'])
  expect(names(relay, true)).toEqual([
    ...['parameters', 'serial', 'meteringPointId', 'at', 'openings', 'signedBy', 'supplied'],
  ])
  expect(names(transformed, true)).toContain('multiplier')
  expect(formOf(body, pulses, true).required).toEqual([
    ...['serial', 'parameters', 'pulseValue', 'signedBy', 'openings'],
  ])
  expect(names(pulses, false)).toContain('medium')
  expect(names(relay, true)).not.toContain('medium')
  const { parameters, openings } = formOf(body, relay, true).properties ?? {}
  expect(parameters?.properties).toMatchObject({
    device: { type: 'string', title: 'Topic prefix' },
    channel: { type: 'integer', minimum: 0, maximum: 3 },
  })
  expect(openings?.properties).toMatchObject({ total: { title: 'total, kWh', type: 'string' } })
})

test('what is sent is what the form shows, with the device as it was found', () => {
  const match = {
    templateId: relay.id,
    title: {},
    parameters: { device: 'x', channel: 2 },
    points: 5,
  }
  const draft = { ...draftOf(relay, match), serial: 'S', openings: { total: '12.5' } }
  const how = { foundAs: 'x', dryRun: true }
  expect(applicationOf(relay, draft, how)).toEqual({
    ...{ templateId: 'shelly-pro-4pm', parameters: match.parameters, serial: 'S' },
    ...{ foundAs: 'x', dryRun: true },
  })
  const installed = { ...draft, meteringPointId: '41', signedBy: 'Li Wei' }
  expect(applicationOf(relay, installed, how)).toMatchObject({
    ...{ meteringPointId: '41', supplied: true, signedBy: 'Li Wei' },
    openings: [{ code: 'total', value: '12.5' }],
  })
})

test('a point tells its scale and where it is, with what is known filled in', () => {
  const [energy, power] = linesOf(relay, { parameters: { device: 'x', channel: 2 } })
  expect(energy).toMatchObject({
    ...{ title: 'Energy', register: 'total (Consumed)', scale: '× 0.001' },
    address: 'shelly-gen2 · x · switch:2 · /aenergy/total',
  })
  expect(power).toMatchObject({ scale: '', register: '' })
  const [counted] = linesOf(pulses, { parameters: {}, pulseValue: '0.01' })
  expect(counted).toMatchObject({ scale: '× 0.01' })
  expect(counted?.address).toContain('{device}')
  const [current] = linesOf(transformed, { meteringPointId: '41', multiplier: '40' })
  expect(current?.scale).toBe('× 40')
})
