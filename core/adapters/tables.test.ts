import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textRow, unzipped, workbookOf, zipOf } from '../../test/fixtures/spreadsheets.ts'
import { createTableFiles } from './tables-files.ts'
import { TABLE_LIMITS } from './tables-limits.ts'

const files = createTableFiles()
const read = (bytes: Uint8Array) => files.read({ bytes })
const texts = async (bytes: Uint8Array) => {
  const { tables } = await read(bytes)
  return tables.map(({ rows }) => rows.map(({ cells }) => cells.map(({ text }) => text)))
}
const faultsOf = async (bytes: Uint8Array) => {
  const { tables } = await read(bytes)
  return tables.flatMap(({ rows }) =>
    rows.flatMap(({ row, cells }) =>
      cells.flatMap(({ fault }, column) => (fault === null ? [] : [[row, column, fault]])),
    ),
  )
}
const text = (content: string) => Buffer.from(content, 'utf8')

const anyText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((each) => each.isWellFormed()),
  fc.constantFrom('=1+1', "'=1", "''@x", '+49', '-5', '-x', '_x000D_', 'a\r\nb', 'constructor'),
  fc.constantFrom('__proto__', 'toString', ' x ', '007', '"', '茶馆', '\t', "'", '<a>&amp;', '1e5'),
)

