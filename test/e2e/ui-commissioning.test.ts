import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../core/kernel/instant.ts'
import { type CommissioningHouse, openCommissioningHouse } from '../http/commissioning-house.ts'
import { launchBrowser, PAGES } from './browser.ts'
import { DESKTOP, PHONE, visitorOf } from './visitor.ts'

/** From the meter's page through all steps to the certificate. */

let house: CommissioningHouse
let browser: Browser

beforeAll(async () => {
  house = await openCommissioningHouse({ pages: PAGES })
  browser = await launchBrowser()
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await house?.stop()
}, 60_000)

describe.each([DESKTOP, PHONE])('a commissioning on a $name, in $language', (look) => {
  it('goes from step to step, confirms the relay test, and ends with a certificate', async () => {
    const made = await house.commissioned(look.name)
    const { cookie } = house.owner
    const visitor = await visitorOf(browser, { url: house.api.url, look, cookie })
    const { page, words, context, complaints, wellMade } = visitor
    const t = (key: string, values?: Readonly<Record<string, string>>) =>
      words.t(`admin-commissioning.${key}`, values)
    const card = page.getByRole('region', { name: t('title') })
    const button = (name: string) => card.getByRole('button', { name, exact: true })
    const dialog = page.getByRole('dialog')
    const confirm = (name: string) => dialog.getByRole('button', { name, exact: true }).click()
    /** A step that is confirmed without more. */
    const take = async (deed: string, next: string) => {
      await button(t(`deed.${deed}`)).click()
      await confirm(t(`deed.${deed}`))
      await dialog.waitFor({ state: 'detached' })
      await card.getByText(t(`next.${next}`)).waitFor()
    }

    await page.goto(`/meters/${made.meterId}`)
    await card.getByText(t('last.mapped')).waitFor()
    await wellMade('commissioning-meter')
    await card.getByRole('link', { name: t('goOn') }).click()
    await card.getByText(t('next.mapped')).waitFor()
    await wellMade('commissioning-mapped')

    house.clock.now += HOUR_MS
    await house.read(made, 13)
    await house.load(made, '1840')
    await house.standsAt(made, 'on')
    await take('see', 'seen')

    await button(t('deed.startTest')).click()
    await dialog.getByText(t('about.startTest')).waitFor()
    await wellMade('commissioning-test')
    // Nobody stands there: nothing is switched.
    await confirm(t('deed.startTest'))
    await dialog.getByRole('alert').waitFor()
    await dialog.getByLabel(t('present')).check()
    await confirm(t('deed.startTest'))
    await dialog.waitFor({ state: 'detached' })
    await card.getByText(t('next.off-ordered')).waitFor()
    await house.standsAt(made, 'off')
    await house.load(made, '0')
    await take('restoreTest', 'on-ordered')
    await house.standsAt(made, 'on')
    await take('endTest', 'tested')
    await wellMade('commissioning-tested')

    await button(t('deed.sign')).click()
    await dialog.getByLabel(t('signatory'), { exact: true }).fill('李伟 Li Wei')
    await wellMade('commissioning-sign')
    await confirm(t('deed.sign'))
    await dialog.waitFor({ state: 'detached' })
    await card.getByText(t('next.signed')).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      card.getByRole('link', { name: t('certificate') }).click(),
    ])
    const pdf = await readFile(await download.path())
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await wellMade('commissioning-signed')

    // What was proved here is a template for the next one.
    await button(words.say('Save as a template')).click()
    const title = `${look.name} 1PM`
    await dialog.getByLabel(`${words.say('Title')} *`, { exact: true }).fill(title)
    await wellMade('commissioning-template')
    await confirm(words.say('Save as a template'))
    await dialog.getByText('shellyplus1pm-').first().waitFor()
    await wellMade('commissioning-template-saved')
    const { body } = await house.owner.call('GET', '/api/v1/own-templates')
    expect(body.items).toContainEqual(expect.objectContaining({ title, driver: 'mqtt' }))
    expect(complaints).toEqual([])
    await context.close()
  })
})
