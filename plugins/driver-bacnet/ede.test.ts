import { expect, it } from 'vitest'
import { readEde } from './ede.ts'

const FILE = `# Proposal_Engineering-Data-Exchange;;;;
PROJECT_NAME;Tower
VERSION_OF_REFERENCEFILE;2
# mandatory;mandatory;mandatory;mandatory;mandatory;optional
# keyname;device obj.-instance;object-name;object-type;object-instance;description;present-value-default;min-present-value;max-present-value;settable;supports COV;hi-limit;low-limit;state-text-reference;unit-code;vendor-specific-addres
M1_E;1001;M1.Energy;23;1;"Main meter; active energy";;;;N;N;;;;18
M1_P;1001;M1.Power;0;2;Power;;;;N;Y;;;;48
M1_R;1001;M1.Relay;4;3;Contactor;;;;Y;Y;;;;
DEV;1001;Controller;8;1001;;;;;;;;;;
M2_E;1002;;46;1;Second meter;;;;N;Y;;;;19
BAD;x;Odd;0;1;;;;;;;;;;
`

it('the points of an EDE file can be bound, with role, unit and decimal point', () => {
  const { devices, faults } = readEde(FILE)
  expect(devices.map(({ source }) => source)).toEqual(['device 1001', 'device 1002'])
  expect(devices[0]?.points).toEqual([
    {
      title: 'M1.Energy',
      ...{ role: 'register', unit: 'kWh' },
      address: { device: 1001, objectType: 'accumulator', objectInstance: 1, decimalExponent: -3 },
    },
    {
      title: 'M1.Power',
      ...{ role: 'power', unit: 'W' },
      address: { device: 1001, objectType: 'analog-input', objectInstance: 2, decimalExponent: 3 },
    },
    {
      title: 'M1.Relay',
      ...{ role: 'relay', unit: '' },
      address: { device: 1001, objectType: 'binary-output', objectInstance: 3 },
    },
  ])
  expect(devices[1]?.points[0]?.title).toBe('Second meter')
  expect(faults).toEqual([{ line: 11, reason: expect.stringContaining('must be numbers') }])
})

it.each([
  ['', 'no line of titles'],
  ['keyname;object-name\nA;B', 'has no column'],
])('what is no EDE file is told: %j', (text, reason) => {
  expect(readEde(text)).toEqual({
    devices: [],
    faults: [{ line: 1, reason: expect.stringContaining(reason) }],
  })
})
