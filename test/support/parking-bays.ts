import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '../../core/kernel/canonical.ts'
import { bundleContract } from '../tools/contract/bundle.ts'
import { lintContract } from '../tools/contract/lint.ts'

const SCHEMAS = join(import.meta.dirname, '../../schemas')

/** All that a new resource takes: its schema, its entry, and its table. No code knows it. */
const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Parking bay',
  description: 'A place for one car.',
  type: 'object',
  additionalProperties: false,
  required: [
    ...['id', 'siteId', 'code', 'spaceId', 'besideId', 'kind', 'rent', 'allowance', 'freeFrom'],
    ...['closed', 'colour', 'charger', 'plates', 'guarded', 'note', 'version'],
  ],
  properties: {
    id: { $ref: './id.schema.json', readOnly: true },
    siteId: {
      $ref: './id.schema.json',
      title: 'Site',
      description: 'The site it belongs to.',
      'x-ref': 'sites',
      'x-fixed': true,
    },
    code: { $ref: './code.schema.json' },
    spaceId: {
      $ref: './id.schema.json',
      title: 'Hall',
      description: 'The space that it lies in.',
      'x-ref': 'spaces',
    },
    besideId: {
      type: ['string', 'null'],
      pattern: '^[1-9]\\d{0,17}$',
      title: 'Beside',
      description: 'The bay that is reached through this one.',
      'x-ref': 'parkingBays',
    },
    kind: {
      enum: ['open', 'covered', 'charging'],
      title: 'Kind',
      description: 'What kind of bay.',
    },
    rent: { $ref: './money-micros.schema.json', title: 'Rent', description: 'Of a month.' },
    allowance: {
      type: ['string', 'null'],
      pattern: '^(0|[1-9]\\d{0,11})(\\.\\d{1,6})?$',
      title: 'Allowance',
      description: 'Energy that the rent includes.',
      'x-micros': true,
      'x-unit': 'kWh',
    },
    freeFrom: {
      type: ['string', 'null'],
      format: 'date-time',
      title: 'Free from',
      description: 'When it can be let.',
    },
    closed: {
      type: ['object', 'null'],
      title: 'Closed',
      description: 'While it is out of use.',
      additionalProperties: false,
      required: ['from', 'to'],
      properties: {
        from: { $ref: './instant.schema.json', title: 'From', description: 'First instant.' },
        to: { $ref: './instant.schema.json', title: 'To', description: 'First instant after.' },
      },
    },
    colour: {
      type: 'string',
      format: 'color',
      pattern: '^#[0-9a-f]{6}$',
      title: 'Colour',
      description: 'Of its lines.',
      default: '#ffffff',
    },
    charger: {
      title: 'Charger',
      description: 'How a car is charged here.',
      oneOf: [
        {
          type: 'object',
          title: 'Socket',
          description: 'A socket alone.',
          additionalProperties: false,
          required: ['amperes'],
          properties: {
            amperes: { type: 'integer', minimum: 1, title: 'Amperes', description: 'At most.' },
          },
        },
        {
          type: 'object',
          title: 'Wall box',
          description: 'A device of its own.',
          additionalProperties: false,
          required: ['serial'],
          properties: {
            serial: { type: 'string', minLength: 1, title: 'Serial', description: 'Its number.' },
          },
        },
      ],
    },
    plates: {
      type: 'array',
      title: 'Plates',
      description: 'Cars that may park.',
      items: { type: 'string', pattern: '^[A-Z0-9]{1,8}$' },
      uniqueItems: true,
      maxItems: 4,
      default: [],
    },
    guarded: { type: 'boolean', title: 'Guarded', description: 'Whether it is.', default: false },
    note: { type: ['string', 'null'], maxLength: 500, title: 'Note', description: 'For staff.' },
    version: {
      type: 'integer',
      minimum: 1,
      title: 'Version',
      description: 'Counts the changes.',
      readOnly: true,
    },
  },
  examples: [
    {
      id: '1',
      siteId: '1',
      code: 'P-1',
      spaceId: '2',
      besideId: null,
      kind: 'charging',
      rent: '350',
      allowance: '20.5',
      freeFrom: '2026-03-01T00:00:00.000Z',
      closed: { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
      colour: '#ffffff',
      charger: { amperes: 16 },
      plates: ['B12345'],
      guarded: false,
      note: null,
      version: 1,
    },
  ],
}

const ENTRY = `x-resources:
  - service: parkingBays
    schema: ParkingBay
    path: /api/v1/parking-bays
    tag: Sites
    one: parking bay
    many: parking bays
    read: [owner, manager, auditor]
    write: [owner, manager]
    filters: [siteId, spaceId, besideId, kind]
    sort: [code, rent, freeFrom]
    search: [code, note]
    remove:
      roles: [owner, manager]
      dependents:
        - { resource: parkingBays, at: besideId }
`

/** As a migration makes it. */
export const PARKING_BAY_TABLE = `
CREATE TABLE parking_bay (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  site_id bigint NOT NULL REFERENCES site (id),
  code text NOT NULL,
  space_id bigint NOT NULL REFERENCES space (id),
  beside_id bigint REFERENCES parking_bay (id),
  kind text NOT NULL,
  rent_micros bigint NOT NULL,
  allowance_micros bigint,
  free_from timestamptz(3),
  closed jsonb,
  colour text NOT NULL,
  charger jsonb NOT NULL,
  plates jsonb NOT NULL,
  guarded boolean NOT NULL,
  note text,
  archived_at timestamptz(3),
  version bigint NOT NULL DEFAULT 1,
  searched text GENERATED ALWAYS AS (lower(code || E'\\n' || COALESCE(note, ''))) STORED
);
CREATE UNIQUE INDEX parking_bay_code ON parking_bay (site_id, code) WHERE archived_at IS NULL;
CREATE INDEX parking_bay_searched ON parking_bay USING gin (search_grams(searched, 1));
GRANT SELECT, INSERT, UPDATE ON parking_bay TO busbar_app;`

/** The project's contract with one resource more. @throws Error for faults that the house's lint finds in it */
export async function contractWithParkingBays(): Promise<JsonObject> {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-contract-'))
  try {
    cpSync(SCHEMAS, folder, { recursive: true })
    const schema = join(folder, 'resources/parking-bay.schema.json')
    writeFileSync(schema, JSON.stringify(SCHEMA))
    const contract = join(folder, 'openapi.yaml')
    const text = readFileSync(contract, 'utf8')
    writeFileSync(contract, text.replace(/^x-resources:\n/m, ENTRY))
    const document = bundleContract({ schemasDir: folder })
    const faults = await lintContract(document)
    if (faults.length > 0) throw new Error(faults.join('\n'))
    return document
  } finally {
    rmSync(folder, { recursive: true })
  }
}
