import type { Doer } from '../shared/engine/person.ts'
import type { WorkspaceName } from '../shared/graph/ids.ts'
import type { IdentitySettings } from './security/identityProviders.ts'
import type { Principal } from './security/principal.ts'

/** What the Worker is given: its objects, its files and its settings. */
export type Bindings = IdentitySettings & {
  WORKSPACE: DurableObjectNamespace
  LOOP: DurableObjectNamespace
  RUN_SHARD: DurableObjectNamespace
  LEASE: DurableObjectNamespace
  ALERTS: DurableObjectNamespace
  SANDBOX: DurableObjectNamespace
  ASSETS?: Fetcher
  /** Where ended runs go that a loop’s retention archives; left out where there is no archive. */
  ARCHIVE?: R2Bucket
  /** The folder that a local server keeps archived runs in, where there is no bucket. */
  ARCHIVE_DISK?: Fetcher
  /** The administrator's bearer token. Without one nobody is an administrator. */
  PAVANE_TOKEN?: string | null
  /** Encrypts the secrets; the administrator's token serves when it is left out. */
  PAVANE_KEY?: string | null
  /** Keys that `PAVANE_KEY` had before: what was sealed under them still opens, and is sealed anew. */
  PAVANE_KEY_PREVIOUS?: string | null
  /** The resolver of names over HTTPS that is asked where a call would go; `off` leaves that to the network. */
  PAVANE_DNS?: string | null
  /** The address that people and callers use. */
  PAVANE_ORIGIN?: string | null
  /** Where a local server reaches its own sandbox, which need not be the way that people come; `PAVANE_ORIGIN` when it is left out. */
  PAVANE_SANDBOX_ORIGIN?: string | null
  /** Set on a builder's own machine: the sandbox exists and private addresses may be called. */
  PAVANE_LOCAL?: string | null
  /** Set by tests on a local server: told of the points at which a crash matters (`objects/shard/faultPoints.ts`). */
  PAVANE_FAULT_URL?: string | null
}

/**
 * What the Worker is given, in a workspace: every object that is reached through it is of that workspace, so whoever holds it can't
 * get at another's.
 */
export type Env = Bindings & { workspace: WorkspaceName }

/** What handlers find in their context. */
export type AppEnv = {
  Bindings: Env
  Variables: {
    principal: Principal
    trace: Trace
    /** Who made the call here, to try a hook. */
    testedBy?: Doer
    /** What is still to come of a body that nobody waits for any more. */
    rest?: Promise<unknown>
  }
}

/** The W3C trace of a request: the id that ties it to its run, and this server's own span. */
export type Trace = { id: string; span: string }

/** Whether this is a builder's own machine. */
export const isLocal = (env: Env) => env.PAVANE_LOCAL === '1'
