import { AppWindow } from 'lucide-react'
import { useEffect } from 'react'
import { Badge } from '../../ui/Badge.tsx'
import { useEditor, useEditorStore } from '../store/EditorContext.ts'

/** Says that the draft is open in another tab too, before both have edited it. */
export function OpenElsewhere() {
  const store = useEditorStore()
  const tabs = useEditor((state) => state.openElsewhere)
  const words = tabs === 1 ? 'Open in another tab' : `Open in ${tabs} other tabs`
  useEffect(() => {
    if (tabs > 0) store.getState().announce(words)
  }, [store, tabs, words])
  if (tabs === 0) return null
  return (
    <span title="What is saved there is shown here. Where both edit at once, you are asked to merge.">
      <Badge tone="warning" icon={<AppWindow aria-hidden />}>
        {words}
      </Badge>
    </span>
  )
}
