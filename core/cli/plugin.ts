import type { CommandContext } from './command.ts'
import { checkPlugin } from './plugins/check.ts'
import { installPlugin, removePlugin } from './plugins/install.ts'
import { listPlugins } from './plugins/list.ts'
import { newPlugin } from './plugins/new.ts'

interface Subcommand {
  readonly usage: string
  readonly summary: string
  readonly run: (context: CommandContext) => Promise<number>
}

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = Object.freeze({
  list: {
    usage: 'list [--json]',
    summary: 'what is installed, with its contributions and whether its manifest holds',
    run: listPlugins,
  },
  check: {
    usage: 'check <folder> [--load] [--config <file>]',
    summary: 'manifest, contract version and schemas without running its code; --load runs it too',
    run: checkPlugin,
  },
  new: {
    usage: 'new <name> --type <extension point> [--title <text>] [--into <folder>]',
    summary: 'makes a working plugin with its schemas and the test of its conformance',
    run: newPlugin,
  },
  install: {
    usage: 'install <package|folder|file.tgz> [--yes] [--url <address>]',
    summary: 'installs it by npm, without its scripts, and has a running Busbar take it up',
    run: installPlugin,
  },
  remove: {
    usage: 'remove <id> [--url <address>]',
    summary: 'removes what was installed; its settings and connections stay',
    run: removePlugin,
  },
})

function help(): string {
  const width = Math.max(...Object.values(SUBCOMMANDS).map(({ usage }) => usage.length))
  return [
    'Usage: busbar plugin <what> [options]',
    '',
    ...Object.values(SUBCOMMANDS).map(
      ({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`,
    ),
  ].join('\n')
}

/** `busbar plugin …`: exit code 0 done, 1 something is wrong with a plugin, 2 not understood. */
export async function run(context: CommandContext): Promise<number> {
  const [name, ...args] = context.args
  if (name === undefined || name === '--help' || name === '-h') {
    context.print(help())
    return name === undefined ? 2 : 0
  }
  const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined
  if (subcommand !== undefined) return subcommand.run({ ...context, args })
  context.complain(`busbar plugin: there is no "${name}". \`busbar plugin --help\` lists what is.`)
  return 2
}
