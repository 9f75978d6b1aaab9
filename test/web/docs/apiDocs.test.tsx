import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderApp, stubApi } from '../app/renderApp.tsx'

const document = {
  openapi: '3.1.0',
  info: { title: 'Refund', version: '1', description: 'Calls of the loop `refund`.' },
  paths: {
    '/hooks/refund': {
      post: {
        operationId: 'invoke',
        summary: 'Run it',
        tags: ['refund'],
        parameters: [{ name: 'Prefer', in: 'header', description: '`wait=N`' }],
        requestBody: {
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Input' },
              examples: { one: { value: { amount: 1 } } },
            },
          },
        },
        responses: { 202: { description: 'Accepted' } },
      },
    },
  },
  components: {
    securitySchemes: { caller: { type: 'http', scheme: 'bearer', description: 'The secret' } },
    schemas: {
      Input: {
        type: 'object',
        required: ['amount'],
        properties: {
          amount: { type: 'integer', minimum: 1, description: 'In cents' },
          again: { $ref: '#/components/schemas/Input' },
          '<img src=x onerror=alert(1)>': { description: '<script>alert(1)</script>' },
        },
      },
    },
  },
}

describe('the documentation of a loop’s API', () => {
  it('shows operations, members with their bounds, who may call, and what is answered', async () => {
    stubApi({ 'GET /api/loops/refund/openapi.json': () => document })
    renderApp('/docs/api/refund')
    const operation = await screen.findByRole('article')
    expect(operation.textContent).toContain('post/hooks/refundRun it')
    expect(within(operation).getByText('Prefer').nextSibling?.textContent).toBe('header wait=N')
    const amount = within(operation).getByText('amount').closest('div')
    expect(amount?.textContent).toBe('amountrequiredinteger ≥ 1In cents')
    expect(operation.textContent).toContain('202 Accepted')
    expect(screen.getByRole('region', { name: 'Who may call' }).textContent).toContain(
      'Authorization: Bearer',
    )
  })

  it('shows names and words as text, whatever they are, and ends where a schema refers to itself', async () => {
    stubApi({ 'GET /api/loops/refund/openapi.json': () => document })
    renderApp('/docs/api/refund')
    const operation = await screen.findByRole('article')
    expect(operation.querySelector('img, script')).toBeNull()
    expect(operation.textContent).toContain('<script>alert(1)</script>')
  })

  it('begins with hooks, and leads to each part', async () => {
    const operation = (tag: string) => ({ operationId: tag, summary: tag, tags: [tag], responses: {} })
    const paths = {
      '/api/session': { get: operation('session') },
      '/hooks/{loop}': { post: operation('hooks') },
      '/api/runs': { get: operation('runs') },
    }
    stubApi({ 'GET /openapi.json': () => ({ ...document, paths }) })
    renderApp('/docs/api')
    const parts = within(await screen.findByRole('navigation', { name: 'Parts of the API' }))
    const links = parts.getAllByRole('link').map((link) => link.getAttribute('href'))
    expect(links).toEqual(['#hooks', '#session', '#runs'])
    const places = screen
      .getAllByRole('article')
      .map((article) => `#${article.parentElement?.parentElement?.id}`)
    expect(places).toEqual(links)
  })
})
