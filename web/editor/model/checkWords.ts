import {
  Activity,
  Braces,
  Cloud,
  Diff,
  Footprints,
  ListChecks,
  type LucideIcon,
  Scale,
  ShieldAlert,
  ShieldCheck,
} from 'lucide-react'
import type { CheckLayer } from '../../../shared/engine/checkEvents.ts'
import { type CheckType, checkTypes } from '../../../shared/graph/nodes/check.ts'

type Words = { label: string; hint: string; icon: LucideIcon }

/** What each layer of checks is called, and what it looks at. */
export const layerWords = {
  steps: { label: 'Steps', hint: 'Whether each step did what it was to do', icon: Footprints },
  quality: { label: 'Quality', hint: 'Is it there, complete, unique and fresh?', icon: ListChecks },
  schema: { label: 'Schema', hint: 'Is the value valid against a JSON Schema?', icon: Braces },
  integrity: {
    label: 'Integrity',
    hint: 'Does it try to instruct a model, or leak something?',
    icon: ShieldAlert,
  },
  rule: { label: 'Rule', hint: 'Is an expression true?', icon: Scale },
  variance: { label: 'Variance', hint: 'Is it what was expected, within a tolerance?', icon: Diff },
  drift: { label: 'Drift', hint: 'Is it distributed as in the baseline?', icon: Activity },
  http: { label: 'External', hint: 'What does a checker outside say?', icon: Cloud },
  gate: { label: 'Gate', hint: 'The condition that every verdict has to meet', icon: ShieldCheck },
} as const satisfies Record<CheckLayer, Words>

/** The types of checks as choices, in the order in which they are made. */
export const checkOptions = checkTypes.map((value: CheckType) => ({
  value,
  label: layerWords[value].label,
  hint: layerWords[value].hint,
}))
