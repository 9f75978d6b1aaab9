/** Whether an element is the outline's list of nodes or a line of it. The keys of the canvas count there as well. */
export function isInOutline(element: Element | null): boolean {
  return element?.closest('[data-region="outline"] [role="tree"]') != null
}
