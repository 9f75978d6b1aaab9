import { assertNever } from '../../../shared/assertNever.ts'
import type { ActionCall, HttpCall, WaitFor } from '../../../shared/graph/nodes/action.ts'
import { secondsInWords } from './secondsInWords.ts'

/** The name of each thing that an action can do, as a person picks it. */
export const callNames = {
  http: 'HTTP request',
  transform: 'Transform',
  wait: 'Wait',
  loop: 'Run of a loop',
  emit: 'Send an event',
} as const satisfies Record<ActionCall['uses'], string>

/** One line that says what a call does. */
export function describeCall(call: ActionCall): string {
  switch (call.uses) {
    case 'http':
      return `${call.method} ${hostOf(call)}${withNames(call.path)}`
    case 'transform':
      return 'transform'
    case 'wait':
      return describeWait(call.for)
    case 'loop':
      return `→ ${call.loop || '(no loop)'}`
    case 'emit':
      return `emit ${withNames(call.type) || '(no type)'} → ${hostOf(call)}`
    default:
      return assertNever(call)
  }
}

/** What a wait waits for, in words. */
export function describeWait(wait: WaitFor): string {
  switch (wait.type) {
    case 'duration':
      return typeof wait.seconds === 'number'
        ? `wait ${secondsInWords(wait.seconds)}`
        : `wait {${lastName(wait.seconds)}} s`
    case 'until':
      return `until ${withNames(wait.time) || '(no time)'}`
    case 'event':
      return `until event ${wait.event || '(no name)'} · ${secondsInWords(wait.timeoutSeconds)}`
    default:
      return assertNever(wait)
  }
}

const hostOf = (call: { host: string }) => call.host || '(no host)'

/** A template as a person reads it: each expression as the last name in it, in braces. */
function withNames(template: string): string {
  return template.replaceAll(/\{\{(.*?)\}\}/g, (_, source: string) => `{${lastName(source)}}`)
}

function lastName(source: string): string {
  const [name] = source.match(/[A-Za-z_]\w*(?=\W*$)/) ?? ['…']
  return name
}

/** How many characters of a call fit on a card. */
const callRoom = 30

/** A call in the room that a card has: a long request keeps its host and the end of its path. */
export function describeCallBriefly(call: ActionCall): string {
  if (call.uses === 'emit') return `emit ${withNames(call.type) || '(no type)'}`
  const whole = describeCall(call)
  return call.uses === 'http' && whole.length > callRoom ? shortRequest(call) : whole
}

function shortRequest(call: HttpCall): string {
  const start = `${call.method} ${hostOf(call)} …`
  const parts = withNames(call.path)
    .split('/')
    .filter((part) => part !== '')
  let end = ''
  for (const part of parts.toReversed()) {
    const longer = `/${part}${end}`
    if (end !== '' && start.length + longer.length > callRoom) break
    end = longer
  }
  return start + end
}
