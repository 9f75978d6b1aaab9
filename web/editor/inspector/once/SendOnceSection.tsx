import type { ActionNode } from '../../../../shared/graph/nodes/action.ts'
import { loadedLater } from '../../../ui/loadedLater.tsx'
import { sendOnceField } from '../../commands/sendOnce.ts'
import { Section } from '../Section.tsx'

const SendOnceForm = loadedLater(async () => (await import('./SendOnceForm.tsx')).SendOnceForm)

/** Sends the call of an HTTP action by itself, to see what its host says. */
export function SendOnceSection({ node }: { node: ActionNode }) {
  return (
    <div data-field={sendOnceField}>
      <Section title="Send it once" open={false} later>
        <SendOnceForm node={node} />
      </Section>
    </div>
  )
}
