import type { Config } from '../config.ts'

/** What a command gets; it returns the process's exit code. */
export interface CommandContext {
  /** What follows the command's name. */
  readonly args: readonly string[]
  readonly config: Config
  /** Writes a line to standard output. */
  readonly print: (text: string) => void
  /** Writes a line to standard error. */
  readonly complain: (text: string) => void
}

type Command = (context: CommandContext) => Promise<number>

export interface CommandEntry {
  readonly summary: string
  /** What it takes, for its help; absent: nothing. */
  readonly options?: Readonly<Record<string, string>>
  /** True for a command that answers --help by itself. */
  readonly hasHelp?: true
  /** True for a command that drains on SIGINT and SIGTERM by itself; the others end at once, closing what they opened. */
  readonly handlesSignals?: true
  /** Loads the command's file, so that no command pays for the libraries of another. */
  readonly load: () => Promise<{ readonly run: Command }>
}
