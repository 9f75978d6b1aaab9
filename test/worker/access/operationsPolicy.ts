import { Role } from '../../../shared/api/rights.ts'
import type { RouteName } from '../../../shared/api/routes.ts'
import { anAlertRule } from './home.ts'
import type { Entry } from './publicPolicy.ts'

const everybody = Role.options
const operators: Role[] = ['operator', 'admin']
const admins: Role[] = ['admin']
const overview: Entry = { who: everybody, status: 200, elsewhere: 'own' }
const ofLoop: Entry = {
  who: everybody,
  status: 200,
  elsewhere: 'not-found',
  ask: (home) => ({ params: { loop: home.loop } }),
}

/** Who may see how loops do, say who is told when they do badly, and send again what could not be told. */
export const operationsPolicy: Partial<Record<RouteName, Entry>> = {
  listAlerts: overview,
  putAlert: {
    who: admins,
    status: 200,
    elsewhere: 'own',
    ask: () => ({ params: { alert: 'of_a_test' }, json: anAlertRule }),
  },
  deleteAlert: {
    who: admins,
    status: 204,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { alert: await home.anAlert() } }),
  },
  testAlert: {
    who: admins,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { alert: await home.anAlert() } }),
  },
  getKpis: overview,
  getLoopKpis: ofLoop,
  loopStatus: ofLoop,
  metrics: overview,
  redeliverCallback: {
    who: operators,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => {
      const { run, callback } = await home.deadCallback()
      return { params: { run, callback }, json: { reason: 'A test' } }
    },
  },
  discardCallback: {
    who: operators,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => {
      const { run, callback } = await home.deadCallback()
      return { params: { run, callback }, json: { reason: 'A test' } }
    },
  },
}
