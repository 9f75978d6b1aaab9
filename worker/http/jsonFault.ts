const space = /[ \t\n\r]*/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
// oxlint-disable-next-line no-control-regex -- JSON's strings hold none of them
const stringStart = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y

type Awaits = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or close'

/** The offset after what a pattern matches at an offset; null when it does not match. */
function past(pattern: RegExp, text: string, offset: number): number | null {
  pattern.lastIndex = offset
  return pattern.test(text) ? pattern.lastIndex : null
}

/**
 * The offset at which a text stops being JSON; its length when it ends too early or is whole. The engine's own message
 * often names no place and quotes what was sent. It walks; it never recurses.
 */
export function jsonFaultAt(text: string): number {
  const open: string[] = []
  let awaits: Awaits = 'value'
  let offset = 0
  for (;;) {
    offset = past(space, text, offset) ?? offset
    const character = text[offset]
    if (character === undefined) return text.length
    const closes = character === '}' || character === ']'
    if (closes && mayClose(awaits, character, open.at(-1))) {
      open.pop()
      awaits = 'comma or close'
      offset += 1
    } else if (awaits === 'colon' || awaits === 'comma or close') {
      const wanted: string = awaits === 'colon' ? ':' : ','
      if (character !== wanted || (wanted === ',' && open.length === 0)) return offset
      awaits = wanted === ',' && open.at(-1) === '{' ? 'key' : 'value'
      offset += 1
    } else if (character === '"') {
      const end: number = past(stringStart, text, offset) ?? offset
      if (text[end] !== '"') return end
      awaits = awaits.startsWith('key') ? 'colon' : 'comma or close'
      offset = end + 1
    } else if (awaits.startsWith('key')) return offset
    else if (character === '{' || character === '[') {
      open.push(character)
      awaits = character === '{' ? 'key or }' : 'value or ]'
      offset += 1
    } else {
      const end: number | null = past(scalar, text, offset)
      if (end === null) return offset
      awaits = 'comma or close'
      offset = end
    }
  }
}

function mayClose(awaits: Awaits, character: string, open: string | undefined): boolean {
  if (character === '}') return open === '{' && (awaits === 'key or }' || awaits === 'comma or close')
  return open === '[' && (awaits === 'value or ]' || awaits === 'comma or close')
}
