import { useI18n } from 'vue-i18n'
import { say } from '../../shared/locale/i18n.ts'
import { useContract } from '../contract/use-contract.ts'
import { wordingOf } from './words.ts'

/** Operations that no resource of the contract offers, by their keys among the texts: a dot separates there. */
const KNOWN = [
  ...['signIn', 'signOut', 'signInWithCode', 'completeSignIn', 'confirmSecondFactor'].map(ofSelf),
  ...['disableSecondFactor', 'changePassword', 'changeProfile', 'endSession'].map(ofSelf),
  ...['setup.owner', 'apiKeys.revoke', 'roleAssignments.revoke'],
]

function ofSelf(name: string): string {
  return `auth.${name}`
}

/** Words for what the log tells. */
export function useWords() {
  const { t, te } = useI18n()
  const contract = useContract()

  /** `Change a tariff plan`. */
  function operationName(operation: string): string {
    const { verb, summary } = wordingOf(operation, contract.value)
    const resource = contract.value.resources.get(operation.split('.')[0] ?? '')
    if (verb !== 'command' && resource !== undefined)
      return t(`admin-audit.name.${verb}`, { one: say(resource.one), many: say(resource.many) })
    const key = `admin-audit.op.${operation.replace('.', '_')}`
    return te(key, 'en') ? t(key) : say(summary ?? operation)
  }

  return { operationName, KNOWN }
}
