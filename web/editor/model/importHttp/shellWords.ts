/**
 * The words of a command line as a POSIX shell reads them (2.2 Quoting), with the `$'…'` that browsers copy; nothing is expanded. Null
 * when a quote is left open.
 */
export function shellWords(line: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let at = 0
  while (at < line.length) {
    const rest = line.slice(at)
    const part = nextPart(rest)
    if (part === null) return null
    at += part.length
    if (part.is === 'space') {
      if (word !== null) words.push(word)
      word = null
    } else if (part.is === 'text') word = (word ?? '') + part.text
  }
  return word === null ? words : [...words, word]
}

type Part = { is: 'space' | 'nothing'; length: number } | { is: 'text'; text: string; length: number }

function nextPart(rest: string): Part | null {
  const space = /^\s+/.exec(rest)?.[0]
  if (space) return { is: 'space', length: space.length }
  // A line that goes on; `^` is how a Windows command line writes it.
  const joined = /^[\\^](\r?\n)/.exec(rest)?.[0]
  if (joined) return { is: 'nothing', length: joined.length }
  if (rest.startsWith("$'")) return quoted(rest, /^\$'((?:[^'\\]|\\[\s\S])*)'/, ansiText)
  if (rest.startsWith("'")) return quoted(rest, /^'([^']*)'/, (text) => text)
  if (rest.startsWith('"'))
    return quoted(rest, /^"((?:[^"\\]|\\[\s\S])*)"/, (text) =>
      text.replaceAll(/\\(\r?\n)/g, '').replaceAll(/\\(["\\$`])/g, '$1'),
    )
  if (rest.startsWith('\\')) return { is: 'text', text: rest.slice(1, 2), length: 2 }
  const plain = /^[^\s'"\\]+/.exec(rest)?.[0] ?? rest.charAt(0)
  return { is: 'text', text: plain, length: plain.length }
}

function quoted(rest: string, pattern: RegExp, read: (text: string) => string): Part | null {
  const found = pattern.exec(rest)
  return found ? { is: 'text', text: read(found[1] ?? ''), length: found[0].length } : null
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

function ansiText(text: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  )
}
