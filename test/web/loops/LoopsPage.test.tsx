import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { LoopSummary } from '../../../shared/api/loops.ts'
import { templates } from '../../../shared/templates/templates.ts'
import { problem, renderApp, stubApi } from '../app/renderApp.tsx'

const published = {
  number: 3,
  version: `sha256:${'a'.repeat(64)}`,
  note: '',
  by: 'admin',
  at: 1_700_000_000_000,
}

function aLoop(name: string, over: Partial<LoopSummary> = {}): LoopSummary {
  return {
    name,
    title: `The ${name} loop`,
    description: '',
    example: false,
    published,
    draftSavedAt: 1_700_000_000_000,
    draftDiffers: false,
    ...over,
  }
}

const gallery = () => screen.queryAllByRole('button', { name: /^Use template/ })
const shownGallery = () => screen.findAllByRole('button', { name: /^Use template/ })

describe('the loops', () => {
  it('of an empty workspace are templates to start from', async () => {
    stubApi({ 'GET /api/loops': () => ({ loops: [] }) })
    renderApp('/')
    expect(await screen.findByRole('heading', { name: 'Start with a loop that runs' })).toBeTruthy()
    expect(await shownGallery()).toHaveLength(templates.length)
  })

  it('stand beside the templates while there are only examples', async () => {
    stubApi({ 'GET /api/loops': () => ({ loops: [aLoop('triage', { example: true })] }) })
    renderApp('/')
    expect(await screen.findByRole('link', { name: 'The triage loop' })).toBeTruthy()
    expect(await shownGallery()).toHaveLength(templates.length)
  })

  it('say what is published and whether the draft is ahead of it', async () => {
    const loops = [aLoop('ahead', { draftDiffers: true }), aLoop('fresh', { published: null })]
    stubApi({ 'GET /api/loops': () => ({ loops }) })
    renderApp('/')
    const [ahead, fresh] = (await screen.findAllByRole('listitem')).filter((item) => item.querySelector('h3'))
    expect(ahead?.textContent).toMatch(/v3.*published.*by admin.*draft differs/)
    expect(fresh?.textContent).toMatch(/not published.*draft saved/)
    expect(gallery()).toEqual([])
  })

  it('take a template under a name that is free', async () => {
    const first = templates[0]
    const calls = stubApi({
      'GET /api/loops': () => ({ loops: [aLoop(first?.name ?? '', { example: true })] }),
      'POST /api/loops': () => problem('name-taken', 409),
    })
    renderApp('/')
    await userEvent.click(await screen.findByRole('button', { name: `Use template ${first?.title}` }))
    await waitFor(() => expect(calls.some((call) => call.method === 'POST')).toBe(true))
    const name = `${first?.name}-2`
    expect(calls.find((call) => call.method === 'POST')?.body).toEqual({
      name,
      graph: { ...first?.graph, name },
    })
    expect(await screen.findByText('Choose another name.')).toBeTruthy()
  })

  it('are made with a title; the form keeps what was typed when the name is taken', async () => {
    const calls = stubApi({
      'GET /api/loops': () => ({ loops: [aLoop('triage')] }),
      'POST /api/loops': () => problem('name-taken', 409, { title: 'That name is taken' }),
    })
    renderApp('/')
    await userEvent.click(await screen.findByRole('button', { name: 'New loop' }))
    await userEvent.click(screen.getByRole('button', { name: 'Create loop' }))
    expect(screen.getByText('Give it a title.')).toBeTruthy()
    expect(calls.some((call) => call.method === 'POST')).toBe(false)
    await userEvent.type(screen.getByLabelText('Title'), 'Triage')
    await userEvent.click(screen.getByRole('button', { name: 'Create loop' }))
    expect(await screen.findByText('That name is taken')).toBeTruthy()
    expect(screen.getByLabelText<HTMLInputElement>('Title').value).toBe('Triage')
    expect(calls.find((call) => call.method === 'POST')?.body).toMatchObject({
      name: 'triage',
      graph: { title: 'Triage', nodes: [] },
    })
  })
})
