import { fileURLToPath } from 'node:url'
import type { CertificatePrinter } from '../flow/commissioning-records/ports.ts'
import type { Json, JsonObject } from '../kernel/canonical.ts'
import { CERTIFICATE_WORDS, type CertificateWords } from './certificate-words.ts'

/** Noto Sans SC, its simplified Chinese and Latin glyphs alone; only those that are used go into a document. */
const FONT = fileURLToPath(new URL('./fonts/noto-sans-sc.ttf', import.meta.url))

const MARGIN = 56
const LABEL_WIDTH = 170
/** Of the middle column of values with their instants. */
const VALUE_WIDTH = 150
const GREY = '#555555'
const RED = '#b00020'

/** Certificates as PDF, A4. The same certificate in the same language is the same document, byte by byte. */
export function createCertificatePrinter(): CertificatePrinter {
  return Object.freeze<CertificatePrinter>({
    async print({ certificate, hash, language }) {
      const words = CERTIFICATE_WORDS[language]
      const signedAt = new Date(textOf(certificate.signedAt))
      // Loaded with the first certificate: most instances print none for weeks.
      const { default: PDFDocument } = await import('pdfkit')
      const document = new PDFDocument({
        size: 'A4',
        margin: MARGIN,
        font: FONT,
        lang: language,
        displayTitle: true,
        // How many pages there are is known when all is drawn.
        bufferPages: true,
        info: { Title: words.title, Creator: 'Busbar', CreationDate: signedAt, ModDate: signedAt },
      })
      const whole = collect(document)
      const sheet = { document, words, zone: textOf(objectOf(certificate.site).timeZone), language }
      drawHead(sheet, certificate)
      drawRegisters(sheet, certificate)
      drawTests(sheet, certificate)
      drawSignatures(sheet, certificate, hash)
      drawFeet(sheet, `${words.record} ${textOf(certificate.record)}, ${hash.slice(0, 16)}`)
      document.end()
      return whole
    },
  })
}

interface Sheet {
  readonly document: PDFKit.PDFDocument
  readonly words: CertificateWords
  /** IANA zone of the site. */
  readonly zone: string
  readonly language: string
}

function collect(document: PDFKit.PDFDocument): Promise<Uint8Array> {
  const parts: Buffer[] = []
  return new Promise((resolve, reject) => {
    document.on('data', (part: Buffer) => parts.push(part))
    document.on('end', () => resolve(Buffer.concat(parts)))
    document.on('error', reject)
  })
}

function drawHead(sheet: Sheet, certificate: JsonObject): void {
  const { document, words } = sheet
  const { site, meter, meteringPoint, installation, connection } = objects(certificate)
  document.fontSize(20).text(words.title).moveDown(0.2)
  document
    .fontSize(10)
    .fillColor(GREY)
    .text(`${words.record} ${textOf(certificate.record)}`)
  document.fillColor('black').moveDown()
  line(sheet, words.site, `${textOf(site.name)} (${textOf(site.code)})`)
  line(sheet, words.meteringPoint, `${textOf(meteringPoint.name)} (${textOf(meteringPoint.code)})`)
  line(sheet, words.serial, textOf(meter.serial))
  line(sheet, words.model, textOf(meter.model) || NOTHING)
  line(sheet, words.medium, told(words, meter.utility))
  line(sheet, words.installedFrom, instant(sheet, installation.fromAt))
  line(sheet, words.multiplier, textOf(installation.multiplier))
  const { name, type } = connection
  line(sheet, words.connection, name === undefined ? NOTHING : `${textOf(name)} (${textOf(type)})`)
  line(sheet, words.template, textOf(certificate.templateId) || words.byHand)
  if (certificate.foundAs !== null) line(sheet, words.foundAs, textOf(certificate.foundAs))
  line(sheet, words.startedAt, instant(sheet, certificate.startedAt))
}

const objects = (certificate: JsonObject) => ({
  site: objectOf(certificate.site),
  meter: objectOf(certificate.meter),
  meteringPoint: objectOf(certificate.meteringPoint),
  installation: objectOf(certificate.installation),
  connection: objectOf(certificate.connection),
})

function drawRegisters(sheet: Sheet, certificate: JsonObject): void {
  const { words } = sheet
  for (const [title, values] of [
    [words.registers, listOf(certificate.registers)],
    [words.seen, listOf(certificate.seen)],
  ] as const) {
    head(sheet, title)
    if (values.length === 0) line(sheet, '', words.noValue)
    for (const { name, value, unit, at } of values)
      line(sheet, textOf(name), `${told(words, value)} ${textOf(unit)}`, {
        beside: instant(sheet, at),
      })
  }
}

