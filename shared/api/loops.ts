import { z } from 'zod'
import { Digest } from '../audit/digestFormat.ts'
import { CaseReport } from '../cases/caseReport.ts'
import { LoopChange } from '../compat/compatibility.ts'
import { Diagnostic } from '../compile/diagnostic.ts'
import { Program } from '../compile/program.ts'
import { StoredProgram } from '../compile/upcastProgram.ts'
import { Graph } from '../graph/graph.ts'
import { LoopName } from '../graph/ids.ts'
import { apiLimits } from './limits.ts'
import { Reason } from './reason.ts'

/** A published version as lists show it. `number` counts from 1 in the loop; `version` is the program's digest. */
export const VersionSummary = z.strictObject({
  number: z.int().min(1),
  version: Digest,
  note: z.string(),
  by: z.string(),
  at: z.int(),
  /** Who approved it; left out where one person published it alone. */
  approvedBy: z.string().exactOptional(),
})
export type VersionSummary = z.infer<typeof VersionSummary>

export const Version = z.strictObject({ ...VersionSummary.shape, graph: Graph, program: StoredProgram })
export type Version = z.infer<typeof Version>

/** How much of the traffic a canary takes, as a share of 1. */
export const CanaryShare = z.strictObject({ weight: z.number().min(0).max(1) })
export type CanaryShare = z.infer<typeof CanaryShare>

/** Which versions receive traffic. The canary's weight is a share of 1. */
export const Rollout = z.strictObject({
  stable: Digest.nullable(),
  canary: z.strictObject({ version: Digest, ...CanaryShare.shape }).nullable(),
})
export type Rollout = z.infer<typeof Rollout>
export const PutRollout = z.strictObject({ ...Rollout.shape, reason: Reason.optional() })

export const LoopSummary = z.strictObject({
  name: LoopName,
  title: z.string(),
  description: z.string(),
  /** Put there on first start, to look at and to take apart. */
  example: z.boolean(),
  published: VersionSummary.nullable(),
  draftSavedAt: z.int(),
  /** Whether the draft differs from what is published, layout aside. */
  draftDiffers: z.boolean(),
})
export type LoopSummary = z.infer<typeof LoopSummary>

/** A draft. Its graph may be broken in any way but its JSON shape: a builder's unfinished work is kept as it is. */
export const Draft = z.strictObject({
  graph: z.json(),
  /** Grows with every save; sent back in `If-Match`. */
  revision: z.int().min(1),
  savedAt: z.int(),
  savedBy: z.string(),
})
export type Draft = z.infer<typeof Draft>

export const LoopDetail = z.strictObject({
  ...LoopSummary.shape,
  draft: Draft,
  versions: z.array(VersionSummary),
  rollout: Rollout,
  /** How many shards its runs are spread over. */
  shards: z.int(),
})
export type LoopDetail = z.infer<typeof LoopDetail>

export const LoopList = z.strictObject({ loops: z.array(LoopSummary) })
export const CreateLoop = z.strictObject({ name: LoopName, graph: Graph })
export const SaveDraft = z.strictObject({ graph: z.json() })
export const SavedDraft = z.strictObject({ revision: z.int(), savedAt: z.int() })
export const CompileRequest = z.strictObject({ graph: z.json() })
export const CompileResult = z.strictObject({ program: Program.nullable(), diagnostics: z.array(Diagnostic) })
/** Publishes the draft at that revision and makes it the stable version, or a canary beside the one that is. */
export const PublishRequest = z.strictObject({
  revision: z.int().min(1),
  note: z.string().max(500),
  /** The version takes this share alone, and the stable one the rest; a canary that there was takes nothing any more. */
  canary: CanaryShare.optional(),
  override: z
    .strictObject({
      /** Publishes although tests of the loop fail. Why is kept in the version's note. */
      tests: z.string().trim().min(1).max(500).optional(),
    })
    .optional(),
})
export type PublishRequest = z.infer<typeof PublishRequest>
/** Runs the tests of a graph; those of the draft when none is given. */
export const RunTests = z.strictObject({ graph: z.json().optional() })
export const TestResults = z.strictObject({
  /** The program that was tested. */
  version: Digest,
  passed: z.int(),
  failed: z.int(),
  tests: z.array(CaseReport),
})
export type TestResults = z.infer<typeof TestResults>
export const VersionList = z.strictObject({ versions: z.array(VersionSummary) })

/** How many shards the runs of a loop are spread over. Each takes so many runs at once, and each has limits and a queue of its own. */
export const Shards = z.strictObject({ shards: z.int().min(1).max(apiLimits.shards) })

/** A schedule of the version that takes calls: when it comes next, and what came of its last time. Times are milliseconds since the epoch. */
export const ScheduleStatus = z.strictObject({
  id: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  /** The next five times. */
  next: z.array(z.int()),
  /** Null before the first one. `error` says why no run was started. */
  last: z
    .strictObject({ time: z.int(), run: z.string().nullable(), error: z.string().nullable() })
    .nullable(),
})
export type ScheduleStatus = z.infer<typeof ScheduleStatus>
export const ScheduleList = z.strictObject({ schedules: z.array(ScheduleStatus) })
export type ScheduleList = z.infer<typeof ScheduleList>

/** Versions by number or digest; `draft` is the draft as it is saved. */
export const CompatibilityQuery = z.strictObject({
  /** The version that people know. Default: the stable one. */
  from: z.string().max(80).optional(),
  /** The version that comes. Default: the draft. */
  to: z.string().max(80).optional(),
})

/** What a version or the draft is called: its number is null for the draft. */
const ComparedVersion = z.strictObject({ number: z.int().min(1).nullable(), version: Digest })

/** What changes between two versions of a loop for those outside of it, and whether that breaks somebody. */
export const Compatibility = z.strictObject({
  from: ComparedVersion,
  to: ComparedVersion,
  /** `unknown`: nothing certainly breaks, and something may. */
  breaking: LoopChange.shape.breaking,
  changes: z.array(LoopChange),
})
export type Compatibility = z.infer<typeof Compatibility>
