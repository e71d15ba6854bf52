import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { session } from '../shared/session.ts'
import { STAFF } from './places.ts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Open to whoever is not signed in. */
    readonly open?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('./pages/SignIn.vue'), meta: { open: true } },
  { path: '/invitation', component: () => import('./pages/Invitation.vue'), meta: { open: true } },
  { path: '/welcome', component: () => import('./pages/Welcome.vue'), meta: { open: true } },
  {
    path: '/',
    name: 'home',
    component: () => import('./live/overview/Overview.vue'),
    beforeEnter: () => session.may(STAFF) || '/sites',
  },
  { path: '/floors', component: () => import('./live/floors/Floors.vue') },
  { path: '/supply-board', component: () => import('./live/board/SupplyBoard.vue') },
  { path: '/audit', component: () => import('./audit/AuditPage.vue') },
  { path: '/audit-events', redirect: ({ query }) => ({ path: '/audit', query }) },
  {
    path: '/questions/:id?',
    component: () => import('./questions/QuestionsPage.vue'),
    props: true,
  },
  { path: '/users', component: () => import('./people/UsersPage.vue') },
  { path: '/api-keys', component: () => import('./people/ApiKeysPage.vue') },
  { path: '/repairs', component: () => import('./repairs/RepairsPage.vue') },
  { path: '/import', component: () => import('./import/ImportPage.vue') },
  { path: '/you', component: () => import('./you/YouPage.vue') },
  { path: '/plugins', component: () => import('./plugins/PluginList.vue') },
  { path: '/plugins/:id', component: () => import('./plugins/PluginPage.vue'), props: true },
  { path: '/connections/new', component: () => import('./connections/NewConnection.vue') },
  { path: '/charges/:id', component: () => import('./money/ChargePage.vue'), props: true },
  { path: '/dashboards', component: () => import('./dashboards/DashboardsPage.vue') },
  { path: '/dashboards/new', redirect: '/dashboards' },
  {
    path: '/dashboards/:id(\\d+)',
    component: () => import('./dashboards/DashboardPage.vue'),
    props: true,
  },
  {
    path: '/dashboards/:id(\\d+)/edit',
    redirect: ({ params }) => ({ path: `/dashboards/${String(params.id)}`, query: { change: '' } }),
  },
  {
    path: '/pages/:plugin/:page',
    component: () => import('./dashboards/PluginPage.vue'),
    props: true,
  },
  {
    path: '/:segment',
    name: 'list',
    component: () => import('./resource/ResourceList.vue'),
    props: true,
  },
  {
    path: '/:segment/new',
    name: 'create',
    component: () => import('./resource/ResourceEdit.vue'),
    props: true,
  },
  {
    path: '/:segment/:id',
    name: 'detail',
    component: () => import('./resource/ResourceDetail.vue'),
    props: true,
  },
  {
    path: '/:segment/:id/edit',
    name: 'edit',
    component: () => import('./resource/ResourceEdit.vue'),
    props: true,
  },
]

export const router = createRouter({ history: createWebHistory(), routes })

router.beforeEach(async (to) => {
  await session.load()
  const signedIn = session.state.status === 'in'
  if (to.meta.open) return signedIn && to.path === '/sign-in' ? '/' : true
  return signedIn ? true : { path: '/sign-in', query: { to: to.fullPath } }
})
