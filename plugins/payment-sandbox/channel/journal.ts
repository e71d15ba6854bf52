import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'

/** An append-only file of JSON lines: what is in it survives the death of the process. */
export interface Journal<Entry> {
  /** Returns when the entry is on disk. */
  append(entry: Entry): void
  close(): void
}

/**
 * Opens the journal and hands every entry in it to `replay`, oldest first. A last line that was cut
 * off by a crash was never acknowledged, and is dropped.
 * @throws when a line before the last one is damaged: the channel must not run on half its books.
 */
export function openJournal<Entry>(path: string, replay: (entry: Entry) => void): Journal<Entry> {
  const file = openSync(path, 'a+')
  const bytes = readFileSync(file)
  const end = bytes.lastIndexOf(0x0a) + 1
  if (end < bytes.length) ftruncateSync(file, end)
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1)
  for (const [index, line] of lines.entries()) replay(parseLine<Entry>(line, path, index + 1))
  return {
    append(entry) {
      writeSync(file, `${JSON.stringify(entry)}\n`)
      fdatasyncSync(file)
    },
    close: () => closeSync(file),
  }
}

function parseLine<Entry>(line: string, path: string, number: number): Entry {
  try {
    return JSON.parse(line) as Entry
  } catch (cause) {
    throw new Error(`${path}:${number} is damaged; restore the file or start with a new one.`, {
      cause,
    })
  }
}
