import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const LIBRARIES = ['mqtt', 'protobufjs']

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
    await import(${JSON.stringify(new URL(file, import.meta.url).href)})
    console.log(JSON.stringify(seen))`
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--input-type=module', '--eval', script],
  ])
  return JSON.parse(stdout)
}

const librariesIn = (urls: readonly string[]) =>
  LIBRARIES.filter((name) => urls.some((url) => url.includes(`/node_modules/${name}/`)))

test('the plugin is there without its libraries, and a format with its own alone', async () => {
  expect(librariesIn(await loadedBy('../index.ts'))).toEqual([])
  expect(librariesIn(await loadedBy('../gateway.ts'))).toEqual([])
  expect(librariesIn(await loadedBy('../homeassistant/face.ts'))).toEqual(['mqtt'])
  expect(librariesIn(await loadedBy('../sparkplug/face.ts'))).toEqual(LIBRARIES)
})
