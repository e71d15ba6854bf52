import { disarm } from './disarm.ts'
import { fenceWorkers } from './workers.ts'

/* Runs in each worker thread of a plugin, before the plugin's own code. */

disarm()
fenceWorkers()
