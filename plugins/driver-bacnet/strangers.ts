import type { MalformedInput, SeenSource } from '@busbar/core/contracts'

export interface Strangers {
  /** Counts, and says what is to be reported to the core now: not every one of a million. */
  note(request: {
    readonly source: string
    readonly reason: string
    readonly bytes: Buffer
    readonly at: number
  }): MalformedInput | undefined
  /** By source, those that were heard last first. */
  sources(limit: number): readonly SeenSource[]
  counts(): { readonly malformed: number; readonly sources: number }
  /** The source with the most, for a person; undefined where there is none. */
  worst(): string | undefined
}

const MAX_SOURCES = 1_000
const REPORTS_A_MINUTE = 60
const KEPT_BYTES = 4_096
const SAMPLE_BYTES = 512
const SHOWN = 3

interface Entry {
  count: number
  at: number
  sample: string
  reports: number
}

/**
 * What could not be understood or believed, by source: all of it is counted; of each source the
 * first few are reported, and no more than 60 a minute in all.
 */
export function createStrangers(): Strangers {
  const entries = new Map<string, Entry>()
  let malformed = 0
  let minute = 0
  let reported = 0

  function entryOf(source: string): Entry {
    const known = entries.get(source)
    if (known !== undefined) {
      // The one that was heard last stands last: the first is dropped when there are too many.
      entries.delete(source)
      entries.set(source, known)
      return known
    }
    if (entries.size >= MAX_SOURCES) {
      const [first] = entries.keys()
      if (first !== undefined) entries.delete(first)
    }
    const entry = { count: 0, at: 0, sample: '', reports: 0 }
    entries.set(source, entry)
    return entry
  }

  return {
    note({ source, reason, bytes, at }) {
      malformed += 1
      const entry = entryOf(source)
      entry.count += 1
      entry.at = at
      entry.sample = `${reason}: ${bytes.subarray(0, SAMPLE_BYTES).toString('hex')}`
      const now = Math.floor(at / 60_000)
      if (now !== minute) {
        minute = now
        reported = 0
        for (const one of entries.values()) one.reports = 0
      }
      if (reported >= REPORTS_A_MINUTE || entry.reports >= SHOWN) return undefined
      reported += 1
      entry.reports += 1
      const payloadBase64 = bytes.subarray(0, KEPT_BYTES).toString('base64')
      return { source, reason: `${reason} (${entry.count} from there)`, payloadBase64 }
    },
    sources: (limit) =>
      [...entries]
        .reverse()
        .slice(0, limit)
        .map(([source, { at, count, sample }]) => ({ source, at, count, sample, fields: [] })),
    counts: () => ({ malformed, sources: entries.size }),
    worst() {
      let most = 0
      let worst: string | undefined
      for (const [source, { count }] of entries) {
        if (count <= most) continue
        most = count
        worst = source
      }
      return worst === undefined ? undefined : `${most} from ${worst}`
    },
  }
}