describe('tables', () => {
  it('come back from a workbook and from CSV as they were written, whatever the texts', async () => {
    const rows = fc.array(fc.tuple(anyText, anyText), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const table = {
          name: 'spaces',
          rows: cells.map((row) => row.map((each) => ({ text: each }))),
        }
        expect(await texts(await files.workbook([table]))).toEqual([cells])
        const plain = cells.map((row) => row.map((each) => each.replaceAll('\0', '')))
        const kept = plain.map((row) => row.map((each) => ({ text: each })))
        const archive = await files.archive([{ name: 'spaces', rows: kept }])
        expect(await texts(archive)).toEqual([
          plain.filter((row) => row.some((each) => each !== '')),
        ])
      }),
      { numRuns: 150 },
    )
  })

  it('hold no formula: what looks like one begins with an apostrophe', async () => {
    const cells = ['=HYPERLINK("http://x.example")', '@SUM(1)', '+1', '-1']
    const table = { name: 'tenants', rows: [cells.map((each) => ({ text: each }))] }
    const raw = await files.workbook([table])
    const parts = unzipped(raw)
    expect(parts['xl/sharedStrings.xml']).toContain("'=HYPERLINK")
    expect(Object.values(parts).join('')).not.toContain('<f>')
    const csv = unzipped(await files.archive([table]))['tenants.csv']
    expect(csv).toBe(`\uFEFF"'=HYPERLINK(""http://x.example"")",'@SUM(1),'+1,-1\r\n`)
    expect(await texts(raw)).toEqual([[cells]])
  })

  it('tell of formulas, errors, dates, merged and overlong cells where they stand', async () => {
    const long = 'x'.repeat(1_100_000)
    const rows = [
      textRow(1, ['code', 'name']),
      '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3" t="e"><v>#REF!</v></c></row>',
      '<row r="4"><c r="A4" s="1"><v>46082</v></c><c r="B4"><v>1234567890123456789</v></c></row>',
      '<row r="5"><c r="A5"><v>0.30000000000000004</v></c><c r="B5" t="b"><v>1</v></c></row>',
      textRow(6, ['a', 'b']),
      textRow(7, [long, 'c']),
    ].join('')
    const after = '<mergeCells count="1"><mergeCell ref="A6:A900000"/></mergeCells>'
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    const bytes = workbookOf([{ name: 'spaces', rows, after }], { 'xl/styles.xml': styles })
    const faults = await faultsOf(bytes)
    expect(faults.map(([row, column]) => `${row}/${column}`)).toEqual([
      ...['3/0', '3/1', '4/0', '4/1', '6/0', '7/0'],
    ])
    expect(faults.map(([, , said]) => (said as { code: string }).code)).toEqual([
      ...['formula', 'cellError', 'cellDate', 'cellRounded', 'cellMerged', 'cellMerged'],
    ])
    const { tables } = await read(bytes)
    const fifth = tables[0]?.rows.find(({ row }) => row === 5)?.cells
    expect(fifth?.map((cell) => cell.text)).toEqual(['0.3', 'true'])
    const seventh = tables[0]?.rows.find(({ row }) => row === 7)?.cells[0]
    expect(seventh?.text).toHaveLength(TABLE_LIMITS.cellCharacters)
  })

  it('have cells in their places, whether or not these say where they stand', async () => {
    const rows = `<row>${['a', '', 'c'].map((each) => `<c t="str"><v>${each}</v></c>`).join('')}</row><row><c r="B2" t="str"><v>b</v></c><c t="str"><v>c</v></c></row>`
    expect(await texts(workbookOf([{ name: 'x', rows }]))).toEqual([
      [
        ['a', '', 'c'],
        ['', 'b', 'c'],
      ],
    ])
  })

  it('pass over hidden sheets, which is told, and sheets for people', async () => {
    const sheet = { rows: textRow(1, ['code']) }
    const bytes = workbookOf([
      { ...sheet, name: 'spaces' },
      { ...sheet, name: 'secret', state: 'veryHidden' },
      { ...sheet, name: '#help' },
    ])
    const { tables, notes } = await read(bytes)
    expect(tables.map(({ name }) => name)).toEqual(['spaces'])
    expect(notes).toEqual([{ code: 'sheetHidden', parameters: { name: 'secret' } }])
  })

  it('are read from commas, semicolons and tabs, in UTF-8 with and without mark, UTF-16 and GBK', async () => {
    const expected = [
      [
        ['code', 'name'],
        ['A;1', '茶馆'],
      ],
    ]
    expect(await texts(text('\uFEFFcode,name\r\n"A;1",茶馆\r\n'))).toEqual(expected)
    expect(await texts(text('code;name\n"A;1";茶馆'))).toEqual(expected)
    expect(await texts(text('code\tname\nA;1\t茶馆\n'))).toEqual(expected)
    // The first line ends where it is not within quotes.
    expect(await texts(text('"a;b;c\nd",e\n'))).toEqual([[['a;b;c\nd', 'e']]])
    expect(await texts(Buffer.from('\uFEFFcode\tname\r\nA;1\t茶馆', 'utf16le'))).toEqual(expected)
    const gbk = Buffer.concat([text('code,name\r\n"A;1",'), Buffer.from('b2e8b9dd', 'hex')])
    expect(await texts(gbk)).toEqual(expected)
    expect((await read(gbk)).notes).toEqual([{ code: 'readAsGbk', parameters: {} }])
  })

  it('number the rows as spreadsheets do, empty ones and such of several lines included', async () => {
    const { tables } = await read(text('code\n\n"a\nb"\nc\n'))
    expect(tables[0]?.rows.map(({ row }) => row)).toEqual([1, 3, 4])
  })

  const refused = (bytes: Uint8Array, code: string) =>
    expect(read(bytes)).rejects.toMatchObject({ code })

  it('are refused in words where they cannot be read', async () => {
    const sheet = { name: 'spaces', rows: textRow(1, ['code']) }
    await refused(Buffer.alloc(0), 'import-unreadable')
    await refused(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00]), 'import-unreadable')
    await refused(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'import-unreadable')
    await refused(text('PK not really'), 'import-unreadable')
    await refused(text('code\n"never closed'), 'import-unreadable')
    await refused(zipOf({ 'readme.txt': 'x' }), 'import-unreadable')
    await refused(workbookOf([{ ...sheet, rows: '<row><c>' }]), 'import-unreadable')
    await refused(workbookOf([sheet]).subarray(0, 300), 'import-unreadable')
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    await refused(workbookOf([sheet], { 'xl/styles.xml': bomb }), 'import-unreadable')
  })

  it('are refused where they are too large, before they are unpacked', async () => {
    const sheet = { name: 'spaces', rows: textRow(1, ['code']) }
    const small = createTableFiles({
      limits: { ...TABLE_LIMITS, rows: 3, columns: 4, unpackedBytes: 100_000, allCharacters: 500 },
    })
    const tooLarge = (bytes: Uint8Array) =>
      expect(small.read({ bytes })).rejects.toMatchObject({ code: 'import-too-large' })
    await tooLarge(workbookOf([sheet], { 'xl/styles.xml': ' '.repeat(200_000) }))
    await tooLarge(zipOf({ 'spaces.csv': ' '.repeat(200_000) }))
    await tooLarge(text('a\nb\nc\nd\n'))
    await tooLarge(text('a,b,c,d,e\n'))
    await tooLarge(text(`${'x'.repeat(600)}\n`))
    const far = '<row r="1"><c r="XFD1" t="str"><v>x</v></c></row>'
    await tooLarge(workbookOf([{ ...sheet, rows: far }]))
    // One text in the book, told again and again.
    const again = `<row r="1"><c t="s"><v>0</v></c><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>`
    const strings = `<sst><si><t>${'x'.repeat(200)}</t></si></sst>`
    await tooLarge(workbookOf([{ ...sheet, rows: again }], { 'xl/sharedStrings.xml': strings }))
  })

  it('are not believed where a part unpacks to more than it says', async () => {
    const bytes = zipOf({ 'spaces.csv': 'x'.repeat(50_000) })
    // The uncompressed size in the central directory.
    const at = bytes.indexOf(Buffer.from('504b0102', 'hex'))
    bytes.writeUInt32LE(10, at + 24)
    await refused(bytes, 'import-unreadable')
  })
})
