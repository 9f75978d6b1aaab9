import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter } from 'react-router'
import { describe, expect, it } from 'vitest'
import { templates } from '../../../../shared/templates/templates.ts'
import { createQueryClient } from '../../../../web/app/queryClient.ts'
import { SessionContext } from '../../../../web/app/session.ts'
import { LoopViewPage } from '../../../../web/editor/view/LoopViewPage.tsx'
import { UiProvider } from '../../../../web/ui/UiProvider.tsx'
import { adminSession, problem, stubApi } from '../../app/renderApp.tsx'

const [template] = templates
if (!template) throw new Error('There are no templates')
const { graph } = template
const path = `/loops/${graph.name}`
const draft = { graph, revision: 3, savedAt: 1_700_000_000_000, savedBy: 'ada' }
const detail = {
  name: graph.name,
  title: graph.title,
  description: '',
  example: false,
  published: null,
  draftSavedAt: draft.savedAt,
  draftDiffers: false,
  draft,
  versions: [],
  rollout: { stable: null, canary: null },
  shards: 1,
}

function look(view: string) {
  const client = createQueryClient()
  client.setDefaultOptions({ queries: { networkMode: 'always', retry: false } })
  render(
    <QueryClientProvider client={client}>
      <SessionContext value={{ ...adminSession, role: 'admin', rights: ['read', 'build'] }}>
        <UiProvider>
          <MemoryRouter>
            <LoopViewPage loop={graph.name} view={view} />
          </MemoryRouter>
        </UiProvider>
      </SessionContext>
    </QueryClientProvider>,
  )
}

describe('a link to look at a loop', () => {
  it('shows the draft, who saved it, and what a node is made of; nothing to change it with', async () => {
    const calls = stubApi({ [`GET /api${path}`]: () => detail })
    look('draft')
    expect(await screen.findByText('Read-only')).toBeTruthy()
    expect(screen.getByText(/by ada/)).toBeTruthy()
    const list = screen.getByRole('list', { name: 'Nodes' })
    expect(within(list).getAllByRole('button')).toHaveLength(graph.nodes.length)
    const [first] = within(list).getAllByRole('button')
    if (first) await userEvent.setup().click(first)
    expect(screen.getByRole('region', { name: /^Configuration of / })).toBeTruthy()
    expect(screen.queryAllByRole('textbox')).toEqual([])
    expect(screen.getByRole('link', { name: 'Open in the editor' }).getAttribute('href')).toBe(path)
    expect(calls.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('says when there is no such version, and when the link is none', async () => {
    stubApi({ [`GET /api${path}/versions/9`]: () => problem('version-not-found', 404) })
    look('9')
    expect(await screen.findByRole('alert')).toBeTruthy()
    look('nine')
    expect(await screen.findByText('This link leads nowhere')).toBeTruthy()
  })
})
