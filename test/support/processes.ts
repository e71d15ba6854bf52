import { readdirSync, readFileSync } from 'node:fs'

/** A process, told from a later one with its number by when it started. */
export interface Process {
  readonly pid: number
  readonly parent: number
  readonly startedAt: string
  readonly command: string
}

function processes(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): readonly Process[] => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        // The name in parentheses may hold anything.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        const [state, parent] = fields
        if (state === 'Z') return []
        return [{ pid: Number(name), parent: Number(parent), startedAt: fields[19] ?? '', command }]
      } catch {
        // It has ended meanwhile.
        return []
      }
    })
}

/** A process and all that came from it, as far as they still hang together. */
export function familyOf(pid: number): readonly Process[] {
  const all = processes()
  const family = all.filter((one) => one.pid === pid)
  for (const one of family) family.push(...all.filter(({ parent }) => parent === one.pid))
  return family
}

/** Which of them are there still. */
export function stillRunning(known: readonly Process[]): readonly Process[] {
  const now = new Map(processes().map((one) => [one.pid, one.startedAt]))
  return known.filter(({ pid, startedAt }) => now.get(pid) === startedAt)
}
