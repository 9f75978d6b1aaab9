import { useContext } from 'react'
import type { CanvasGroup } from '../../../shared/graph/layout.ts'
import { Badge } from '../../ui/Badge.tsx'
import type { Change } from '../model/fieldChanges.ts'
import { changeLooks } from './changeLooks.ts'
import { ChangesContext, groupChange } from './changesInSight.ts'

/** On a card of a comparison: whether the node, or the note, was added, removed or changed. */
export function ChangeMark({ node }: { node: string }) {
  return <Mark change={useContext(ChangesContext)?.nodes.get(node)} />
}

/** The same on a group. */
export function GroupChangeMark({ group }: { group: CanvasGroup }) {
  const changes = useContext(ChangesContext)
  return <Mark change={changes ? groupChange(changes, group) : undefined} />
}

function Mark({ change }: { change: Change | undefined }) {
  if (!change) return null
  const { icon: Icon, word, badge } = changeLooks[change]
  return (
    <Badge
      tone={badge}
      icon={<Icon aria-hidden />}
      className="card-change pointer-events-none absolute -right-2 bottom-[calc(100%-8px)] border border-current"
    >
      {word}
    </Badge>
  )
}
