import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/** Where the demo keeps what an instance keeps: beside one that somebody may use in earnest. */
export function demoFolder({ dataDir }: Pick<Config, 'dataDir'>): string {
  return join(dataDir, 'demo')
}

/**
 * The instance that a command beside a running one is about: the one in the data folder, or, where
 * only the demo was ever started, the demo.
 */
export function chosenInstance(config: Config): Config {
  const own = existsSync(join(config.dataDir, 'keys'))
  const demo = demoFolder(config)
  return own || !existsSync(join(demo, 'keys')) ? config : { ...config, dataDir: demo }
}
