import { createCommandLine } from './cli/command-line.ts'
import { commands } from './cli/commands.ts'
import { environmentVariables, readConfig } from './config.ts'

const commandLine = createCommandLine({
  commands,
  environmentVariables,
  readConfig,
  print: (text) => process.stdout.write(`${text}\n`),
  complain: (text) => process.stderr.write(`${text}\n`),
})

process.exitCode = await commandLine.run({ args: process.argv.slice(2) })
