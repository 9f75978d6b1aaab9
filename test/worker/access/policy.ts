import { Role } from '../../../shared/api/rights.ts'
import type { RouteName } from '../../../shared/api/routes.ts'
import { freshName } from '../support/deploy.ts'
import { aGraph, publish } from '../support/graphs.ts'
import type { Home } from './home.ts'
import { operationsPolicy } from './operationsPolicy.ts'
import { peoplePolicy } from './peoplePolicy.ts'
import { proposalsPolicy } from './proposalsPolicy.ts'
import { type Entry, open, publicPolicy } from './publicPolicy.ts'

const everybody = Role.options
const builders: Role[] = ['builder', 'admin']
const operators: Role[] = ['operator', 'admin']
const approvers: Role[] = ['approver', 'operator', 'admin']
const admins: Role[] = ['admin']

/** What everybody may see of their own workspace. */
const overview: Entry = { who: everybody, status: 200, elsewhere: 'own' }

/** What everybody may see of something in their workspace. */
const seen = (ask: NonNullable<Entry['ask']>): Entry => ({
  who: everybody,
  status: 200,
  elsewhere: 'not-found',
  ask,
})

const ofLoop = (home: Home) => ({ params: { loop: home.loop } })
const ofRun = async (home: Home) => ({ params: { run: await home.openRun() } })

/**
 * Who may use each route. It says again, in other words, what `shared/api/routes` and `shared/api/rights.ts` say together, so that a change of
 * either is seen here: change both only when the change is meant.
 */
