import { StreamLanguage, type StreamParser, type StringStream } from '@codemirror/language'

type CelState = { quote: string | null; raw: boolean; depth: number }

const word = /^[_a-zA-Z][_a-zA-Z0-9]*/
const number = /^(?:0x[0-9a-fA-F]+u?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?u?|\.\d+(?:[eE][+-]?\d+)?)/
const operator = /^(?:&&|\|\||[!=<>]=|[-+*/%!<>?:])/
const literals = new Set(['true', 'false', 'null'])
const macros = new Set(['all', 'exists', 'exists_one', 'filter', 'map', 'has', 'size', 'matches'])

function readString(stream: StringStream, state: CelState): string {
  const quote = state.quote
  while (quote !== null && !stream.eol()) {
    if (stream.match(quote)) {
      state.quote = null
      return 'string'
    }
    if (stream.next() === '\\' && !state.raw) stream.next()
  }
  // Only triple-quoted strings span lines.
  if (quote?.length === 1 && stream.eol()) state.quote = null
  return 'string'
}

function readToken(stream: StringStream, state: CelState): string | null {
  if (stream.eatSpace()) return null
  if (stream.match('//')) {
    stream.skipToEnd()
    return 'comment'
  }
  const opening = stream.match(/^([rRbB]{0,2})("""|'''|"|')/)
  if (opening && typeof opening === 'object') {
    state.raw = /r/i.test(opening[1] ?? '')
    state.quote = opening[2] ?? null
    return readString(stream, state)
  }
  if (stream.match(number)) return 'number'
  const name = stream.match(word)
  if (name && typeof name === 'object') {
    const text = name[0]
    if (literals.has(text)) return 'atom'
    if (text === 'in') return 'operatorKeyword'
    if (macros.has(text) && stream.match(/^\s*\(/, false)) return 'keyword'
    if (stream.match(/^\s*\(/, false)) return 'variableName.function'
    return 'variableName'
  }
  if (stream.match(operator)) return 'operator'
  stream.next()
  return null
}

const startState = (): CelState => ({ quote: null, raw: false, depth: 0 })

const cel: StreamParser<CelState> = {
  name: 'cel',
  startState,
  token: (stream, state) => (state.quote === null ? readToken(stream, state) : readString(stream, state)),
  languageData: { closeBrackets: { brackets: ['(', '[', '{', '"', "'"] }, commentTokens: { line: '//' } },
}

/** Text with CEL inside `{{ }}`, as strings of a node's configuration are. */
const template: StreamParser<CelState> = {
  name: 'cel-template',
  startState,
  token: (stream, state) => {
    if (state.depth === 0) {
      if (stream.match('{{')) {
        state.depth = 1
        return 'processingInstruction'
      }
      while (!stream.eol() && !stream.match('{{', false)) stream.next()
      return 'string'
    }
    if (state.quote === null && stream.match('}}')) {
      state.depth = 0
      return 'processingInstruction'
    }
    return state.quote === null ? readToken(stream, state) : readString(stream, state)
  },
}

export const celLanguage = StreamLanguage.define(cel)
export const celTemplateLanguage = StreamLanguage.define(template)
