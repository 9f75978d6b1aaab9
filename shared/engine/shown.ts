import { render } from '../expr/template.ts'
import type { Template } from '../graph/text.ts'
import type { Json } from '../json.ts'
import type { Scope } from './effect.ts'
import { loggableOrNull } from './wellFormed.ts'

/** What an approver is shown besides the plan; where it can't be made, why. */
export function renderShown(show: Template, scope: Scope): Json {
  const rendered = render(show, scope)
  if (rendered.ok) return loggableOrNull(rendered.value)
  return { error: `What is to be shown could not be made: ${rendered.error}` }
}
