import { z } from 'zod'
import { Json, JsonObject } from '../json.ts'
import { ItemId, NodeId, SignalName, StepId } from './ids.ts'
import { Mock } from './mock.ts'
import { Outcome } from './nodes/outcome.ts'
import { Verdict } from './nodes/verifier.ts'
import { Note, Title } from './text.ts'

/** A step by what it calls. */
export const ExpectedCall = z.strictObject({
  /** The step's id; any when left out. */
  id: StepId.optional(),
  /** The action that it uses. */
  action: NodeId,
  /** Members that the rendered arguments must have; others may stand beside them. */
  args: JsonObject.optional(),
})

/** A step that the plan must have, at its place: its id, or what it calls. */
export const ExpectedStep = z.union([StepId, ExpectedCall])
export type ExpectedStep = z.infer<typeof ExpectedStep>

/** What must come of a run. What is left out may be anything. */
export const Expectations = z.strictObject({
  /** The call is refused, with this code, and there is no run. */
  refused: z.enum(['input-invalid', 'input-rejected']).optional(),
  /** The steps of the last plan that was adopted, all of them and in its order. */
  plan: z.array(ExpectedStep).max(1000).optional(),
  /** The last verdict. */
  verdict: Verdict.optional(),
  /** Every verdict, in order. */
  verdicts: z.array(Verdict).max(1000).optional(),
  /** How the run ends. */
  outcome: Outcome.optional(),
  /** Why it ended: `outcome`, `iterations`, `plan-denied` and so on. */
  reason: z.string().max(100).optional(),
  /** What the body must hold. Members of objects that are not named may be there; lists must be equal in length. */
  body: Json.optional(),
  /** How often each of these actions is called, retries and undos among it; 0 for never. */
  calls: z.record(NodeId, z.int().min(0)).optional(),
  /** The steps whose effects stand although they were to be undone, in any order. */
  notUndone: z.array(StepId).max(1000).optional(),
})
export type Expectations = z.infer<typeof Expectations>

/** An event that is posted to the run. */
export const PostedEvent = z.strictObject({
  /** The sender's id of it. Default `case <n>`. */
  id: z.string().max(200).optional(),
  /** What steps wait for. */
  name: SignalName,
  /** What it says. */
  data: Json,
  /** Who posted it. */
  by: z.string().max(200).optional(),
  /** After the start, in virtual seconds. */
  afterSeconds: z.number().min(0),
})

/**
 * A test that a loop carries: an input, what everything outside answers, and what must come of it. It never becomes part of the program and
 * never changes its version.
 */
export const Case = z.strictObject({
  /** Unique in the loop. */
  id: ItemId,
  /** What it shows, in words. */
  title: Title,
  /** For whoever looks after the loop. */
  note: Note.optional(),
  /** What the run is started on. */
  input: Json,
  /** The headers of the call, by lower-case name. */
  headers: z.record(z.string(), z.string()).optional(),
  /** By action, by planner (`<planner>` or `<planner>/<member>`) or by check (`<verifier>/<check>`). What has none answers with a sample. */
  mocks: z.record(z.string().max(200), Mock),
  /** What people decide, at once, whenever they are asked. Default `grant`. */
  decisions: z.enum(['grant', 'deny', 'none']).optional(),
  /** Events that are posted to the run. */
  signals: z.array(PostedEvent).max(100).optional(),
  /** Decides every random choice of the run. Default 1. */
  seed: z.int().optional(),
  /** Virtual time of the start, in milliseconds since the epoch. Default 2026-01-01T00:00:00Z. */
  startAt: z.int().min(0).optional(),
  /** What must come of it. A test that expects nothing can't fail, and the compiler says so. */
  expect: Expectations,
})
export type Case = z.infer<typeof Case>

/** The most cases that a loop carries. */
export const maxCases = 200
