/** What this browser keeps of the page for good. One that keeps nothing refuses even to be asked: then there is none. */
export function browserStorage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