export const policy: Partial<Record<RouteName, Entry>> = {
  // Who one is.
  createSession: {
    ...open((home, token) => ({ json: { token: token ?? home.tokenOf('viewer') } }), 201),
    // Signed in by another site’s page, somebody would work under a name that is not theirs.
    exceptOtherSites: true,
  },
  getSession: overview,
  enterWorkspace: { ...seen((home) => ({ json: { workspace: home.name } })) },
  deleteSession: { who: everybody, status: 204, elsewhere: 'own' },
  listSessions: overview,
  endSession: {
    who: everybody,
    status: 204,
    elsewhere: 'not-found',
    ask: async (home, token) => ({
      params: { session: (await home.aSession(token ?? home.tokenOf('viewer'))).id },
    }),
  },
  getSignInWays: open(),
  // No provider is set here: both say that there is none, to anyone.
  startSignIn: open(undefined, 503),
  finishSignIn: open(undefined, 503),

  // Workspaces.
  listWorkspaces: overview,
  createWorkspace: {
    who: 'server',
    status: 201,
    elsewhere: 'own',
    ask: () => ({ json: { name: freshName() } }),
  },

  // Loops and what belongs to them.
  listLoops: overview,
  createLoop: {
    who: builders,
    status: 201,
    elsewhere: 'own',
    ask: () => {
      const graph = aGraph()
      return { json: { name: graph.name, graph } }
    },
  },
  getLoop: seen(ofLoop),
  deleteLoop: {
    who: builders,
    status: 204,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { loop: await home.aDraft() } }),
  },
  saveDraft: {
    who: builders,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => {
      const loop = await home.aDraft()
      return { params: { loop }, json: { graph: aGraph({ name: loop }) }, headers: { 'if-match': '"1"' } }
    },
  },
  // It compiles what it is sent, in the sender's workspace.
  compile: {
    who: everybody,
    status: 200,
    elsewhere: 'own',
    ask: (home) => ({ ...ofLoop(home), json: { graph: aGraph({ name: home.loop }) } }),
  },
  sendOnce: {
    who: builders,
    status: 200,
    elsewhere: 'not-found',
    ask: (home) => ({
      ...ofLoop(home),
      json: { graph: aGraph({ name: home.loop }), node: 'act', values: {} },
    }),
  },
  runTests: { ...seen((home) => ({ ...ofLoop(home), json: {} })) },
  listVersions: seen(ofLoop),
  publish: {
    who: builders,
    status: 201,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { loop: await home.aDraft() }, json: { revision: 1, note: '' } }),
  },
  getVersion: seen((home) => ({ params: { loop: home.loop, version: '1' } })),
  getCompatibility: seen(ofLoop),
  getRollout: seen(ofLoop),
  putRollout: {
    who: operators,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => ({
      params: { loop: await home.aLoop() },
      json: { stable: null, canary: null },
    }),
  },
  putShards: {
    who: operators,
    status: 200,
    elsewhere: 'not-found',
    ask: (home) => ({ ...ofLoop(home), json: { shards: 1 } }),
  },
  listSchedules: seen(ofLoop),
  listPlans: seen(ofLoop),

  listDeliveries: seen(ofLoop),
  sendTest: {
    who: operators,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { loop: await home.aLoop() }, json: { input: {} } }),
  },
  redeliver: {
    who: operators,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => {
      const run = await home.endedRun()
      return { params: { loop: home.loop, run }, json: { asNew: false } }
    },
  },

  forkRun: {
    who: operators,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => ({
      params: { run: await home.endedRun() },
      json: { iteration: 1, reason: 'Once more.' },
    }),
  },

  // Baselines.
  listBaselines: seen(ofLoop),
  proposeBaseline: {
    who: builders,
    status: 201,
    elsewhere: 'not-found',
    ask: (home) => ({
      ...ofLoop(home),
      json: {
        name: 'orders',
        from: { type: 'values', fields: { amount: { as: 'number', values: [1, 2, 3] } } },
      },
    }),
  },
  getBaselineWindow: seen(async (home) => {
    const { loop, name } = await home.proposedBaseline()
    return { params: { loop, name } }
  }),
  getBaseline: seen(async (home) => {
    const { loop, name, version } = await home.proposedBaseline()
    return { params: { loop, name, version: String(version) } }
  }),
  decideBaseline: {
    who: approvers,
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => {
      const { loop, name, version, digest } = await home.proposedBaseline()
      return { params: { loop, name, version: String(version) }, json: { decision: 'approve', digest } }
    },
  },

  // Runs.
  listRuns: overview,
  listLoopRuns: seen(ofLoop),
  startRun: {
    who: operators,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { loop: await home.aLoop() }, json: { input: {} } }),
  },
  getRun: seen(ofRun),
  getEvents: seen(ofRun),
  openSocket: {
    ...seen(async (home) => ({ ...(await ofRun(home)), headers: { upgrade: 'websocket' } })),
    status: 101,
  },
  cancelRun: {
    who: operators,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => ({ ...(await ofRun(home)), json: { reason: 'A test', compensate: false } }),
  },
  pauseRun: {
    who: operators,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => ({ ...(await ofRun(home)), json: { reason: 'A test' } }),
  },
  resumeRun: {
    who: operators,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { run: await home.pausedRun() }, json: { reason: 'A test' } }),
  },
  postSignal: {
    who: operators,
    status: 202,
    elsewhere: 'not-found',
    ask: async (home) => ({ ...(await ofRun(home)), json: { id: 'one', name: 'paid', data: {} } }),
  },
  listCallbacks: overview,
  listRunCallbacks: seen(ofRun),

  // What the workspace holds.
  countPeople: overview,
  listMembers: { who: admins, status: 200, elsewhere: 'own' },
  putDefaultRole: {
    who: admins,
    status: 200,
    elsewhere: 'own',
    ask: () => ({ json: { defaultRole: null } }),
  },
  putMember: {
    who: admins,
    status: 200,
    elsewhere: 'own',
    ask: () => ({ params: { member: 'somebody@example.com' }, json: { role: 'viewer' } }),
  },
  deleteMember: {
    who: admins,
    status: 204,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { member: await home.aMember() } }),
  },
  listTokens: { who: admins, status: 200, elsewhere: 'own' },
  createToken: {
    who: admins,
    status: 201,
    elsewhere: 'own',
    ask: () => ({ json: { name: 'A program', role: 'viewer', expiresAt: null } }),
  },
  deleteToken: {
    who: admins,
    status: 204,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { token: (await home.aToken('viewer')).id } }),
  },
  listHosts: overview,
  putHost: {
    who: admins,
    status: 200,
    elsewhere: 'own',
    ask: () => ({ params: { host: 'of_a_test' }, json: { baseUrl: 'https://api.example.com' } }),
  },
  deleteHost: {
    who: admins,
    status: 204,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { host: await home.aHost() } }),
  },
  listSecrets: overview,
  putSecret: {
    who: admins,
    status: 200,
    elsewhere: 'own',
    ask: () => ({ params: { secret: 'of_a_test' }, json: { value: 'a secret' } }),
  },
  resealSecrets: { who: admins, status: 200, elsewhere: 'own' },
  deleteSecret: {
    who: admins,
    status: 204,
    elsewhere: 'not-found',
    ask: async (home) => ({ params: { secret: await home.aSecret() } }),
  },
  listChanges: overview,
  exportChanges: overview,
  getPolicies: overview,
  // Every workspace has versions of its own, from the empty one on.
  getPolicyVersion: { ...overview, status: 404, ask: () => ({ params: { version: '99' } }) },
  putPolicies: {
    who: admins,
    status: 412,
    elsewhere: 'own',
    // A version that nobody is at: whoever may set them comes to where that is looked at, and nothing is set.
    ask: () => ({ json: { policies: [] }, headers: { 'if-match': '"99"' } }),
  },
  listPolicyPacks: overview,
  whatIf: { ...overview, ask: () => ({ json: { policies: [] } }) },

  // Personal data.
  getRunPersonal: seen(ofRun),
  reveal: {
    who: ['reviewer', 'admin'],
    status: 200,
    elsewhere: 'not-found',
    ask: async (home) => ({
      ...(await ofRun(home)),
      json: { tokens: ['[personal:text:x]'], reason: 'A test' },
    }),
  },
  // What is there needs no archive.
  restoreRun: { who: admins, status: 200, elsewhere: 'not-found', ask: ofRun },
  listErasures: overview,
  listArchive: { ...overview, ask: (home) => ({ query: `?loop=${home.loop}` }) },
  getCounts: seen((home) => ({ query: `?loop=${home.loop}&epsilon=0.001` })),
  erase: {
    who: admins,
    status: 200,
    elsewhere: 'own',
    ask: () => ({ json: { subject: `${crypto.randomUUID()}@example.org`, reason: 'A test' } }),
  },

  // The sandbox.
  listSandboxCalls: overview,
  clearSandbox: { who: builders, status: 204, elsewhere: 'own' },
  getSandboxRules: overview,
  putSandboxRules: { who: builders, status: 200, elsewhere: 'own', ask: () => ({ json: { rules: [] } }) },
  sandbox: open(() => ({ params: { app: 'echo' }, json: {} })),

  // Hooks: their callers are asked for what the trigger says, which is nothing here.
  invoke: open(async () => ({ params: { loop: await publish(aGraph()) }, json: {} }), 202),
  hookVersions: open(async () => ({ params: { loop: await publish(aGraph()) } })),
  hookDocument: open(async () => ({ params: { loop: await publish(aGraph()) } })),
  loopDocument: seen(ofLoop),
  invokeIn: open((home) => ({ params: { workspace: home.name, loop: home.loop }, json: {} }), 202),
  hookVersionsIn: open((home) => ({ params: { workspace: home.name, loop: home.loop } })),
  hookDocumentIn: open((home) => ({ params: { workspace: home.name, loop: home.loop } })),

  ...proposalsPolicy,
  ...operationsPolicy,
  ...peoplePolicy,
  ...publicPolicy,
}
