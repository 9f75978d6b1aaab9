import { useContext } from 'react'
import { Badge } from '../../ui/Badge.tsx'
import { changeLooks } from './changeLooks.ts'
import { ChangesContext } from './changesInSight.ts'

/** On a card of a comparison: whether the node was added, removed or changed. */
export function ChangeMark({ node }: { node: string }) {
  const change = useContext(ChangesContext)?.nodes.get(node)
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
