import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Person } from '../http/api.ts'
import { barriers, overflow, picture, violations, WATCH } from './browser.ts'

/** Text that is markup where somebody forgets to escape it. */
export const HOSTILE = `<img src=x onerror="globalThis.hacked=1">${'{{'}1+1}} "O'Brien" 李`

export const DEVICES = [
  { name: 'a desktop in English', width: 1280, height: 900, language: 'en' },
  { name: 'a phone in Chinese', width: 390, height: 844, language: 'zh-CN' },
] as const
export type Device = (typeof DEVICES)[number]

/** A page of the administration, as somebody who is signed in sees it. */
export async function openAs(
  browser: Browser,
  address: string,
  { person, width, height, language }: Omit<Device, 'name'> & { readonly person: Person },
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, locale: language })
  await context.addInitScript({ content: WATCH })
  const cookies = person.cookie.split('; ').map((text) => {
    const at = text.indexOf('=')
    return { name: text.slice(0, at), value: text.slice(at + 1), url: new URL(address).origin }
  })
  await context.addCookies(cookies)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(address)
  return page
}

/** Nothing serious is wrong, nothing sticks out or is run that must not; and how it looks. */
export async function inspect(page: Page, name: string): Promise<void> {
  await picture(page, name)
  expect(await barriers(page), name).toEqual([])
  expect(await overflow(page), name).toBeLessThanOrEqual(0)
  expect(await violations(page), name).toEqual([])
  expect(await page.evaluate('globalThis.hacked'), name).toBeUndefined()
}
