/** The types of values in words. */
export function nounOfType(type: string): string {
  const name = type.replace(/\(.*\)$/s, '')
  return Object.hasOwn(nouns, name) ? (nouns[name] ?? name) : name
}

const nouns: Readonly<Record<string, string>> = {
  int: 'a whole number',
  uint: 'a whole number',
  double: 'a number',
  string: 'a text',
  bool: 'true or false',
  bytes: 'bytes',
  list: 'a list',
  map: 'an object',
  null_type: 'null',
  'google.protobuf.Timestamp': 'a time',
  'google.protobuf.Duration': 'a duration',
}

type Words = string | ((match: RegExpExecArray) => string)

const known: readonly [fault: RegExp, words: Words][] = [
  [/by zero$/, 'Division by zero'],
  [/overflow/, 'The number is too large for an integer'],
  [/^Cannot convert .* to a BigInt$/s, 'The text is not a whole number'],
  [/is not a whole number$/, 'A whole number is needed'],
  [/^not a number$/, 'The text is not a number'],
  [/^Unable to convert string .* to bool$/s, 'The text is neither true nor false'],
  [/^Failed to parse timestamp/, 'The text is not a time, as 2026-01-31T09:00:00Z is one'],
  [/^Failed to parse duration/, 'The text is not a duration, as 90s and 1h30m are'],
  [/^Failed to decode bytes/, 'The bytes are no UTF-8 text'],
  [/parsing regexp/, 'The pattern is not a regular expression of RE2'],
  [/time ?zone/i, 'There is no such time zone'],
  [/^map key conflict/, 'The object has a key twice'],
  [/^join takes/, '“join” takes a list of texts'],
  [/^a pattern of more than (\d+)/, ([, most]) => `The pattern has more than ${most} characters`],
  [/function format: too (few|many) arguments/, ([, which]) => `“format” has too ${which} arguments`],
  [/function format/, '“format” can’t write a value that way; its clauses are %s, %d, %f, %e, %b, %o and %x'],
  [/start > end$/, 'The start is after the end'],
  [/out of bounds/, 'The place is outside of the text'],
  [
    /^type mismatch: iterable vs ([\w.]+)/,
    ([, type = '']) => `A macro goes through a list or an object, not ${nounOfType(type)}`,
  ],
  [
    /^type mismatch: expected bool, got ([\w.]+)/,
    ([, type = '']) => `A condition is ${nounOfType(type)}, not true or false`,
  ],
  [/^unsupported key type/, 'A key is a text, a whole number, or true or false'],
  [/^unknown type: ([\w.]+)$/i, ([, type]) => `There is no type “${type}”`],
]

/**
 * What went wrong, in words that hold nothing of the values: errors are logged, and a value may be personal or a secret.
 * So a message of the library is never passed on.
 */
export function explainFault(message: string): string {
  for (const [fault, words] of known) {
    const match = fault.exec(message)
    if (match) return typeof words === 'string' ? words : words(match)
  }
  return 'The expression fails on its values'
}
