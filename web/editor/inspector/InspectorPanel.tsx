/** What can be set: of the selected node, or of the loop. */
export function InspectorPanel() {
  return <div data-region="inspector" className="flex-1 bg-surface-1" />
}
