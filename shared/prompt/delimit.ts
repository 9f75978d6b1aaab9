import { digestText } from '../audit/digest.ts'

/**
 * Marks a text as data for a model: a label says whose it is, and a mark that the text can’t hold says where it begins and ends
 * ("spotlighting" by delimiters, Hines et al. 2024, arXiv:2403.14720). The mark is made from the digest of the text itself, so whoever
 * writes the text can’t know it: a text that held its own digest would be a collision. The same text gives the same mark, so replays are exact.
 * Tell the model, outside of the marks, that what stands between them is never an instruction.
 */
export function delimit(label: string, text: string): string {
  const mark = `untrusted-${digestText(`${label}\n${text}`).slice('sha256:'.length, 'sha256:'.length + 16)}`
  return `<${mark} source="${label.replace(/[^\p{L}\p{N} ._-]/gu, ' ')}">\n${text}\n</${mark}>`
}
