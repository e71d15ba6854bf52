import type { CertificatePrinter } from '../flow/commissioning-records/ports.ts'
import { beginWithin, RESOURCE, seeValues, sign } from '../flow/commissioning-records/record.ts'
import {
  abandon,
  endTest,
  type RelayTestContext,
  restoreTest,
  startTest,
} from '../flow/commissioning-records/relay-test.ts'
import { saveTemplate } from '../flow/commissioning-records/save-template.ts'
import { fingerprint, type JsonObject } from '../kernel/canonical.ts'
import { busbarError } from '../kernel/error.ts'
import { type Action, action, type Call, type Output, replying } from './define.ts'
import { who } from './registry.ts'
import { actorOf } from './sessions.ts'
import { codecOf } from './wire.ts'

export interface CommissioningRecordDependencies extends Omit<RelayTestContext, 'tell'> {
  readonly contract: JsonObject
  readonly printer: CertificatePrinter
}

type Told = Output<'commissionings.get'>

/** Records of how meters were put into service. */
export function commissioningRecordActions(
  dependencies: CommissioningRecordDependencies,
): Action[] {
  const { store, printer, contract } = dependencies
  const codec = codecOf(contract, 'Commissioning')
  const own = codecOf(contract, 'OwnTemplate')
  const context: RelayTestContext = { ...dependencies, tell: codec.toWire }
  const tell = (told: JsonObject) => told as unknown as Told
  return [
    action('commissionings.create', async ({ body }, call) => {
      const { meterId, templateId = null, foundAs = null } = body
      const row = await store.inTransaction((writer) =>
        beginWithin(context, { ...by(call), writer, meterId, templateId, foundAs }),
      )
      return tell(codec.toWire(row))
    }),
    action('commissionings.see', async ({ path }, call) =>
      tell(codec.toWire(await seeValues(context, { ...by(call), id: path.id }))),
    ),
    action('commissionings.startTest', async ({ path, header, body }, call) => {
      const { tenantConfirmed = false } = body
      return tell(await startTest(context, { ...keyed(path, header, call), tenantConfirmed }))
    }),
    action('commissionings.restoreTest', async ({ path, header }, call) =>
      tell(await restoreTest(context, keyed(path, header, call))),
    ),
    action('commissionings.endTest', async ({ path, header, body }, call) => {
      const { giveUp = false } = body
      return tell(await endTest(context, { ...keyed(path, header, call), giveUp }))
    }),
    action('commissionings.sign', async ({ path, body }, call) => {
      const { signatory, witness = null, remarks = null } = body
      const signed = { ...by(call), id: path.id, signatory, witness, remarks }
      return tell(codec.toWire(await sign(context, signed)))
    }),
    action('commissionings.abandon', async ({ path, body }, call) =>
      tell(await abandon(context, { ...by(call), id: path.id, reason: body.reason })),
    ),
    action('commissionings.saveTemplate', async ({ path, body }, call) => {
      const { title, manufacturer = null, model = null, differing = null } = body
      const asked = { title, manufacturer, model, differing, id: path.id }
      const row = await saveTemplate(context, { ...by(call), ...asked })
      return own.toWire(row) as unknown as Output<'ownTemplates.get'>
    }),
    replying('commissionings.certificate', async ({ path, query }) => {
      const { language = 'en' } = query
      const row = await store.get({ resource: RESOURCE, id: path.id })
      if (row === null) throw busbarError('not-found')
      if (row.certificate === null || typeof row.hash !== 'string')
        throw busbarError('commissioning-not-ready', { detail: 'It has not been signed off.' })
      const certificate = row.certificate as JsonObject
      if (fingerprint(certificate) !== row.hash) throw busbarError('certificate-altered')
      return {
        body: Buffer.from(await printer.print({ certificate, hash: row.hash, language })),
        contentType: 'application/pdf',
        headers: {
          'Content-Disposition': `attachment; filename="commissioning-${path.id}.pdf"`,
        },
      }
    }),
  ]
}

function by(call: Call) {
  const { userId } = actorOf(call)
  const { actor, operation, siteId } = who(call)
  return { actor: { ...actor, userId }, operation, siteId }
}

const keyed = (
  path: { readonly id: string },
  header: { readonly 'Idempotency-Key': string },
  call: Call,
) => ({ ...by(call), id: path.id, key: header['Idempotency-Key'] })
