import { fileURLToPath } from 'node:url'
import type { CertificatePrinter } from '../flow/commissioning-records/ports.ts'
import type { Json, JsonObject } from '../kernel/canonical.ts'
import { CERTIFICATE_WORDS, type CertificateWords } from './certificate-words.ts'

/** Noto Sans SC, its simplified Chinese and Latin glyphs alone; only those that are used go into a document. */
const FONT = fileURLToPath(new URL('./fonts/noto-sans-sc.ttf', import.meta.url))

const MARGIN = 56
const LABEL_WIDTH = 170
const GREY = '#555555'

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
        info: { Title: words.title, Creator: 'Busbar', CreationDate: signedAt, ModDate: signedAt },
      })
      const whole = collect(document)
      const sheet = { document, words, zone: textOf(objectOf(certificate.site).timeZone), language }
      drawHead(sheet, certificate)
      drawRegisters(sheet, certificate)
      drawTests(sheet, certificate)
      drawSignatures(sheet, certificate, hash)
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
  line(sheet, words.model, textOf(meter.model))
  line(sheet, words.installedFrom, instant(sheet, installation.fromAt))
  line(sheet, words.multiplier, textOf(installation.multiplier))
  line(sheet, words.connection, `${textOf(connection.name)} (${textOf(connection.type)})`)
  line(sheet, words.template, textOf(certificate.templateId) || words.byHand)
  if (certificate.foundAs !== null) line(sheet, words.foundAs, textOf(certificate.foundAs))
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
      line(sheet, textOf(name), `${told(words, value)} ${textOf(unit)}   ${instant(sheet, at)}`)
  }
}

function drawTests(sheet: Sheet, certificate: JsonObject): void {
  const { words } = sheet
  const tests = listOf(certificate.tests)
  head(sheet, words.tests)
  if (tests.length === 0) line(sheet, '', words.noTest)
  for (const [index, test] of tests.entries()) {
    line(
      sheet,
      words.test(index + 1),
      `${told(words, test.result)}   ${instant(sheet, test.startedAt)}`,
    )
    if (test.tenantConfirmed === true) line(sheet, '', words.tenantConfirmed)
    drawSide(sheet, words.takenAway, objectOf(test.off))
    drawSide(sheet, words.givenBack, objectOf(test.on))
  }
}

function drawSide(sheet: Sheet, title: string, side: JsonObject): void {
  const { words } = sheet
  const proof = [side.verified, side.evidence, side.outcome].flatMap((each) =>
    each === null || each === undefined ? [] : [told(words, each)],
  )
  line(sheet, title, `${proof.join(', ')}   ${instant(sheet, side.verifiedAt)}`)
  if (typeof side.loadBefore === 'string')
    line(
      sheet,
      words.load,
      `${side.loadBefore} → ${textOf(side.loadAfter) || '–'} ${textOf(side.loadUnit)}`,
    )
}

function drawSignatures(sheet: Sheet, certificate: JsonObject, hash: string): void {
  const { document, words } = sheet
  head(sheet, words.signatory)
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

function line({ document }: Sheet, label: string, value: string): void {
  const width = document.page.width - 2 * MARGIN - LABEL_WIDTH
  const height = document.fontSize(10).heightOfString(value || ' ', { width })
  if (document.y + height > document.page.height - MARGIN) document.addPage()
  const { y } = document
  document.fillColor(GREY).text(label, MARGIN, y, { width: LABEL_WIDTH - 10 })
  const after = document.y
  document.fillColor('black').text(value, MARGIN + LABEL_WIDTH, y, { width })
  document.y = Math.max(after, document.y) + 2
  document.x = MARGIN
}

/** In the site's time. */
function instant({ zone, language }: Sheet, at: Json | undefined): string {
  if (typeof at !== 'string') return ''
  const style = { dateStyle: 'medium', timeStyle: 'long', timeZone: zone } as const
  // The narrow space that newer locale data have is not in every font.
  return new Intl.DateTimeFormat(language, style).format(new Date(at)).replaceAll('\u202f', ' ')
}

const told = ({ values }: CertificateWords, value: Json | undefined): string =>
  values[textOf(value)] ?? textOf(value)

const textOf = (value: Json | undefined): string =>
  value === null || value === undefined ? '' : String(value)

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

const listOf = (value: Json | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? value.map(objectOf) : []
