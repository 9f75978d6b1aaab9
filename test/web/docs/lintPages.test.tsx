import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { lintCodes } from '../../../shared/compile/lintCodes.ts'
import { loadLintPage } from '../../../web/docs/lintPages.ts'
import { renderApp, stubApi } from '../app/renderApp.tsx'

describe('the page of a lint', () => {
  it('shows the text of the repository, its headings, lists and examples', async () => {
    stubApi({})
    renderApp('/docs/lints/undo-needs-destroyed')
    expect(await screen.findByRole('heading', { level: 1, name: 'Undo needs what is gone' })).toBeTruthy()
    const headings = await screen.findAllByRole('heading', { level: 2 })
    expect(headings.map((heading) => heading.textContent)).toEqual([
      'Why it hurts',
      'An example',
      'How to fix it',
    ])
    expect(screen.getByText('{ "undoArgs": { "id": "{{ output.body.id }}" } }')).toBeTruthy()
    expect(within(screen.getByRole('list')).getAllByRole('listitem')).toHaveLength(5)
    // Code within a sentence stays within its paragraph.
    const [, tells] = within(screen.getByRole('list')).getAllByRole('listitem')
    expect(tells?.querySelector('p > code')?.textContent).toContain('output == null')
    // Nothing of the Markdown is left over, or left out.
    const source = (await loadLintPage('undo-needs-destroyed')) ?? ''
    expect(source.length).toBeGreaterThan(1000)
    const words = source.replaceAll(/```\w*|[`#*]|^- /gm, '').split(/\s+/)
    const shown = document.body.textContent ?? ''
    expect(words.filter((word) => !shown.includes(word))).toEqual([])
  })

  it('is not there for what is no lint', async () => {
    stubApi({})
    renderApp('/docs/lints/constructor')
    expect(await screen.findByText('There is nothing at this address')).toBeTruthy()
  })

  it('is one of a list of all', async () => {
    stubApi({})
    renderApp('/docs/lints')
    expect(await screen.findByRole('heading', { level: 1, name: 'Warnings explained' })).toBeTruthy()
    for (const [code, { title }] of Object.entries(lintCodes))
      expect(screen.getByRole('link', { name: title }).getAttribute('href')).toBe(`/docs/lints/${code}`)
  })
})
