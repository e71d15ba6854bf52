import { readFileSync } from 'node:fs'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromMenu, take } from './browser.ts'
import {
  boxOf,
  browserOf,
  button,
  cell,
  type DashboardHouse,
  drag,
  drawn,
  eventually,
  inspect,
  openDashboardHouse,
  openLive,
} from './dashboards-browser.ts'

let world: DashboardHouse
/** The dashboard that is put together here. */
let dashboardId = ''

beforeAll(async () => {
  world = await openDashboardHouse()
}, 120_000)
afterAll(() => world?.stop())

interface Kept {
  readonly title: string
  readonly version: number
  readonly shared: boolean
  readonly widgets: readonly {
    readonly id: string
    readonly title: string
    readonly widget: string
    readonly settings: Readonly<Record<string, unknown>>
    readonly x: number
    readonly y: number
    readonly w: number
    readonly h: number
  }[]
}
const kept = async (): Promise<Kept> => {
  const { body } = await world.manager.call('GET', `/api/v1/dashboards/${dashboardId}`)
  return body as unknown as Kept
}
const placesOf = ({ widgets }: Kept) =>
  Object.fromEntries(
    widgets.map(({ widget, settings, x, y, w, h }) => [
      String(settings.show ?? widget),
      [x, y, w, h].join(),
    ]),
  )

async function add(page: Page, key: string, fill?: (dialog: Locator) => Promise<void>) {
  await page
    .getByRole('button', { name: /^Add (a|the first) widget$/ })
    .first()
    .click()
  await page.locator(`[data-test="${key}"]`).click()
  const dialog = page.locator('.v-dialog.v-overlay--active')
  await fill?.(dialog)
  await button(dialog, 'Put it on').click()
  await dialog.waitFor({ state: 'detached' })
}

