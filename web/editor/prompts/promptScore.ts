import { defaultFilter } from 'cmdk'

/**
 * How well an entry of a prompt fits what was typed, from 0 to 1: a label that begins with it, then a word of the label that does, then a
 * label that holds it, and only then letters that are strewn over whatever the entry is found by.
 */
export function promptScore(key: string, typed: string, words: string[] = []): number {
  const wanted = typed.trim().toLowerCase()
  const label = (words[0] ?? '').toLowerCase()
  if (wanted === '' || label.startsWith(wanted)) return 1
  if (label.includes(` ${wanted}`)) return 0.9
  if (label.includes(wanted)) return 0.8
  return 0.7 * defaultFilter(key, typed, words)
}
