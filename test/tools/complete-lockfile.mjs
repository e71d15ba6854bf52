// Adds to package-lock.json the optional platform packages that npm left out.
//
// npm omits an optional dependency from the lock file when the registry it asked did not serve it, and `npm ci`
// then refuses that lock file everywhere. Each omitted package is named, with its exact version, by the package
// that wants it; its os, cpu and libc follow from its name. Run after `npm install` when `npm ci` says "Missing".
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const lockPath = fileURLToPath(new URL('../../package-lock.json', import.meta.url))

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'sunos',
  'openbsd',
  'netbsd',
  'aix',
]
const processors = {
  armv7l: 'arm',
  'arm-eabi': 'arm',
  'arm-gnueabihf': 'arm',
  'arm-musleabihf': 'arm',
  wasm32: 'wasm32',
}

/** os, cpu and libc as a platform package's name states them. */
function platformOf(name) {
  const tail = name.slice(name.lastIndexOf('/') + 1)
  const system = systems.find((candidate) => tail.includes(candidate))
  const odd = Object.keys(processors).find((candidate) => tail.includes(candidate))
  const plain = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'].find(
    (candidate) => tail.includes(candidate),
  )
  const cpu = odd === undefined ? plain : processors[odd]
  if (cpu === undefined) return null
  const libc = tail.includes('musl')
    ? ['musl']
    : /gnu/.test(tail) && system === 'linux'
      ? ['glibc']
      : undefined
  return {
    ...(system === undefined ? {} : { os: [system] }),
    cpu: [cpu],
    ...(libc === undefined ? {} : { libc }),
  }
}

/** The places where Node would look for `name` when required from `from`, nearest first. */
function candidates(from, name) {
  const places = []
  for (let at = from; ; at = at.slice(0, at.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    places.push(`${at === '' ? '' : `${at}/`}node_modules/${name}`)
    if (!at.includes('node_modules/'))
      return at === '' ? places : [...places, `node_modules/${name}`]
  }
}

const lock = JSON.parse(readFileSync(lockPath, 'utf8'))
const added = []
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (candidates(from, name).some((place) => lock.packages[place])) continue
    const platform = platformOf(name)
    if (platform === null || !/^\d/.test(version)) {
      console.error(
        `${name}@${version}, wanted by ${from}, is not in the lock file, and its platform is not known from its name`,
      )
      process.exitCode = 1
      continue
    }
    const { cpu, ...system } = platform
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...system,
    }
    added.push(`${name}@${version}`)
  }
}
if (added.length > 0 && existsSync(lockPath)) {
  const [root, ...rest] = Object.entries(lock.packages)
  rest.sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = Object.fromEntries([root, ...rest])
  writeFileSync(lockPath, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(
  added.length === 0
    ? 'package-lock.json is complete'
    : `added to package-lock.json: ${added.join(', ')}`,
)
