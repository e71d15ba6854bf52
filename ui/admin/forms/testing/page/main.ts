import { createApp } from 'vue'
import { i18n, type Language, language, prepareLanguage } from '../../../../shared/locale/i18n.ts'
import { createUi } from '../../../../shared/vuetify.ts'
import { texts } from '../../../texts.ts'
import Page from './Page.vue'

/* A page of forms alone, for tests: `?language=zh-CN#name of a schema`. */

const wanted = new URLSearchParams(location.search).get('language')
if (wanted !== null) language.value = wanted as Language
await prepareLanguage(texts)
createApp(Page).use(i18n).use(createUi()).mount('#app')
