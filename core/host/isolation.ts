import { createSharedIsolate, type Isolate, type SharedIsolateOptions } from './isolate.ts'
import type { Manifest } from './manifest.ts'
import { createProcessIsolate, type ProcessIsolateOptions } from './process/isolate.ts'

export interface IsolateOptions extends SharedIsolateOptions, ProcessIsolateOptions {
  readonly manifest: Manifest
  readonly limits: SharedIsolateOptions['limits'] & ProcessIsolateOptions['limits']
}

/**
 * Loads a plugin where its manifest says that it runs, and lets it register: at once in the core's
 * process, when it is first needed in one of its own.
 * @throws `plugin-load-failed`, `plugin-contribution-invalid`, `plugin-timeout`
 */
export async function createIsolate(options: IsolateOptions): Promise<Isolate> {
  return options.manifest.isolation === 'process'
    ? createProcessIsolate(options)
    : createSharedIsolate(options)
}
