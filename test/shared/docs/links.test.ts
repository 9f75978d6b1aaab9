import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { top, withoutCode } from './page.ts'

const textOf = (path: string) => readFileSync(join(top, path), 'utf8')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(top, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
]

/** The anchor that code hosts give a heading. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')

const anchorsIn = (path: string) =>
  [...withoutCode(textOf(path)).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading.trim()))

/** The places of this repository that a page leads to or shows, as it writes them. */
const linksIn = (path: string) =>
  [...withoutCode(textOf(path)).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
    .map(([, link, picture]) => link ?? picture ?? '')
    .filter((link) => !/^https?:/.test(link))

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  return existsSync(join(top, target)) && (anchor === undefined || anchorsIn(target).includes(anchor))
}

describe('a page of the documentation', () => {
  it.each(pages)('leads to what is there, and shows pictures that are there: %s', (page) => {
    expect(linksIn(page).filter((link) => !leadsSomewhere(page, link))).toEqual([])
  })

  it('is told to lead nowhere where the page, the picture or the heading is none', () => {
    expect(linksIn('README.md').length).toBeGreaterThan(30)
    expect(leadsSomewhere('docs/guides/drift.md', '../pictures/drift-dark.webp')).toBe(true)
    expect(leadsSomewhere('docs/guides/drift.md', '../pictures/gone.webp')).toBe(false)
    expect(leadsSomewhere('docs/guides/drift.md', 'invoking.md#cloudevents')).toBe(true)
    expect(leadsSomewhere('docs/guides/drift.md', 'invoking.md#gone')).toBe(false)
    expect(leadsSomewhere('docs/guides/drift.md', '#how-it-is-decided')).toBe(true)
  })

  it('names settings that the server reads', () => {
    // How to work on Pavane names some of the tests’ own.
    const named = pages
      .filter((page) => page !== 'CONTRIBUTING.md')
      .flatMap((page) => textOf(page).match(/\bPAVANE_[A-Z_]+/g) ?? [])
    const read = readdirSync(join(top, 'worker'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => textOf(`worker/${path}`).match(/\bPAVANE_[A-Z_]+/g) ?? [])
    expect(new Set(named).size).toBeGreaterThan(12)
    expect([...new Set(named)].filter((name) => !read.includes(name))).toEqual([])
  })

  it('names parts of the settings that are there', () => {
    const labels = [...textOf('web/settings/SettingsPage.tsx').matchAll(/label: '([^']+)'/g)].map(
      ([, label = '']) => label,
    )
    const named = pages.flatMap((page) =>
      [...textOf(page).matchAll(/Settings(?:,| →) (?:\*\*)?([A-Z][a-z]+)/g)].map(([, label = '']) => label),
    )
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((label) => !labels.includes(label))).toEqual([])
  })
})
