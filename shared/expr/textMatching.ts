import type { RE2JS } from '@bufbuild/re2'
import { schemaPattern } from './schemaPattern.ts'

type Prog = ReturnType<RE2JS['re2']>['prog']
/** By the place in the program that a text leads to, the text. */
type Reached = Map<number, string>

/** What the instructions of a program do, by RE2's own numbers. */
const op = { alt: 1, altMatch: 2, capture: 3, emptyWidth: 4, match: 6, nop: 7, firstRune: 8 } as const

/** So many steps of a program are looked at for one text; a pattern that asks for more is given up. */
const mostSteps = 20_000

/**
 * One of the shortest texts of at least so many characters that match a `pattern` of a JSON Schema, the same each time; null where the
 * pattern is none of RE2's, or where there is no such text or none that is found soon.
 */
export function textMatching(pattern: string, least: number): string | null {
  const regex = schemaPattern(pattern)
  if (!regex) return null
  const found = shortest(regex.re2().prog, least)
  // What stands before and after a character was not looked at (`^`, `$`, `\b`), and is asked for here.
  return found !== null && regex.test(found) ? found : null
}

/** Walks the program by all of its ways at once, a character at a time. */
function shortest(prog: Prog, least: number): string | null {
  let steps = 0
  let tooShort: string | null = null
  let reached: Reached = new Map()
  follow(prog, prog.start, '', reached)
  for (let length = 0; reached.size > 0 && steps < mostSteps; length += 1) {
    const matched = matchedIn(prog, reached)
    if (matched !== undefined && length >= least) return matched
    tooShort ??= matched ?? null
    steps += reached.size
    reached = oneFurther(prog, reached, length)
  }
  return tooShort?.padEnd(least, 'x') ?? null
}

function matchedIn(prog: Prog, reached: Reached): string | undefined {
  for (const [place, text] of reached) if (prog.getInst(place).op === op.match) return text
  return undefined
}

function oneFurther(prog: Prog, reached: Reached, length: number): Reached {
  const next: Reached = new Map()
  for (const [place, text] of reached) {
    const inst = prog.getInst(place)
    if (inst.op >= op.firstRune) follow(prog, inst.out, text + character(inst, length), next)
  }
  return next
}

/** Notes all places that are reached from one without a character more. */
function follow(prog: Prog, start: number, text: string, reached: Reached): void {
  const waiting = [start]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (reached.has(place)) continue
    reached.set(place, text)
    const inst = prog.getInst(place)
    if (inst.op === op.alt || inst.op === op.altMatch) waiting.push(inst.arg, inst.out)
    if (inst.op === op.capture || inst.op === op.emptyWidth || inst.op === op.nop) waiting.push(inst.out)
  }
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz'
const digits = '1234567890'

/** One that people read with ease, else the first that there is. */
function character(inst: ReturnType<Prog['getInst']>, length: number): string {
  const letter = alphabet.charAt(length % alphabet.length)
  const readable = [letter, letter.toUpperCase(), digits.charAt(length % digits.length)]
  const fits = (each: string) => inst.runes.length === 0 || inst.matchRune(each.charCodeAt(0))
  return readable.find(fits) ?? String.fromCodePoint(inst.runes[0] ?? 0)
}
