import { inflateSync } from 'node:zlib'

/**
 * The lines of a PDF whose streams are deflated and whose fonts tell what their glyphs mean (ISO 32000-1, 9.10.3), in
 * the order in which they were drawn; enough for what pdfkit writes with one embedded font.
 */
export function linesOfPdf(bytes: Uint8Array): readonly string[] {
  const streams = streamsOf(Buffer.from(bytes))
  const glyphs = new Map(streams.flatMap(glyphsIn))
  return streams.flatMap((stream) =>
    [...stream.matchAll(/\[([^\]]*)\] TJ/g)].map(([, parts = '']) =>
      [...parts.matchAll(/<([0-9a-f]+)>/g)]
        .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
        // The font has no glyph for what is printed as its first: an empty box.
        .map((code) => (code === '0000' ? '\uFFFD' : (glyphs.get(Number.parseInt(code, 16)) ?? '')))
        .join(''),
    ),
  )
}

/** How many pages it has. */
export const pagesOfPdf = (bytes: Uint8Array): number =>
  Buffer.from(bytes)
    .toString('latin1')
    .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0

function streamsOf(bytes: Buffer): readonly string[] {
  const text = bytes.toString('latin1')
  return [...text.matchAll(/\/Filter \/FlateDecode[\s\S]*?stream\n/g)].flatMap((found) => {
    const start = found.index + found[0].length
    const end = text.indexOf('\nendstream', start)
    return [inflateSync(bytes.subarray(start, end)).toString('latin1')]
  })
}

/** From a font's ToUnicode map: ranges of glyphs with the characters of each. */
function glyphsIn(stream: string): readonly (readonly [number, string])[] {
  if (!stream.includes('beginbfrange')) return []
  return [...stream.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)].flatMap(
    ([, first = '0', characters = '']) =>
      [...characters.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = ''], index): [number, string] => [
        Number.parseInt(first, 16) + index,
        Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
      ]),
  )
}
