import type { Program } from '../compile/program.ts'
import type { EventOf } from '../engine/event.ts'
import type { Plan, PlanStep } from '../engine/plan.ts'
import type { Approval } from '../engine/state.ts'
import type { Json, JsonObject } from '../json.ts'
import { tokens } from '../privacy/token.ts'

/** A value as a list shows it: where it stands, and what it is. */
export type PreviewValue = { name: string; text: string }

/** The first of what an approval is about, which tells it from others of its loop. Its size is bounded, whatever it is about. */
export type ApprovalPreview = {
  /** A step each, by what its action is called; one without a title where it is about no plan. */
  parts: { title: string | null; values: PreviewValue[] }[]
  /** How many steps are left out. */
  more: number
}

export const emptyPreview: ApprovalPreview = { parts: [], more: 0 }

const most = { parts: 3, values: 4, looked: 200, name: 40, text: 80 }

/** The values stand as the log holds them: what is hidden there is hidden here. */
export function approvalPreview(
  program: Program,
  asked: readonly PlanStep[],
  { subject }: Pick<Approval, 'subject'>,
  show: EventOf<'approval.requested'>['data']['show'],
  input: Json,
): ApprovalPreview {
  switch (subject.of) {
    case 'plan': {
      const parts = asked.slice(0, most.parts).map(({ action, args }) => ({
        title: titleOf(program, action),
        values: previewValues(args),
      }))
      return { parts, more: asked.length - parts.length }
    }
    case 'step':
      return untitled(memberOf(show, 'args') ?? asked[0]?.args ?? null)
    case 'node':
      return untitled(show ?? input)
    case 'input':
    case 'verdict':
      return untitled(input)
  }
}

function untitled(of: Json): ApprovalPreview {
  const values = previewValues(of)
  return values.length === 0 ? emptyPreview : { parts: [{ title: null, values }], more: 0 }
}

function titleOf({ actions }: Program, action: Plan['steps'][number]['action']): string {
  return cut(actions[action]?.title ?? action, most.text)
}

/** The first scalars of a value, those nearest to its top before any deeper ones, in the order in which the log has them. */
export function previewValues(of: Json): PreviewValue[] {
  const found: PreviewValue[] = []
  let level: [name: string, value: Json][] = [['', of]]
  let looked = 0
  while (level.length > 0) {
    const below: typeof level = []
    for (const [name, value] of level) {
      if (found.length === most.values || looked === most.looked) return found
      looked += 1
      const text = textOf(value)
      if (text !== null) found.push({ name: cut(name, most.name), text: cut(text, most.text) })
      else if (isObject(value))
        for (const key of Object.keys(value).sort().slice(0, most.looked))
          below.push([name === '' ? key : `${name}.${key}`, value[key] ?? null])
    }
    level = below
  }
  return found
}

/** A scalar, or a list of them; what is null says nothing yet. */
function textOf(value: Json): string | null {
  if (value === null) return null
  if (!Array.isArray(value)) return typeof value === 'object' ? null : String(value)
  if (value.length === 0) return null
  const first = value.slice(0, 10)
  return first.every((item) => item !== null && typeof item !== 'object')
    ? first.join(', ')
    : `${value.length} ${value.length === 1 ? 'item' : 'items'}`
}

/** One line of at most so many characters. A token is kept whole or left out: half of one names nothing. */
function cut(text: string, characters: number): string {
  const line = text
    .slice(0, characters * 4)
    .replaceAll(/\s+/g, ' ')
    .trim()
  if (line.length <= characters && text.length <= characters * 4) return line
  const split = [...line.matchAll(tokens())].find(
    ({ index, 0: token }) => index < characters && index + token.length > characters,
  )
  return `${line.slice(0, split?.index ?? characters).trimEnd()}…`
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function memberOf(value: Json, name: string): Json | null {
  return isObject(value) ? (value[name] ?? null) : null
}
