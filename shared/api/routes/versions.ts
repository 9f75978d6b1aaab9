import * as loops from '../loops.ts'
import type { RouteSpec } from './routeSpec.ts'

/** Published versions and which of them receive traffic. */
export const versionsRoutes = {
  listVersions: {
    method: 'GET',
    path: '/api/loops/:loop/versions',
    right: 'read',
    says: 'List the published versions, newest first',
    answer: loops.VersionList,
    status: 200,
  },
  publish: {
    method: 'POST',
    path: '/api/loops/:loop/versions',
    right: 'build',
    says: 'Publish the draft as a new version, stable or a canary',
    body: loops.PublishRequest,
    answer: loops.VersionSummary,
    status: 201,
  },
  getVersion: {
    method: 'GET',
    path: '/api/loops/:loop/versions/:version',
    right: 'read',
    says: 'A version with its graph and program; by digest or number',
    answer: loops.Version,
    status: 200,
  },
  getCompatibility: {
    method: 'GET',
    path: '/api/loops/:loop/compatibility',
    right: 'read',
    says: 'What changes between two versions for those outside of the loop, and whom it breaks',
    query: loops.CompatibilityQuery,
    answer: loops.Compatibility,
    status: 200,
  },
  getRollout: {
    method: 'GET',
    path: '/api/loops/:loop/rollout',
    right: 'read',
    says: 'Which versions receive traffic',
    answer: loops.Rollout,
    status: 200,
  },
  putRollout: {
    method: 'PUT',
    path: '/api/loops/:loop/rollout',
    right: 'operate',
    says: 'Change which versions receive traffic',
    body: loops.PutRollout,
    answer: loops.Rollout,
    status: 200,
  },
  putShards: {
    method: 'PUT',
    path: '/api/loops/:loop/shards',
    right: 'operate',
    says: 'Change how many shards the runs are spread over',
    body: loops.Shards,
    answer: loops.Shards,
    status: 200,
  },
} as const satisfies Record<string, RouteSpec>
