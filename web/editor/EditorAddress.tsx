import { useViewInUrl } from './useViewInUrl.ts'
import { useComparisonInUrl } from './versions/useComparisonInUrl.ts'

/** What of the editor's state is in the address. A part of its own, so that the editor is not drawn again when the address changes. */
export function EditorAddress() {
  useComparisonInUrl()
  useViewInUrl()
  return null
}
