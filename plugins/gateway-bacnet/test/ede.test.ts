import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { openHouse } from './house.ts'
import { DEVICE, HOST, objectsOf } from './rig.ts'
import { ORDER } from './site.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const command = join(import.meta.dirname, '../export-ede.ts')

test('the command writes all objects of a running gateway as an EDE file', async () => {
  const { rig } = await openHouse({ closers })
  const args = [command, `${HOST}:${rig.port}`]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  const lines = stdout.trimEnd().split('\r\n')
  const rows = lines.slice(8).map((line) => line.split(';'))
  expect(lines[7]).toMatch(/^# keyname;device obj\.-instance;object-name;object-type/)
  const seen = await objectsOf(rig.bms)
  expect(rows).toHaveLength(seen.size + 1)
  for (const row of rows) expect(row).toHaveLength(lines[7]?.split(';').length ?? 0)
  const order = seen.get(ORDER)
  expect(rows).toContainEqual([
    ...[order?.name, `${DEVICE.instance}`, order?.name, '5', `${order?.id.instance}`],
    ...[order?.description, '', '', '', 'Y', 'Y', '', '', '', '', ''],
  ])
  // A calendar, a schedule and the device tell of no changes.
  const silent = rows.filter((row) => row[10] === 'N').map((row) => row[3])
  expect(silent.sort()).toEqual(['17', '6', '8'])
  expect(rows.find((row) => row[3] === '23')?.[14]).toMatch(/^(19|126)$/)
})

test('it says that nobody answers', async () => {
  await expect(promisify(execFile)(process.execPath, [command, `${HOST}:1`])).rejects.toMatchObject(
    { stderr: `${HOST}:1 does not answer.\n` },
  )
})
