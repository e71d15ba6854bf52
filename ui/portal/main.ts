import { createApp } from 'vue'
import { i18n, prepareLanguage } from '../shared/locale/i18n.ts'
import { createUi } from '../shared/vuetify.ts'
import App from './App.vue'
import './portal.css'
import { registerWorker } from './pwa/register.ts'
import { router } from './router.ts'
import { texts } from './texts.ts'

await prepareLanguage(texts)
createApp(App).use(i18n).use(createUi()).use(router).mount('#app')
registerWorker()
