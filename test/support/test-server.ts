import type { Login } from '../../core/persistence/embedded/secrets.ts'

/** What the test processes are told of the run's one server. */
interface TestServer {
  readonly port: number
  readonly passwords: Readonly<Record<Login, string>>
}

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer
  }
}

/** The migrated database that each test file's own is a copy of. */
export const TEMPLATE_DATABASE = 'busbar_template'
