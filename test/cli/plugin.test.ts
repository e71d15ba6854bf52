import { expect, test } from 'vitest'
import { busbar } from './cli.ts'

const FIXTURES = 'test/fixtures/plugins'

test('help lists every command', async () => {
  const { code, stdout } = await busbar(['--help'])
  expect(code).toBe(0)
  for (const name of ['start', 'migrate', 'doctor', 'verify', 'plugin', 'bench'])
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
})

test('the installed plugins are listed with version and contributions', async () => {
  const { code, stdout } = await busbar(['plugin', 'list', '--json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({
      id: 'driver-mqtt',
      version: '0.1.0',
      contributions: ['meterDrivers/mqtt'],
      error: null,
    }),
  )
  expect((await busbar(['plugin', 'list'])).stdout).toMatch(
    /^ok {5}driver-mqtt +0\.1\.0 +meterDrivers\/mqtt$/m,
  )
})

test('a good plugin passes, without its code and with it', async () => {
  const { code, stdout } = await busbar(['plugin', 'check', `${FIXTURES}/good`, '--load'])
  expect(stdout).toContain('manifest: good 1.0.0')
  expect(stdout).toContain('configuration: its schema can be used')
  expect(stdout).toContain('meterDrivers/memory: schemas of connection, point can be used')
  expect(stdout).toContain('register() provides what the manifest declares')
  expect(code).toBe(0)
})

test('a plugin in a process of its own is loaded there', async () => {
  const hostile = 'test/fixtures/process-plugins/hostile'
  const { code, stdout } = await busbar(['plugin', 'check', hostile, '--load'])
  expect(stdout).toContain('register() provides what the manifest declares')
  expect(code).toBe(0)
})

test.each([
  ['broken-manifest', 'plugin-manifest-invalid'],
  ['schema-bomb', 'plugin-schema-invalid'],
  ['wrong-api', 'plugin-api-incompatible'],
])('%s is refused before its code runs', async (folder, errorCode) => {
  const { code, stdout } = await busbar(['plugin', 'check', `${FIXTURES}/${folder}`])
  expect(stdout).toContain(`WRONG  ${errorCode}`)
  expect(code).toBe(1)
})

test.each([
  ['contributes-undeclared', 'plugin-contribution-invalid'],
  ['throws-at-register', 'plugin-load-failed'],
])('%s is found out by loading it alone', async (folder, errorCode) => {
  expect((await busbar(['plugin', 'check', `${FIXTURES}/${folder}`])).code).toBe(0)
  const { code, stdout } = await busbar(['plugin', 'check', `${FIXTURES}/${folder}`, '--load'])
  expect(stdout).toContain(`WRONG  ${errorCode}`)
  expect(code).toBe(1)
})

test.each([
  [['plugin'], 'Usage: busbar plugin'],
  [['plugin', 'polish'], 'there is no "polish"'],
  [['plugin', 'check'], 'name one folder'],
  [['plugin', 'new', 'Bad Name', '--type', 'meterDrivers'], 'lower case'],
  [['plugin', 'new', 'driver-x', '--type', 'drivers'], '--type is one of meterDrivers'],
  [['plugin', 'new', 'driver-mqtt', '--type', 'meterDrivers'], 'is there already'],
  [['bench', 'nothing-of-the-kind'], 'No bench "nothing-of-the-kind"'],
])('%j says what to do', async (args, message) => {
  const { code, stdout, stderr } = await busbar(args)
  expect(stdout + stderr).toContain(message)
  expect(code).toBe(2)
})
