import type { Readable } from 'node:stream'
import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import { errorCode } from '../kernel/error.ts'
import { unreadable } from './tables-limits.ts'

/** An element's attributes by their names without prefixes. */
export type Attributes = Readonly<Record<string, string>>

export interface XmlReader {
  /** Names are without prefixes: writers choose their own. */
  open(name: string, attributes: Attributes): void
  close?(name: string): void
  text?(text: string): void
}

/**
 * Reads a part of a workbook as it is unpacked, a piece at a time. Types of documents, and with them entities of their
 * own, are refused.
 * @throws `import-unreadable`, and what the reader throws
 */
export async function readXml(stream: Readable, reader: XmlReader): Promise<void> {
  const parser = new SaxesParser({ xmlns: true })
  const refused = (thrown: unknown): never => {
    if (errorCode(thrown) !== undefined) throw thrown
    throw unreadable('A sheet is damaged: open the file in a spreadsheet and save it anew.', thrown)
  }
  parser.on('error', (error) => refused(error))
  parser.on('doctype', () => refused(new Error('a document type')))
  parser.on('opentag', (tag: SaxesTagNS) => reader.open(tag.local, plain(tag.attributes)))
  parser.on('closetag', (tag: SaxesTagNS) => reader.close?.(tag.local))
  parser.on('text', (text) => reader.text?.(text))
  parser.on('cdata', (text) => reader.text?.(text))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of stream) parser.write(decoder.decode(chunk, { stream: true }))
    parser.write(decoder.decode())
    parser.close()
  } catch (thrown) {
    stream.destroy()
    refused(thrown)
  }
}

function plain(attributes: Readonly<Record<string, SaxesAttributeNS>>): Attributes {
  return Object.fromEntries(Object.values(attributes).map(({ local, value }) => [local, value]))
}

/** Characters that XML cannot hold stand as `_x000D_` (ECMA-376, ST_Xstring). */
export function unescaped(text: string): string {
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Control characters, what Unicode says is no character, and what looks escaped already. */
const UNFIT = /[\p{Cc}\p{Noncharacter_Code_Point}]|_(?=x[0-9A-Fa-f]{4}_)/gu

/** The opposite of {@link unescaped}. */
export function escaped(text: string): string {
  return text.replaceAll(UNFIT, (character) =>
    // These may stand as they are; a carriage return would be read as a line feed.
    character === '\n' || character === '\t' ? character : character.split('').map(coded).join(''),
  )
}

const coded = (unit: string): string =>
  `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
