type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const isMac = () => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/** Whether a key press is the chord, such as `Mod+Shift+Z`. Signs (`?`, `+`) count as typed, whatever Shift they need. */
export function matchesChord(chord: string, press: KeyPress): boolean {
  const parts = chord === '+' ? ['+'] : chord.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (modifier: string) => parts.slice(0, -1).includes(modifier)
  const mod = isMac() ? press.metaKey : press.ctrlKey
  if (mod !== wants('Mod') || press.altKey !== wants('Alt')) return false
  const sign = key.length === 1 && !/[a-z0-9]/i.test(key)
  if (!sign && press.shiftKey !== wants('Shift')) return false
  return press.key.toLowerCase() === key.toLowerCase()
}

/** The chord as this machine's keyboard names it. */
export function chordText(chord: string): string {
  return chord.replace('Mod', isMac() ? '⌘' : 'Ctrl').replace('Delete', 'Del')
}
