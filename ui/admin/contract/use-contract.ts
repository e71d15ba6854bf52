import { computed, shallowRef } from 'vue'
import { type Contract, loadContract, type Resource } from './contract.ts'

const contract = shallowRef<Contract | null>(null)

/** Reads the contract before the first page needs it. */
export async function prepareContract(): Promise<void> {
  contract.value = await loadContract()
}

/** The contract, which the application has read before it shows a page. */
export function useContract() {
  return computed(() => {
    if (contract.value === null) throw new Error('The contract has not been read yet.')
    return contract.value
  })
}

/** `metering-points` of an address is `/api/v1/metering-points`. */
export const segmentOf = ({ path }: Resource): string => path.split('/').at(-1) ?? ''

export function resourceAt(segment: string): Resource | undefined {
  return [...(contract.value?.resources.values() ?? [])].find((each) => segmentOf(each) === segment)
}

export const resourceOf = (service: string): Resource | undefined =>
  contract.value?.resources.get(service)
