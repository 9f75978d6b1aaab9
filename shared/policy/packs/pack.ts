import { z } from 'zod'
import { ItemId } from '../../graph/ids.ts'
import { type Policy, PolicyMode } from '../../graph/policy.ts'

/** The article or control of a published framework that a rule serves, and what that asks for. */
export type PackReference = { framework: string; control: string; asks: string }

/** A number that a workspace may set; it stands in conditions as `$name`. */
export type PackSetting = {
  name: string
  label: string
  /** `real` numbers are written into conditions as CEL doubles, `whole` ones as integers. */
  kind: 'real' | 'whole'
  value: number
  min: number
  max: number
}

/** A policy of a pack, with why it is there. */
export type PackRule = Pick<
  Policy,
  'id' | 'title' | 'at' | 'when' | 'effect' | 'message' | 'need' | 'deadlineSeconds'
> & {
  why: string
  serves: readonly [PackReference, ...PackReference[]]
}

/** A version of a pack, which never changes once it was offered: whoever wants other rules makes the next one. */
export type PackVersion = {
  version: number
  /** What it changes, for whoever thinks about an upgrade. */
  changes: string
  settings: readonly PackSetting[]
  rules: readonly PackRule[]
}

/** A ready set of policies. Versions count from 1, the newest last; none is ever taken away. */
export type PolicyPack = {
  id: string
  title: string
  says: string
  versions: readonly [PackVersion, ...PackVersion[]]
}

/** How a workspace uses a pack: a version that it pins, rules that it leaves out, and its own numbers. */
export const PackUse = z.strictObject({
  pack: ItemId,
  /** Stays as it is until somebody chooses another. */
  version: z.int().min(1),
  /** `dry-run` records what the pack would do and changes nothing (default: `enforce`). */
  mode: PolicyMode.exactOptional(),
  /** Rules that are left out, by id. */
  without: z.array(ItemId).max(50).exactOptional(),
  /** Numbers that differ from the pack's own, by name. */
  settings: z.record(ItemId, z.number()).exactOptional(),
})
export type PackUse = z.infer<typeof PackUse>

/** What goes out of the workspace: to a host, a tool, a model or a receiver of events. */
export const goesOut = "action.uses in ['http', 'mcp', 'model', 'emit']"
