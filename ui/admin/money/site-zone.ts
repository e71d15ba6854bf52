import { ref, watch } from 'vue'
import { api, dataOf } from '../../shared/api/client.ts'
import { siteOf } from '../site.ts'

/** IANA zone of the site that a metering point stands at, as soon as it is known. */
export function useZoneOfPoint(id: () => string | null) {
  const zone = ref<string>()
  watch(
    id,
    async (pointId) => {
      if (pointId === null) return
      try {
        const path = { id: pointId }
        const point = await dataOf(api.GET('/api/v1/metering-points/{id}', { params: { path } }))
        zone.value = siteOf(point.siteId)?.timeZone
      } catch {
        // Times are then told by the reader's own clock.
      }
    },
    { immediate: true },
  )
  return zone
}
