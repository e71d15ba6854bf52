import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** The modules that importing a file loads, in a process that loads nothing else. */
async function loadedBy(file: string): Promise<readonly string[]> {
  const script = `
    import { registerHooks } from 'node:module'
    const seen = []
    registerHooks({
      load(url, context, next) {
        seen.push(url)
        return next(url, context)
      },
    })
    await import(${JSON.stringify(new URL(`../../plugins/${file}`, import.meta.url).href)})
    console.log(JSON.stringify(seen))`
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--input-type=module', '--eval', script],
  ])
  return JSON.parse(stdout)
}

const LIBRARIES = [
  'mqtt',
  'node-opcua',
  'node-opcua-client',
  'protobufjs',
  'quickjs-emscripten-core',
]

const librariesIn = (urls: readonly string[]) =>
  LIBRARIES.filter((name) => urls.some((url) => url.includes(`/node_modules/${name}/`)))

// Libraries come with the first connection that needs them: a core that has none starts in a moment.
test.each([
  ['driver-mqtt/index.ts', []],
  ['driver-mqtt/driver.ts', ['mqtt', 'protobufjs']],
  ['driver-opcua/index.ts', []],
  ['gateway-mqtt/index.ts', []],
  ['gateway-mqtt/gateway.ts', []],
  ['gateway-mqtt/homeassistant/face.ts', ['mqtt']],
  ['gateway-mqtt/sparkplug/face.ts', ['mqtt', 'protobufjs']],
  ['gateway-opcua/index.ts', []],
])('importing %s loads of the libraries %j', async (file, libraries) => {
  expect(librariesIn(await loadedBy(file))).toEqual(libraries)
})
