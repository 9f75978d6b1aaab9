/** A place to run the loop in the browser. */
export function TryPanel() {
  return null
}
