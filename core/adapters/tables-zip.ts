import type { Readable } from 'node:stream'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { type TableLimits, tooLarge, unreadable } from './tables-limits.ts'

/** A packed file whose parts are read one at a time, as streams of bounded length. */
export interface Package {
  readonly names: readonly string[]
  /** Null: there is no such part. @throws `import-unreadable` */
  open(name: string): Promise<Readable | null>
}

/**
 * Looks at the directory of a ZIP alone. What the parts say that they unpack to is bounded before anything is unpacked,
 * and the library ends a part that is longer than it says: a zip bomb is refused by its own directory.
 * @throws `import-unreadable`, `import-too-large`
 */
export async function openPackage(bytes: Uint8Array, limits: TableLimits): Promise<Package> {
  const file = await opened(bytes)
  const entries = await entriesOf(file, limits)
  return {
    names: [...entries.keys()],
    async open(name) {
      const entry = entries.get(name)
      return entry === undefined ? null : streamOf(file, entry)
    },
  }
}

function opened(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true }
    fromBuffer(buffer, options, (thrown, file) => {
      if (file === undefined || thrown) reject(broken(thrown))
      else resolve(file)
    })
  })
}

function entriesOf(file: ZipFile, limits: TableLimits): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  let unpacked = 0
  return new Promise((resolve, reject) => {
    file.on('error', (thrown: unknown) => reject(broken(thrown)))
    file.on('end', () => resolve(entries))
    file.on('entry', (entry: Entry) => {
      unpacked += entry.uncompressedSize
      const refusal = refusalOf(entry, { limits, unpacked, entries })
      if (refusal !== null) return reject(refusal)
      entries.set(entry.fileName, entry)
      file.readEntry()
    })
    file.readEntry()
  })
}

function refusalOf(
  { fileName, generalPurposeBitFlag }: Entry,
  read: {
    readonly limits: TableLimits
    readonly unpacked: number
    readonly entries: ReadonlyMap<string, Entry>
  },
) {
  const { limits, unpacked, entries } = read
  if (unpacked > limits.unpackedBytes)
    return tooLarge(
      `The file unpacks to more than ${limits.unpackedBytes / 1024 / 1024} MiB: divide it.`,
    )
  if (entries.size >= limits.parts)
    return tooLarge(`The file has more than ${limits.parts} parts: save it anew.`)
  if ((generalPurposeBitFlag & 1) === 1)
    return unreadable('The file is locked with a password: save it without one.')
  if (entries.has(fileName)) return unreadable(`The part ${fileName} is there twice.`)
  return null
}

function streamOf(file: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (thrown, stream) => {
      if (stream === undefined || thrown) reject(broken(thrown))
      else resolve(stream)
    })
  })
}

const broken = (thrown: unknown) =>
  unreadable('The file is damaged: save it anew as XLSX, CSV or a ZIP of CSV files.', thrown)