describe('a dashboard', () => {
  it('is put together, arranged by mouse and keyboard, kept, and is so when it is opened again', async () => {
    const { page, failures, close } = await browserOf(world, world.manager)
    await page.goto(`${world.house.api.url}/dashboards`)
    await page.getByText('You have put none together yet.').waitFor()
    await button(page, 'New dashboard').click()
    await page.getByLabel('Title *', { exact: true }).fill('My day')
    await inspect(page, 'new')
    await button(page, 'Make it').click()
    await page.getByRole('heading', { name: 'My day', exact: true }).waitFor()
    dashboardId = /\/dashboards\/(\d+)/.exec(page.url())?.[1] ?? ''

    await add(page, 'value.load')
    await add(page, 'value.prepaid')
    await add(page, 'series.days')
    await add(page, 'table.runningDry')
    await add(page, 'gauge.inCredit')
    await add(page, 'series.point', async (dialog) => {
      // Without a metering point there is nothing to draw.
      await button(dialog, 'Put it on').click()
      await dialog.locator('.v-field--error').first().waitFor()
      // As the keyboard does it.
      await dialog.getByLabel('Metering point *', { exact: true }).press('ArrowDown')
      await take(page.getByRole('option').first())
      await dialog.getByLabel('Heading', { exact: true }).fill('Tea house')
    })
    await add(page, 'markdown.text', async (dialog) => {
      await dialog.getByLabel('Text *', { exact: true }).fill('# Call\n\n*Ann* when in doubt.')
    })
    await drawn(page, 'Today against yesterday')
    await drawn(page, 'Tea house')
    await page.getByRole('heading', { name: 'Call', exact: true }).waitFor()
    await inspect(page, 'arranging')
    // Whoever leaves now is asked; nothing of it has reached the server yet.
    expect((await kept()).widgets).toEqual([])

    const load = cell(page, 'Load now')
    const before = await boxOf(load)
    await drag(page, button(page, 'Move Load now'), { x: before.width * 2, y: 0 })
    await eventually(async () => (await boxOf(load)).x - before.x).toBeGreaterThan(before.width)
    await drag(page, button(page, 'Size Load now'), { x: 100, y: 84 })
    await eventually(async () => (await boxOf(load)).height).toBeGreaterThan(before.height + 60)
    const moved = await boxOf(load)
    // Held and let go with Escape, it stays where it is.
    const handle = await boxOf(button(page, 'Move Load now'))
    await page.mouse.move(handle.x + 5, handle.y + 5)
    await page.mouse.down()
    await page.mouse.move(handle.x - 300, handle.y + 300, { steps: 3 })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect((await boxOf(load)).x).toBe(moved.x)

    const byKey = button(page, 'Move Prepaid balance')
    await byKey.focus()
    await page.keyboard.press('ArrowDown')
    await page.getByText(/^Prepaid balance: column \d+, row \d+/).waitFor({ state: 'attached' })
    expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
      'Move Prepaid balance',
    )
    await button(page, 'Size Prepaid balance').focus()
    await page.keyboard.press('ArrowRight')
    await page.getByText(/^Prepaid balance: .*4 columns wide/).waitFor({ state: 'attached' })

    await button(page, 'Save').click()
    await button(page, 'Change').waitFor()
    const saved = await kept()
    expect(saved.widgets).toHaveLength(7)
    const seen = await Promise.all(
      ['Load now', 'Prepaid balance', 'Tea house'].map((title) => boxOf(cell(page, title))),
    )
    await openLive(world, page, `/dashboards/${dashboardId}`)
    await drawn(page, 'Today against yesterday')
    for (const [index, title] of ['Load now', 'Prepaid balance', 'Tea house'].entries()) {
      const { x, y, width, height } = await boxOf(cell(page, title))
      const was = seen[index]
      expect([x, y, width, height].map(Math.round), title).toEqual(
        [was?.x, was?.y, was?.width, was?.height].map((each) => Math.round(each ?? -1)),
      )
    }
    expect(placesOf(saved).prepaid?.split(',')[2]).toBe('4')
    await inspect(page, 'desktop')
    expect(failures).toEqual([])
    await close()
  }, 110_000)

  it('gives each plot as a picture and as a table, and each table too', async () => {
    const { page, close } = await browserOf(world, world.manager)
    await openLive(world, page, `/dashboards/${dashboardId}`)
    await drawn(page, 'Tea house')
    const save = async (name: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        button(page, name).click(),
      ])
      return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
    }
    const picture_ = await save('Save as PNG: Tea house')
    expect(picture_.name).toBe('Tea house.png')
    expect(picture_.bytes.subarray(1, 4).toString()).toBe('PNG')
    const [width, height] = [picture_.bytes.readUInt32BE(16), picture_.bytes.readUInt32BE(20)]
    expect(width).toBeGreaterThan(400)
    expect(height).toBeGreaterThan(200)
    // A picture of one colour would be a few hundred bytes.
    expect(picture_.bytes.length).toBeGreaterThan(3000)

    const data = await save('Save as CSV: Tea house')
    expect(data.name).toBe('Tea house.csv')
    const lines = data.bytes.toString().replace('\ufeff', '').trim().split('\r\n')
    expect(lines[0]).toMatch(/^at,.+ \(kWh\),.+ \(kWh\)$/)
    const usage = await world.manager.call(
      'GET',
      `/api/v1/metering-points/${world.house.building.pointId}/usage?bucket=day`,
    )
    const buckets = usage.body.buckets as readonly {
      readonly fromAt: string
      readonly use: { readonly utilities: readonly { readonly quantity: string }[] }
    }[]
    expect(lines).toHaveLength(buckets.length + 1)
    for (const [index, { fromAt, use }] of buckets.entries()) {
      const [at, now] = (lines[index + 1] ?? '').split(',')
      expect(Date.parse(at ?? '')).toBe(Date.parse(fromAt))
      expect(Number(now)).toBe(Number(use.utilities[0]?.quantity ?? 0))
    }
    await close()
  }, 60_000)

  it('keeps what was moved when somebody else was faster, and lets choose', async () => {
    const { page, close } = await browserOf(world, world.manager)
    await openLive(world, page, `/dashboards/${dashboardId}`)
    await button(page, 'Change').click()
    await button(page, 'Name and sharing').click()
    await page.getByLabel('Title *', { exact: true }).fill('Our day')
    await page.getByLabel('Shared', { exact: false }).first().check()
    await button(page, 'Take over').click()
    const { version } = await kept()
    const theirs = await world.manager.call('PATCH', `/api/v1/dashboards/${dashboardId}`, {
      body: { title: 'Another day' },
      headers: { 'If-Match': `"${version}"` },
    })
    expect(theirs.status, theirs.text).toBe(200)
    await button(page, 'Save').click()
    await page.getByText('Somebody else has changed this').waitFor()
    await inspect(page, 'conflict')
    await button(page, 'Go on with this').click()
    await button(page, 'Save').click()
    await button(page, 'Change').waitFor()
    expect(await kept()).toMatchObject({ title: 'Our day', shared: true })
    await close()
  }, 60_000)

  it('that is shared is seen by others at the site, and changed by nobody without the right', async () => {
    const { page, failures, close } = await browserOf(world, world.cashier, {
      language: 'zh-CN',
      theme: 'dark',
    })
    await page.goto(`${world.house.api.url}/dashboards`)
    await page.getByRole('link', { name: 'Our day' }).click()
    await page.getByText('实时', { exact: true }).waitFor()
    await drawn(page, '今日与昨日对比')
    expect(await button(page, '修改').count()).toBe(0)
    expect(await page.getByRole('button', { name: /移动|大小/ }).count()).toBe(0)
    await inspect(page, 'shared-zh')
    expect(failures).toEqual([])
    await close()
    const { version } = await kept()
    const change = { body: { title: 'Mine' }, headers: { 'If-Match': `"${version}"` } }
    const path = `/api/v1/dashboards/${dashboardId}`
    expect((await world.cashier.call('PATCH', path, change)).status).toBe(403)

    // Another manager may, and makes one of their own of it.
    const other = await browserOf(world, world.colleague)
    await openLive(world, other.page, `/dashboards/${dashboardId}`)
    await button(other.page, 'Change').waitFor()
    await fromMenu(button(other.page, 'Actions'), 'Duplicate')
    await other.page.getByRole('heading', { name: 'Copy of Our day', exact: true }).waitFor()
    await fromMenu(button(other.page, 'Actions'), 'Remove')
    await button(other.page.locator('.v-dialog'), 'Remove').click()
    await other.page.waitForURL(`${world.house.api.url}/dashboards`)
    await other.page.getByRole('link', { name: 'Our day', exact: true }).waitFor()
    expect(await other.page.getByText('Copy of Our day').count()).toBe(0)
    await inspect(other.page, 'list')
    await other.close()
  }, 90_000)

  it('on a phone stands in one column, and is arranged by finger and by menu', async () => {
    const { page, failures, close } = await browserOf(world, world.manager, { width: 390 })
    await openLive(world, page, `/dashboards/${dashboardId}`)
    await drawn(page, 'Tea house')
    await inspect(page, 'phone')
    await button(page, 'Change').click()
    const titles = () => page.locator('[data-item] h2:first-of-type').allTextContents()
    const order = async () => {
      const tops = await Promise.all(
        (await page.locator('[data-item]').all()).map(async (each) => {
          const [title = ''] = await each.locator('header h2').allTextContents()
          return [(await boxOf(each)).y, title] as const
        }),
      )
      return tops.sort(([a], [b]) => a - b).map(([, title]) => title)
    }
    expect((await titles()).length).toBeGreaterThan(0)
    const [first = '', second = ''] = await order()
    await button(page, `Change ${second}`).click()
    await page.getByText('Up', { exact: true }).click()
    await page.keyboard.press('Escape')
    // A menu that is still closing would catch the finger.
    await page.locator('.v-menu').first().waitFor({ state: 'detached' })
    await eventually(async () => (await order()).slice(0, 2)).toEqual([second, first])

    // A finger on the cross arranges, where one beside it would scroll.
    const handle = await boxOf(button(page, `Move ${second}`))
    const target = await boxOf(cell(page, first))
    const session = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x, y }],
      })
    const x = handle.x + handle.width / 2
    const y = handle.y + handle.height / 2
    await touch('touchStart', x, y)
    for (const share of [0.25, 0.5, 0.75, 1]) await touch('touchMove', x, y + target.height * share)
    await touch('touchEnd', x, y)
    await eventually(async () => (await order()).slice(0, 2)).toEqual([first, second])
    await button(page, 'Save').click()
    await button(page, 'Change').waitFor()
    expect((await kept()).widgets).toHaveLength(7)
    expect(failures).toEqual([])
    await close()
  }, 90_000)
})