function drawTests(sheet: Sheet, certificate: JsonObject): void {
  const { words } = sheet
  const tests = listOf(certificate.tests)
  head(sheet, words.tests)
  if (tests.length === 0) line(sheet, '', words.noTest)
  for (const [index, test] of tests.entries()) {
    const color = test.result === 'passed' ? 'black' : RED
    if (index > 0) sheet.document.moveDown(0.5)
    const result = told(words, test.result)
    line(sheet, words.test(index + 1), result, { color, beside: instant(sheet, test.startedAt) })
    if (test.tenantConfirmed === true) line(sheet, '', words.tenantConfirmed)
    drawSide(sheet, words.takenAway, objectOf(test.off))
    if (test.on === null) line(sheet, words.givenBack, words.notTaken)
    else drawSide(sheet, words.givenBack, objectOf(test.on))
  }
}

function drawSide(sheet: Sheet, title: string, side: JsonObject): void {
  const { words } = sheet
  const proof = [side.verified, side.evidence, side.outcome].flatMap((each) =>
    each === null || each === undefined ? [] : [told(words, each)],
  )
  line(sheet, title, proof.join(', '), { beside: instant(sheet, side.verifiedAt) })
  if (typeof side.loadBefore !== 'string') return
  const withUnit = (value: Json | undefined) =>
    typeof value === 'string' ? `${value} ${textOf(side.loadUnit)}`.trim() : NOTHING
  line(sheet, words.load, words.beforeAfter(withUnit(side.loadBefore), withUnit(side.loadAfter)))
}

function drawSignatures(sheet: Sheet, certificate: JsonObject, hash: string): void {
  const { document, words } = sheet
  head(sheet, words.signOff)
  line(sheet, words.signatory, textOf(certificate.signatory))
  if (certificate.witness !== null) line(sheet, words.witness, textOf(certificate.witness))
  line(sheet, words.signedAt, instant(sheet, certificate.signedAt))
  const { name, id } = objectOf(certificate.signedBy)
  line(sheet, words.account, textOf(name) || textOf(id))
  if (certificate.remarks !== null) line(sheet, words.remarks, textOf(certificate.remarks))
  head(sheet, words.hash)
  document.fontSize(9).text(hash, MARGIN).moveDown(0.3)
  document.fillColor(GREY).fontSize(8).text(words.hashNote).fillColor('black')
}

function head({ document }: Sheet, title: string): void {
  // A title is not left alone at the foot of a page.
  if (document.y > document.page.height - 2 * MARGIN - 30) document.addPage()
  document.moveDown().fontSize(12).text(title, MARGIN).moveDown(0.3)
}

interface LineStyle {
  readonly color?: string
  /** What stands in a column of its own, to the right. */
  readonly beside?: string
}

/** A label and what it is of; what does not fit on a page begins on the next. */
function line(
  { document }: Sheet,
  label: string,
  value: string,
  { color = 'black', beside = '' }: LineStyle = {},
): void {
  const whole = document.page.width - 2 * MARGIN - LABEL_WIDTH
  const width = beside === '' ? whole : VALUE_WIDTH
  const cells = [
    { text: label, x: MARGIN, width: LABEL_WIDTH - 10, color: GREY },
    { text: value, x: MARGIN + LABEL_WIDTH, width: width - 5, color },
    { text: beside, x: MARGIN + LABEL_WIDTH + width, width: whole - width, color: 'black' },
  ].filter(({ text }) => text !== '')
  document.fontSize(10)
  const height = Math.max(...cells.map(({ text, width: own }) => heightOf(document, text, own)), 0)
  if (document.y + height > document.page.height - MARGIN) document.addPage()
  const { y } = document
  for (const { text, x, width: own, color: fill } of cells)
    document.fillColor(fill).text(text, x, y, { width: own })
  document.fillColor('black')
  document.y = y + height + 2
  document.x = MARGIN
}

const heightOf = (document: PDFKit.PDFDocument, text: string, width: number): number =>
  document.heightOfString(text, { width })

/** On each page which record it is of, for pages are copied and parted. */
function drawFeet({ document, words }: Sheet, of: string): void {
  const { start, count } = document.bufferedPageRange()
  for (let index = start; index < start + count; index += 1) {
    document.switchToPage(index)
    // Below the margin nothing is drawn that begins another page.
    document.page.margins.bottom = 0
    const y = document.page.height - MARGIN / 2 - 8
    const width = document.page.width - 2 * MARGIN
    document.fillColor(GREY).fontSize(8)
    document.text(of, MARGIN, y, { lineBreak: false })
    document.text(words.page(index - start + 1, count), MARGIN, y, { width, align: 'right' })
  }
}

/** In the site's time. */
function instant({ zone, language }: Sheet, at: Json | undefined): string {
  if (typeof at !== 'string') return ''
  const style = { dateStyle: 'medium', timeStyle: 'long', timeZone: zone } as const
  // The narrow space that newer locale data have is not in every font.
  return new Intl.DateTimeFormat(language, style).format(new Date(at)).replaceAll('\u202f', ' ')
}

/** For what is not there; signs that the font has not would print as empty boxes. */
const NOTHING = '–'

const told = ({ values }: CertificateWords, value: Json | undefined): string =>
  values[textOf(value)] ?? textOf(value)

const textOf = (value: Json | undefined): string =>
  value === null || value === undefined ? '' : String(value)

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

const listOf = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.map(objectOf) : []
