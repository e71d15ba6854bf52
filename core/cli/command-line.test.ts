import { expect, test } from 'vitest'
import { createCommandLine } from './command-line.ts'
import { commands } from './commands.ts'

async function run(...args: string[]) {
  const printed: string[] = []
  const complained: string[] = []
  const line = createCommandLine({
    commands,
    environmentVariables: {},
    readConfig: () => {
      throw new Error('No settings are needed for help.')
    },
    print: (text) => printed.push(text),
    complain: (text) => complained.push(text),
  })
  return { code: await line.run({ args }), printed: printed.join('\n'), complained }
}

test('help lists every command, and each but the plugin command is explained without being run', async () => {
  const { code, printed } = await run('--help')
  expect(code).toBe(0)
  const names = ['start', 'migrate', 'doctor', 'verify', 'plugin', 'bench']
  expect(Object.keys(commands)).toEqual(names)
  for (const name of names) expect(printed).toMatch(new RegExp(`^  ${name} `, 'm'))
  for (const name of names.filter((name) => name !== 'plugin')) {
    const help = await run(name, '--help')
    expect(help.code).toBe(0)
    expect(help.printed).toContain(`Usage: busbar ${name}`)
    expect(help.printed).toContain(commands[name]?.summary)
  }
  expect((await run('start', '--help')).printed).toContain('--empty')
})

test('what is no command is refused by its name', async () => {
  expect(await run('nonsense')).toMatchObject({
    code: 2,
    complained: ['busbar: there is no command "nonsense". `busbar --help` lists them.'],
  })
})
