import type { SourceFile } from './files.ts'

interface Ban {
  readonly pattern: RegExp
  readonly remedy: string
  readonly appliesTo: (path: string) => boolean
}

const CODE = /\.(?:ts|mjs|vue)$/
const TEST = /\.test\.ts$|^core\/testkit\//
const isGenerated = (path: string): boolean =>
  /(?:^|\/)generated\//.test(path) || path === 'package-lock.json'
/** The environment is read in one place; the launcher runs before that place can. */
const readsEnvironment = (path: string): boolean =>
  path === 'core/config.ts' || path.startsWith('core/bin/') || path.endsWith('.test.ts')

const BANS: readonly Ban[] = [
  {
    pattern: /(?<![\w.}~@/-])\/(?:work|tmp|home|root|Users)\/|(['"`])\/tmp\1/,
    remedy: 'names a path of one machine: ask the system for one (os.tmpdir())',
    appliesTo: (path) => !isGenerated(path),
  },
  {
    pattern: /"resolved": "https?:|^\s*registry\s*=/,
    remedy: "names a package registry: that is the reader's choice",
    appliesTo: (path) => path === 'package-lock.json' || path.endsWith('.npmrc'),
  },
  {
    pattern: /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:only|skip|todo)\b/,
    remedy: 'leaves tests out: run all of them, or remove what does not hold',
    appliesTo: (path) => TEST.test(path),
  },
  {
    pattern: /\b(?:TO[D]O|FIX[M]E|XX[X])\b/,
    remedy: 'marks something unfinished: finish it or leave it out',
    appliesTo: (path) => !isGenerated(path),
  },
  {
    pattern: /@ts-(?:ignore|nocheck)|biome[-]ignore/,
    remedy: 'silences a check: satisfy it',
    appliesTo: (path) => CODE.test(path) && !isGenerated(path),
  },
  {
    pattern: /\bprocess\.env\b/,
    remedy: 'reads the environment: only core/config.ts does, and passes on what is needed',
    appliesTo: (path) =>
      /^(?:core|plugins)\//.test(path) && CODE.test(path) && !readsEnvironment(path),
  },
]

/** Every place that holds a text which must not be there. */
export function checkForbidden({ files }: { readonly files: readonly SourceFile[] }): string[] {
  return files.flatMap(({ path, text }) => {
    const bans = BANS.filter((ban) => ban.appliesTo(path))
    if (bans.length === 0) return []
    return text
      .split('\n')
      .flatMap((line, index) =>
        bans
          .filter(({ pattern }) => pattern.test(line))
          .map(({ remedy }) => `${path}:${index + 1} ${remedy}.`),
      )
  })
}
