import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { isOffline } from '../shared/api/problem.ts'
import { session } from '../shared/session.ts'
import { accounts } from './account/accounts.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Open to whoever is not signed in. */
    readonly open?: boolean
    /** Stands alone: no bars. */
    readonly bare?: boolean
    /** Key of its title among the portal's texts. */
    readonly title?: string
    /** Where its back button leads; none without it. */
    readonly back?: string
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./home/HomePage.vue'), meta: { title: 'nav.home' } },
  {
    path: '/top-up',
    component: () => import('./topup/TopUpPage.vue'),
    meta: { title: 'nav.topUp' },
  },
  {
    path: '/orders/:id',
    component: () => import('./topup/OrderPage.vue'),
    props: true,
    meta: { title: 'nav.topUp', back: '/' },
  },
  {
    path: '/receipts',
    component: () => import('./receipts/ReceiptsPage.vue'),
    meta: { title: 'receipts.title', back: '/me' },
  },
  {
    path: '/receipts/:id',
    component: () => import('./receipts/ReceiptPage.vue'),
    props: true,
    meta: { title: 'receipts.one', back: '/receipts' },
  },
  { path: '/use', component: () => import('./use/UsePage.vue'), meta: { title: 'nav.use' } },
  {
    path: '/bills',
    component: () => import('./bills/BillsPage.vue'),
    meta: { title: 'nav.bills' },
  },
  {
    path: '/bills/:id',
    component: () => import('./bills/ChargePage.vue'),
    props: true,
    meta: { title: 'bills.explained', back: '/bills' },
  },
  {
    path: '/notices',
    component: () => import('./notices/NoticesPage.vue'),
    meta: { title: 'notices.title', back: '/' },
  },
  {
    path: '/questions',
    component: () => import('./questions/QuestionsPage.vue'),
    meta: { title: 'questions.title', back: '/me' },
  },
  {
    path: '/questions/new',
    component: () => import('./questions/AskPage.vue'),
    meta: { title: 'questions.ask', back: '/questions' },
  },
  {
    path: '/questions/:id',
    component: () => import('./questions/QuestionPage.vue'),
    props: true,
    meta: { title: 'questions.one', back: '/questions' },
  },
  { path: '/me', component: () => import('./profile/ProfilePage.vue'), meta: { title: 'nav.me' } },
  {
    path: '/me/limits',
    component: () => import('./profile/LimitsPage.vue'),
    meta: { title: 'limits.title', back: '/me' },
  },
  {
    path: '/me/security',
    component: () => import('./profile/SecurityPage.vue'),
    meta: { title: 'security.title', back: '/me' },
  },
  {
    path: '/sign-in',
    component: () => import('./signin/SignInPage.vue'),
    meta: { title: 'signIn.title', open: true, bare: true },
  },
  {
    path: '/invitation',
    component: () => import('./signin/InvitationPage.vue'),
    meta: { title: 'invitation.title', open: true, bare: true },
  },
  {
    path: '/kiosk',
    component: () => import('./kiosk/KioskPage.vue'),
    meta: { title: 'kiosk.title', open: true, bare: true },
  },
  { path: '/:rest(.*)*', redirect: '/' },
]

export const router = createRouter({
  history: createWebHistory('/portal'),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  if (to.meta.open && to.path !== '/sign-in') return true
  try {
    await session.load()
    if (session.state.status === 'in') await accounts.load()
  } catch (thrown) {
    if (!isOffline(thrown)) throw thrown
    // What was last seen is better than nothing, at home; other pages say themselves that there is no connection.
    if (accounts.state.status !== 'unknown' || accounts.recall()) return true
    return to.meta.open ? true : { path: '/sign-in' }
  }
  const signedIn = session.state.status === 'in'
  if (to.meta.open) return signedIn && to.hash === '' ? '/' : true
  return signedIn ? true : { path: '/sign-in', query: { to: to.fullPath } }
})
