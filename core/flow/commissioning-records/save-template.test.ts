import { describe, expect, it } from 'vitest'
import { MICROS_PER_UNIT } from '../../kernel/decimal.ts'
import type { MappedDevice } from './ports.ts'
import { templateOf } from './save-template.ts'

const asked = { title: 'Hall', manufacturer: null, model: null, differing: null }
const opcua = (role: 'register' | 'power', register: string | null, name: string) => ({
  ...{ role, register, unit: role === 'power' ? 'W' : 'kWh' },
  address: { nodeId: `ns=2;s=Hall_B.Meter7.${name}` },
})
const device: MappedDevice = {
  ...{ medium: 'electricity', driver: 'opcua', multiplierMicros: 40n * MICROS_PER_UNIT },
  registers: [{ code: 'total', band: null, digits: 9, direction: 'import' }],
  points: [opcua('register', 'total', 'Energy'), opcua('power', null, 'Power')],
}

describe('a template of a commissioned device', () => {
  it('has a part of a node id as its parameter, and asks for transformers where there are some', () => {
    const template = templateOf(device, { ...asked, differing: ['Hall_B.Meter7'] }, null)
    expect(template).toMatchObject({
      ...{ manufacturer: 'Hall', transformers: true, pulses: false, switching: null },
      parameters: [{ name: 'device', kind: 'text', example: 'Hall_B.Meter7' }],
      points: [
        { address: { nodeId: 'ns=2;s={device}.Energy' } },
        { address: { nodeId: 'ns=2;s={device}.Power' } },
      ],
    })
  })

  it('says which registers count what is fed back', () => {
    const roof = { code: 'fed-back', band: null, digits: 9, direction: 'export' } as const
    const registers = [...device.registers, roof]
    const points = [...device.points, opcua('register', 'fed-back', 'Returned')]
    const named = { ...asked, differing: ['Hall_B.Meter7'] }
    const saved = templateOf({ ...device, registers, points }, named, null)
    expect(saved.registers.map(({ code, direction }) => [code, direction])).toEqual([
      ['total', 'import'],
      ['fed-back', 'export'],
    ])
  })

  it('is refused where nothing tells the device from the next, or the part stands nowhere', () => {
    expect(() => templateOf(device, asked, 'Meter 7')).toThrow()
    expect(() => templateOf(device, { ...asked, differing: ['Meter8'] }, null)).toThrow()
  })

  it('keeps numbers numbers, and pulses pulses, whatever is metered', () => {
    const address = { device: 1001, objectType: 'accumulator', objectInstance: 3 }
    for (const medium of ['water', 'gas', 'heating', 'cooling'] as const) {
      const counter: MappedDevice = {
        ...{ ...device, medium, driver: 'bacnet' },
        points: [{ role: 'register', register: 'total', unit: 'pulse', address }],
      }
      expect(templateOf(counter, asked, null)).toMatchObject({
        ...{ medium, pulses: true, transformers: false },
        parameters: [{ name: 'device', kind: 'integer', example: 1001 }],
        registers: [{ code: 'total', unit: 'pulse', decimals: 0 }],
        points: [{ address: { device: '{device}', objectInstance: 3 } }],
      })
    }
  })
})
