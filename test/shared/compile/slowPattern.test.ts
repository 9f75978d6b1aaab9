import { describe, expect, it } from 'vitest'
import { isSlowPattern } from '../../../shared/compile/slowPattern.ts'

describe('a slow pattern', () => {
  it.each(['(a+)+', '(a*)*$', '^(\\w+\\s?)*$', '((a|b+)c)*', '(?:x+y?){2,}', '([a-z]+)*', '(a+(b)c)*'])(
    'is %s',
    (source) => expect(isSlowPattern(source)).toBe(true),
  )

  it.each([
    'a+b+',
    '(ab)+',
    '(a+){1,3}',
    '[(a+)+]',
    '\\(a+\\)+',
    '^[a-z]+(-[a-z]{1,9})*$',
    '(a+)?b',
    '[]a+)]+',
    '',
  ])('is not %s', (source) => expect(isSlowPattern(source)).toBe(false))
})
