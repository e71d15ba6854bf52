import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { comeToRest, overflow, picture, take } from './browser.ts'
import { DESKTOP, PHONE, type Visitor } from './visitor.ts'

/*
 * What an integrator does on the pages, step by step, whatever the devices speak: all of it by clicks and keys. Each step
 * ends when the page says that it is done.
 */

const PATIENCE_MS = 60_000
/** A cut waits until the Guard's hold-off after the core's start is over. */
const CUT_WITHIN_MS = 100_000

/** A form on the page, or in a dialog. */
type Place = Page | Locator

export type Hand = ReturnType<typeof handOf>

export function handOf({ page, words, wellMade }: Visitor) {
  const { t, say } = words
  const dialog = page.getByRole('dialog')
  const button = (name: string, at: Place = page) => at.getByRole('button', { name, exact: true })
  /** By its title, whether it has to be filled in or not. */
  const field = (title: string, at: Place = page) =>
    at.getByLabel(named(say(title))).and(page.locator('input, textarea'))
  const fill = async (fields: Readonly<Record<string, string>>, at: Place = page) => {
    for (const [title, value] of Object.entries(fields)) await field(title, at).fill(value)
  }
  const pick = async (title: string, name: string | RegExp, at: Place = page) => {
    const chosen = field(title, at)
    await chosen.click({ force: true })
    await chosen.press('ArrowDown')
    await take(page.getByRole('option', { name }).first())
  }
  const save = async (path: RegExp) => {
    await button(t('common.save')).click()
    await page.waitForURL(path)
    return page.url().split('/').at(-1) ?? ''
  }
  /** How it looks on a desk, and on a phone at the same instant. */
  const looks = async (name: string) => {
    await wellMade(`integrator-${name}`)
    if ((page.viewportSize()?.width ?? 0) < DESKTOP.width) return
    await page.setViewportSize(PHONE)
    await picture(page, `integrator-${name}-narrow`)
    expect.soft(await overflow(page), `${name} overflows a phone`).toBeLessThanOrEqual(0)
    await page.setViewportSize(DESKTOP)
    await comeToRest(page)
  }

  const card = page.getByRole('region', { name: t('admin-commissioning.title') })
  const deed = (name: string) => t(`admin-commissioning.deed.${name}`)
  const next = (state: string) => card.getByText(t(`admin-commissioning.next.${state}`))
  /** A step of the commissioning, confirmed in its dialog. */
  const confirm = async (name: string) => {
    await button(deed(name), card).click()
    await button(deed(name), dialog).click()
  }
  const does = async (name: string, state: string) => {
    await confirm(name)
    await dialog.waitFor({ state: 'detached' })
    await next(state).waitFor()
  }
  const supplyIs = (state: 'on' | 'off') =>
    card
      .locator('[data-test=supply]')
      .getByText(words.choice(state), { exact: true })
      .waitFor({ timeout: CUT_WITHIN_MS })

  /** Orders supply away, as somebody who stands there and has told the tenant. */
  const startTest = async () => {
    await button(deed('startTest'), card).click()
    await dialog.getByLabel(t('admin-commissioning.present')).check()
    await dialog.getByLabel(t('admin-commissioning.tenantConfirmed')).check()
    await button(deed('startTest'), dialog).click()
    await dialog.waitFor({ state: 'detached' })
    await next('off-ordered').waitFor()
  }

  /** A new one of a resource by its own list. */
  const begin = async (segment: string) => {
    await page.goto(`/${segment}`)
    await page.getByRole('link', { name: t('admin.new'), exact: true }).click()
    await page.waitForURL(`**/${segment}/new*`)
    await comeToRest(page)
  }
  /** A new one of what stands beneath this one. */
  const beginBeneath = async (segment: string, tab: string) => {
    await page.getByRole('tab', { name: tab, exact: true }).click()
    await page.locator(`main a[href^="/${segment}/new"]`).click()
    await page.waitForURL(`**/${segment}/new*`)
    await comeToRest(page)
  }

  return {
    ...{
      button,
      field,
      fill,
      pick,
      save,
      looks,
      confirm,
      does,
      supplyIs,
      dialog,
      card,
      deed,
      next,
    },
    ...{ begin, beginBeneath, startTest },

    /** From the list of plugins to the form of a connection. */
    async connect(plugin: string) {
      await page.goto('/plugins')
      await page.locator(`[data-plugin=${plugin}] a`).first().click()
      await page.getByRole('link', { name: t('admin-plugins.connection.new') }).click()
      await page.locator('[data-test=new-connection]').waitFor()
      await comeToRest(page)
    },
    async discover(): Promise<Locator> {
      await button(t('admin-plugins.draft.discover')).click()
      const found = page.locator('[data-test=discovered]')
      await found.locator('[data-device]').first().waitFor({ timeout: PATIENCE_MS })
      return found
    },
    async meteringPoint(unit: string): Promise<void> {
      await begin('metering-points')
      await pick('Space', new RegExp(unit))
      await pick('Utility', words.choice('electricity'))
      await pick('Unit', 'kWh')
      await fill({ Code: `${unit}-E`, Name: `Shop ${unit}`, 'Maximum rate': '400' })
      await save(/\/metering-points\/\d+$/)
    },
    /** A meter without a template: itself and its one register. */
    async meter(serial: string): Promise<string> {
      await begin('meters')
      await fill({ 'Serial number': serial, Model: 'Three-phase meter' })
      await pick('Utility', words.choice('electricity'))
      const id = await save(/\/meters\/\d+$/)
      await beginBeneath('registers', say('Registers'))
      await fill({ Code: 'total', Digits: '6' })
      await save(/\/registers\/\d+$/)
      return id
    },
    /** One value that was found, bound to the meter; the register that it reads by its code. */
    async bind(
      what: string,
      meter: {
        readonly serial?: string
        readonly register?: string
        /** Where the search has guessed another meaning. */
        readonly role?: string
        readonly fields?: Readonly<Record<string, string>>
      },
    ) {
      const name = t('admin-plugins.found.bindOne', { what })
      await button(name).click()
      await comeToRest(page)
      if (meter.serial !== undefined) await pick('Meter', meter.serial, dialog)
      if (meter.register !== undefined) await pick('Register', meter.register, dialog)
      if (meter.role !== undefined) await pick('Role', words.choice(meter.role), dialog)
      await fill(meter.fields ?? {}, dialog)
      if (meter.register !== undefined) await looks('bind')
      await button(say('Create a point'), dialog).click()
      await dialog.waitFor({ state: 'detached' })
    },
    /** Where the meter measures, from when on, by which ratio of transformers, and what it showed then. */
    async install(of: {
      readonly serial: string
      readonly unit: string
      readonly at: string
      readonly multiplier: string
      readonly opening: string
    }) {
      await begin('installations')
      await pick('Meter', of.serial)
      await pick('Metering point', `Shop ${of.unit}`)
      await fill({ At: of.at, Multiplier: of.multiplier, 'Signed by': 'Li Wei' })
      await button(t('admin-forms.add', { field: say('Register value') })).click()
      await pick('Register', `total, ${of.serial}`)
      await fill({ Value: of.opening })
      await looks('install')
      await save(/\/installations\/\d+$/)
    },
    async supplyPoint(of: {
      readonly serial: string
      readonly unit: string
      readonly idle: string
    }) {
      await begin('supply-points')
      await pick('Metering point', `Shop ${of.unit}`)
      await pick('Relay', `${words.choice('relay')}, ${of.serial}`)
      await pick('Load', `${words.choice('current')}, ${of.serial}`)
      await fill({ 'Idle load': of.idle })
      await save(/\/supply-points\/\d+$/)
    },
    /** Who pays for it, and by which prices. */
    async agree(unit: string) {
      await begin('service-agreements')
      await pick('Contract', /./)
      await pick('Account', /./)
      await pick('Metering point', `Shop ${unit}`)
      await pick('Tariff plan', /./)
      await fill({ From: '2026-01-01T08:00' })
      await save(/\/service-agreements\/\d+$/)
    },
    async commission(meterId: string) {
      await page.goto(`/meters/${meterId}`)
      await button(t('admin-commissioning.begin'), card).click()
      await page.waitForURL(/\/commissionings\/\d+$/)
      await next('mapped').waitFor()
    },
    /** Waits for the live value and takes it down. */
    async see(name: string) {
      await page.locator('[data-test=heard] strong').first().waitFor({ timeout: PATIENCE_MS })
      await looks(`${name}-live`)
      await does('see', 'seen')
      await looks(`${name}-seen`)
    },
    /** The whole test, with everything as it should be. */
    async testRelay() {
      await supplyIs('on')
      await startTest()
      await supplyIs('off')
      await does('restoreTest', 'on-ordered')
      await supplyIs('on')
      await does('endTest', 'tested')
    },
    /** Opens a browsed tree, level by level, down to the values of a device. */
    async unfold(tree: Locator, path: readonly string[]) {
      for (const name of path)
        await tree.locator('summary').getByText(name, { exact: true }).click()
      await tree.getByText('Energy', { exact: true }).waitFor()
    },
    /** Another address of one of a meter's points. */
    async correct(
      meter: string,
      {
        role,
        fields,
      }: { readonly role: string; readonly fields: Readonly<Record<string, string>> },
    ) {
      await page.goto(meter)
      await page.getByRole('tab', { name: say('Points'), exact: true }).click()
      await page
        .locator('main tr', { hasText: words.choice(role) })
        .getByRole('link')
        .first()
        .click()
      await page.getByRole('link', { name: t('admin.edit') }).click()
      await page.waitForURL(/\/edit$/)
      await comeToRest(page)
      await fill(fields)
      await looks('correct')
      await save(/\/points\/\d+$/)
    },
    async sign(name: string): Promise<void> {
      await button(deed('sign'), card).click()
      await dialog
        .getByLabel(t('admin-commissioning.signatory'), { exact: true })
        .fill('李伟 Li Wei')
      await button(deed('sign'), dialog).click()
      await dialog.waitFor({ state: 'detached' })
      await next('signed').waitFor()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        card.getByRole('link', { name: t('admin-commissioning.certificate') }).click(),
      ])
      const pdf = await readFile(await download.path())
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
      await looks(`${name}-signed`)
    },
  }
}

const named = (title: string) =>
  new RegExp(`^${title.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}( \\*)?$`)
