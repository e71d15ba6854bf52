import type { Transaction } from '../ledger/ports.ts'
import { type EvaluationDependencies, evaluateAccount, evaluatePoint } from '../supply/evaluate.ts'
import type { Act, Outcome, SupplyCommandStore, Touched } from './ports.ts'

type Name = keyof SupplyCommandStore

/** Each command without the instant: it is now. */
export type Commands = {
  readonly [Key in Name]: (
    request: Omit<Parameters<SupplyCommandStore[Key]>[0], 'at'>,
  ) => ReturnType<SupplyCommandStore[Key]>
}

export interface SupplyCommands extends Commands {
  /** The same in a transaction of the caller's, who has decided what they touched when it is committed. */
  readonly within: (transaction: Transaction) => Commands
  readonly decide: (touched: Touched) => Promise<void>
}

interface Dependencies extends EvaluationDependencies {
  readonly commands: SupplyCommandStore
}

/** How many touched points and accounts are decided within the command; the rest a sweep later. */
const DECIDED_AT_ONCE = 10

/**
 * What people, building management systems and automations may ask of supply. A command is stored
 * first, and then has what it touches decided anew: what it forbids is void when it answers.
 */
export function createSupplyCommands(dependencies: Dependencies): SupplyCommands {
  const decide = (touched: Touched) => decideTouched(dependencies, touched)
  return Object.freeze<SupplyCommands>({
    ...commandsOf(dependencies),
    within: (transaction) => commandsOf(dependencies, transaction),
    decide,
  })
}

function commandsOf(dependencies: Dependencies, transaction?: Transaction): Commands {
  const { commands, clock } = dependencies

  function bind<Request extends Act, Result>(
    command: (request: Request, transaction?: Transaction) => Promise<Outcome<Result>>,
  ): (request: Omit<Request, 'at'>) => Promise<Outcome<Result>> {
    return async (request) => {
      // The compiler cannot see that a request and its instant make up the whole again.
      const result = await command({ ...request, at: clock.now() } as Request, transaction)
      if (result.outcome === 'done' && transaction === undefined)
        await decideTouched(dependencies, result.touched)
      return result
    }
  }

  return {
    giveOrder: bind(commands.giveOrder),
    endOrder: bind(commands.endOrder),
    lockOut: bind(commands.lockOut),
    releaseLockOut: bind(commands.releaseLockOut),
    protect: bind(commands.protect),
    endProtection: bind(commands.endProtection),
    openDispute: bind(commands.openDispute),
    closeDispute: bind(commands.closeDispute),
    agreePaymentPlan: bind(commands.agreePaymentPlan),
    keepPaymentPlan: bind(commands.keepPaymentPlan),
    endPaymentPlan: bind(commands.endPaymentPlan),
    settleApproval: bind(commands.settleApproval),
    hold: bind(commands.hold),
    releaseHold: bind(commands.releaseHold),
    releaseQuarantine: bind(commands.releaseQuarantine),
  }
}

async function decideTouched(
  dependencies: Dependencies,
  { supplyPointIds, accountIds }: Touched,
): Promise<void> {
  for (const accountId of accountIds.slice(0, DECIDED_AT_ONCE))
    await evaluateAccount(dependencies, { accountId })
  for (const supplyPointId of supplyPointIds.slice(0, DECIDED_AT_ONCE))
    await evaluatePoint(dependencies, { supplyPointId })
}
