import { describe, expect, it } from 'vitest'
import { linesOfPdf, pagesOfPdf } from '../../test/support/pdf-text.ts'
import type { JsonObject } from '../kernel/canonical.ts'
import { createCertificatePrinter } from './certificate.ts'

const at = '2026-05-13T04:10:09.000Z'
const side = (verified: string, before: string, after: string | null): JsonObject => ({
  ...{ verified, evidence: 'relay-and-load', outcome: 'confirmed', verifiedAt: at },
  ...{ loadBefore: before, loadAfter: after, loadUnit: 'W' },
})
const seen = (name: string, value: string, unit: string): JsonObject => ({ name, value, unit, at })

const PASSED: JsonObject = {
  ...{ startedAt: '2026-05-13T04:09:00.000Z', tenantConfirmed: true, result: 'passed' },
  ...{ off: side('off', '1840', '0'), on: side('on', '0', '1835.5') },
}
const FAILED: JsonObject = {
  ...{ ...PASSED, result: 'failed', on: null },
  off: { ...side('unknown', '1840', null), evidence: null, outcome: 'offline', verifiedAt: null },
}
const BASE: JsonObject = {
  record: '17',
  site: { code: 'harbour', name: '港口广场 Harbour Plaza', timeZone: 'Asia/Shanghai' },
  meter: { serial: 'DTS-000021', model: 'Shelly Plus 1PM', utility: 'electricity' },
  meteringPoint: { code: 'A-102', name: 'Unit A-102' },
  installation: { fromAt: '2026-05-13T04:00:00.000Z', multiplier: '40' },
  connection: { name: 'Basement broker', type: 'mqtt' },
  ...{ templateId: 'shelly-plus-1pm', foundAs: 'shellyplus1pm-1234567890ab' },
  ...{ startedAt: '2026-05-13T03:59:00.000Z', signedAt: '2026-05-13T04:20:00.000Z' },
  seen: [seen('total', '13', 'kWh'), seen('power', '1840', 'W')],
  registers: [seen('total', '13.25', 'kWh')],
  tests: [PASSED],
  ...{ signedBy: { id: 'u1', name: 'Li Wei' }, signatory: '李伟', witness: 'Zhang Min' },
  remarks: null,
}
const HASH = 'ab12'.repeat(16)

async function printed(more: JsonObject, language: 'en' | 'zh-CN' = 'en') {
  const certificate = { ...BASE, ...more }
  const bytes = await createCertificatePrinter().print({ certificate, hash: HASH, language })
  const lines = linesOfPdf(bytes).map((line) => line.trim())
  // A sign that the font has not prints as an empty box.
  expect(lines.join('')).not.toContain('\uFFFD')
  return { bytes, lines, text: lines.join(' ') }
}

describe('a certificate', () => {
  it('says all that was signed, in the site’s time', async () => {
    const { lines, bytes } = await printed({})
    expect(pagesOfPdf(bytes)).toBe(1)
    for (const value of [
      ...['Commissioning certificate', 'Record 17', '港口广场 Harbour Plaza (harbour)'],
      ...['Unit A-102 (A-102)', 'DTS-000021', 'Shelly Plus 1PM', 'Electricity', '40'],
      ...['Basement broker (mqtt)', 'shelly-plus-1pm', 'shellyplus1pm-1234567890ab'],
      ...['May 13, 2026, 11:59:00 AM GMT+8', 'May 13, 2026, 12:00:00 PM GMT+8'],
      ...['13.25 kWh', '13 kWh', '1840 W', 'passed', 'A paying tenant was told'],
      ...['before 1840 W, after 0 W', 'before 0 W, after 1835.5 W'],
      ...['May 13, 2026, 12:10:09 PM GMT+8', 'May 13, 2026, 12:20:00 PM GMT+8'],
      ...['李伟', 'Zhang Min', 'Li Wei', HASH, `Record 17, ${HASH.slice(0, 16)}`, 'Page 1 of 1'],
    ])
      expect(lines).toContain(value)
    expect(lines.join(' ')).toContain('off, by relay and load, confirmed')
  })

  it('says it in Chinese, of each medium', async () => {
    for (const [utility, word] of [
      ...[['water', '水'] as const, ['gas', '燃气'] as const],
      ...[['heating', '供热'] as const, ['cooling', '供冷'] as const],
    ]) {
      const meter = { serial: 'S', model: null, utility }
      const { lines } = await printed({ meter }, 'zh-CN')
      for (const value of ['投运证书', word, '通过', '之前 1840 W,之后 0 W', '第 1 页,共 1 页'])
        expect(lines).toContain(value)
    }
  })

  it('names what is not there, and why no relay was tested', async () => {
    const meter = { serial: 'S', model: null, utility: 'heating' }
    const none = { connection: null, templateId: null, foundAs: null, seen: [], registers: [] }
    const remarks = '该表计供电给电梯,继电器从未测试。'
    const { lines } = await printed({ ...none, meter, remarks, tests: [], witness: null })
    expect(lines).toEqual(expect.arrayContaining(['–', 'mapped by hand', 'No relay test', remarks]))
    expect(lines).not.toContain('Witness')
    expect(lines.join(' ')).not.toContain('()')
  })

  it('keeps tests that failed, and what was not proved', async () => {
    const { lines } = await printed({ tests: [FAILED, PASSED] })
    const first = lines.indexOf('Test 1')
    expect(lines.slice(first, lines.indexOf('Test 2'))).toEqual([
      ...['Test 1', 'failed', 'May 13, 2026, 12:09:00 PM GMT+8', 'A paying tenant was told'],
      ...['Supply taken away', 'unknown, offline', 'Load', 'before 1840 W, after –'],
      ...['Supply given back', 'not taken down'],
    ])
  })

  it('loses nothing over several pages, each of which names the record', async () => {
    const name = '港口广场二期国际会议中心西北翼地下二层配电室三号柜十二回路租户总表 '
      .repeat(4)
      .trim()
    const many = Array.from({ length: 60 }, (_, index) =>
      seen(`total-harmonic-distortion-of-current-${index}`, `${index}.123456`, 'kvarh'),
    )
    const { bytes, lines, text } = await printed({
      ...{
        seen: many,
        tests: [FAILED, FAILED, PASSED],
        remarks: 'Wired wrongly at first. '.repeat(40),
      },
      meteringPoint: { code: 'B2', name },
    })
    const pages = pagesOfPdf(bytes)
    expect(pages).toBeGreaterThan(2)
    for (let index = 0; index < 60; index += 1) expect(lines).toContain(`${index}.123456 kvarh`)
    for (let page = 1; page <= pages; page += 1) expect(lines).toContain(`Page ${page} of ${pages}`)
    expect(lines.filter((line) => line.startsWith('Record 17, '))).toHaveLength(pages)
    expect(text.replaceAll(' ', '')).toContain(`${name}(B2)`.replaceAll(' ', ''))
    expect(text.match(/Wired\s+wrongly\s+at\s+first/g)).toHaveLength(40)
  })

  it('is the same document each time', async () => {
    const [first, second] = [await printed({}), await printed({})]
    expect(Buffer.compare(Buffer.from(first.bytes), Buffer.from(second.bytes))).toBe(0)
  })
})
