import type { Config } from '../config.ts'
import { errorCode, errorMessage } from '../kernel/error.ts'
import type { CommandEntry } from './command.ts'

interface CommandLineOptions {
  readonly commands: Readonly<Record<string, CommandEntry>>
  readonly environmentVariables: Readonly<Record<string, string>>
  readonly readConfig: () => Config
  readonly print: (text: string) => void
  readonly complain: (text: string) => void
}

function table(rows: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(rows).map((name) => name.length))
  return Object.entries(rows).map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
}

function helpText({ commands, environmentVariables }: CommandLineOptions): string {
  const summaries = Object.entries(commands).map(([name, { summary }]) => [name, summary])
  return [
    'Usage: busbar <command> [options]',
    '',
    'Commands:',
    ...table(Object.fromEntries(summaries)),
    '',
    'Environment:',
    ...table(environmentVariables),
  ].join('\n')
}

function helpOf(name: string, { summary, options = {} }: CommandEntry): string {
  const takes = Object.keys(options).length > 0
  return [
    `Usage: busbar ${name}${takes ? ' [options]' : ''}`,
    '',
    `  ${summary}`,
    ...(takes ? ['', 'Options:', ...table(options)] : []),
  ].join('\n')
}

/** Exits by process.exit, whose handlers stop what runs on our behalf; a signal's default death skips them. */
function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
}

/** True when the options were not understood, as node:util's parseArgs says it. */
function isUsageError(error: unknown): error is Error & { code: string } {
  if (!(error instanceof Error) || !('code' in error)) return false
  return typeof error.code === 'string' && error.code.startsWith('ERR_PARSE_ARGS')
}

/** An error of the catalogue is the operator's to mend and needs no stack; anything else is a defect. */
function describeError(error: unknown): string {
  if (errorCode(error) !== undefined) return `busbar: ${errorMessage(error)}`
  return `busbar: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

/** Finds and runs a command. Exit codes: 0 done, 1 failed, 2 not understood. */
export function createCommandLine(options: CommandLineOptions) {
  const { commands, readConfig, print, complain } = options
  return Object.freeze({
    async run({ args }: { args: readonly string[] }): Promise<number> {
      const [name, ...rest] = args
      if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
        print(helpText(options))
        return name === undefined ? 2 : 0
      }
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined
      if (command === undefined) {
        complain(`busbar: there is no command "${name}". \`busbar --help\` lists them.`)
        return 2
      }
      if (command.hasHelp !== true && rest.some((arg) => arg === '--help' || arg === '-h')) {
        print(helpOf(name, command))
        return 0
      }
      try {
        if (command.handlesSignals !== true) exitOnSignals()
        const { run } = await command.load()
        return await run({ args: rest, config: readConfig(), print, complain })
      } catch (error) {
        if (isUsageError(error)) {
          complain(`busbar ${name}: ${error.message}`)
          return 2
        }
        complain(describeError(error))
        return 1
      }
    },
  })
}
