import { assertNever } from '../../assertNever.ts'
import type { CallToMake } from './callToMake.ts'
import { curlSnippet } from './curlSnippet.ts'
import { fetchSnippet } from './fetchSnippet.ts'
import { pythonSnippet } from './pythonSnippet.ts'

export const snippetLanguages = ['curl', 'fetch', 'python'] as const
export type SnippetLanguage = (typeof snippetLanguages)[number]

/**
 * A program that calls a loop’s hook and prints the answer, ready to run: with its signature, over the body exactly as it is sent. The
 * secret comes from the environment, as `HOOK_SECRET`.
 */
export function snippetOf(language: SnippetLanguage, call: CallToMake): string {
  switch (language) {
    case 'curl':
      return curlSnippet(call)
    case 'fetch':
      return fetchSnippet(call)
    case 'python':
      return pythonSnippet(call)
    default:
      return assertNever(language)
  }
}
