import { readonly, shallowRef } from 'vue'

const waiting = shallowRef<ServiceWorker | null>(null)

/** A newer version of the portal that waits for its turn; null: none. */
export const newVersion = readonly(waiting)

/** Keeps the shell on the phone, so that the portal opens without a connection. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
  navigator.serviceWorker
    .register('/portal-worker.js', { scope: '/portal', updateViaCache: 'none' })
    .then(watchVersions, () => {
      // Private windows and some browsers have no workers: the portal works without.
    })
}

function watchVersions(registration: ServiceWorkerRegistration | undefined): void {
  // Some browsers that are told to have no workers register nothing and say nothing.
  if (registration === undefined) return
  const note = () => {
    // The very first worker replaces nothing.
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null)
      waiting.value = registration.waiting
  }
  note()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', note)
  })
  // An installed app is opened for weeks: it looks for news whenever it is looked at.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') registration.update().catch(() => undefined)
  })
}

/** Takes the new version up; the page starts again with it. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
    once: true,
  })
  waiting.value?.postMessage('activate')
}
