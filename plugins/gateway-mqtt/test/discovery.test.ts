import type { GatewaySnapshot } from '@busbar/core/contracts'
import { describe, expect, test } from 'vitest'
import { discoveryOf } from '../homeassistant/discovery.ts'
import { objectId, topicsOf } from '../homeassistant/topics.ts'

const topics = topicsOf({ topicPrefix: 'busbar', discoveryPrefix: 'homeassistant' }, '9')

const blank = { unit: '', counter: false, writable: false, historical: false }
const tree: Pick<GatewaySnapshot, 'nodes' | 'points'> = {
  nodes: [
    { nodeId: 'site:1', kind: 'site', parentId: null, title: 'Tower' },
    { nodeId: 'space:3', kind: 'space', parentId: 'site:1', title: '一层 101' },
    { nodeId: 'meter:12', kind: 'meter', parentId: 'space:3', title: 'Unit 101' },
    { nodeId: 'supply:5', kind: 'supply', parentId: 'meter:12', title: 'Supply of unit 101' },
  ],
  points: [
    {
      ...{ ...blank, pointId: 'site:1/held', nodeId: 'site:1', name: 'held', title: 'Held' },
      valueType: 'boolean',
    },
    {
      ...{ ...blank, pointId: 'meter:12/register.1.8.0', nodeId: 'meter:12', title: 'Total' },
      ...{ name: 'register.1.8.0', valueType: 'decimal', unit: 'kWh', counter: true },
    },
    {
      ...{ ...blank, pointId: 'meter:12/register.V', nodeId: 'meter:12', title: 'Water' },
      ...{ name: 'register.V', valueType: 'decimal', unit: 'm3', counter: true },
    },
    {
      ...{ ...blank, pointId: 'supply:5/order', nodeId: 'supply:5', title: 'Order' },
      ...{ name: 'order', valueType: 'boolean', writable: true },
    },
  ],
}

const messages = discoveryOf(tree, { topics, connectionId: '9' })
const configOf = (topic: string) => JSON.parse(messages.get(topic) ?? 'null')

describe('discovery', () => {
  test('of a counter is one of energy that only grows, at the device of its meter', () => {
    expect(
      configOf('homeassistant/sensor/busbar_9/meter_12-register_x2e_1_x2e_8_x2e_0/config'),
    ).toMatchObject({
      ...{ device_class: 'energy', state_class: 'total_increasing', unit_of_measurement: 'kWh' },
      ...{ state_topic: 'busbar/9/meter/12/register.1.8.0', name: 'Total' },
      device: {
        ...{ identifiers: ['busbar_9_meter_12'], name: 'Unit 101', suggested_area: '一层 101' },
        via_device: 'busbar_9_site_1',
      },
    })
  })

  test('of a volume uses the sign that Home Assistant knows', () => {
    expect(configOf('homeassistant/sensor/busbar_9/meter_12-register_x2e_V/config')).toMatchObject({
      ...{ device_class: 'volume', unit_of_measurement: 'm³' },
    })
  })

  test('of an order is a switch that never retains, and a button that takes it back', () => {
    expect(configOf('homeassistant/switch/busbar_9/supply_5-order/config')).toMatchObject({
      ...{ command_topic: 'busbar/9/supply/5/order/set', retain: false, optimistic: false },
      device: { via_device: 'busbar_9_meter_12' },
    })
    expect(configOf('homeassistant/button/busbar_9/supply_5-order-release/config')).toMatchObject({
      ...{ command_topic: 'busbar/9/supply/5/order/set', payload_press: 'AUTO' },
    })
  })

  test('names each entity once', () => {
    const ids = [...messages.values()].map((message) => JSON.parse(message).unique_id)
    expect(new Set(ids).size).toBe(messages.size)
    // Four points, the button, and the alarms.
    expect(messages.size).toBe(6)
    for (const topic of messages.keys())
      expect(topic).toMatch(/^homeassistant\/[a-z_]+\/busbar_9\/[A-Za-z0-9_-]+\/config$/)
  })
})

test('ids stay apart in topics', () => {
  const ids = ['meter:1/a.b', 'meter:1/a_b', 'meter:1/a-b', 'meter:1/a/b', 'meter:1/a%2Eb']
  expect(new Set(ids.map(objectId)).size).toBe(ids.length)
})

test('only topics of points are commands', () => {
  expect(topics.commanded('busbar/9/supply/5/order/set')).toBe('supply:5/order')
  for (const topic of ['busbar/8/supply/5/order/set', 'busbar/9/set', 'busbar/9/a/b/c/d/set', 'x'])
    expect(topics.commanded(topic)).toBeNull()
})
