import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { comeToRest } from './browser.ts'

/** Pictures of docs/screenshots.md; elsewhere than those of a plain run, for they are committed. */
const GALLERY = join(import.meta.dirname, '../../docs/images')
const PLAIN = join(import.meta.dirname, 'screenshots/gallery')

/**
 * What fits in the window of a page, as a picture of the gallery.
 * @param renew whether docs/images is written, else the tests' own folder
 */
export async function intoGallery(
  page: Page,
  name: string,
  { renew }: { readonly renew: boolean },
): Promise<void> {
  const folder = renew ? GALLERY : PLAIN
  mkdirSync(folder, { recursive: true })
  await comeToRest(page)
  await page.screenshot({ path: join(folder, `${name}.png`), scale: 'css' })
}
