import { type Context, Hono } from 'hono'
import { accepts } from 'hono/accepts'
import { html } from 'hono/html'
import { type ProblemType, problemType, problemTypes } from '../../shared/api/problem.ts'
import type { AppEnv } from '../env.ts'
import { ProblemException } from '../http/problem.ts'

const headers = { 'cache-control': 'public, max-age=3600', vary: 'accept' }

/** What the types of problem documents lead to: JSON for programs, a page for people who follow one in a browser. */
export const problemPages: Hono<AppEnv> = new Hono<AppEnv>()
  .get('/problems', (c) => {
    const problems = problemTypes()
    return wantsPage(c) ? c.html(listPage(problems), 200, headers) : c.json({ problems }, 200, headers)
  })
  .get('/problems/:code', (c) => {
    const problem = problemType(c.req.param('code'))
    if (!problem) throw new ProblemException('not-found', 'There is no type of problem with this code.')
    return wantsPage(c) ? c.html(problemPage(problem), 200, headers) : c.json(problem, 200, headers)
  })

const wantsPage = (c: Context<AppEnv>) =>
  accepts(c, {
    header: 'Accept',
    supports: ['application/json', 'text/html'],
    default: 'application/json',
  }) === 'text/html'

type Markup = ReturnType<typeof html>

const page = (title: string, content: Markup) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Pavane</title>
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html>`

const problemPage = ({ type, status, title, advice }: ProblemType) =>
  page(
    title,
    html`<h1>${title}</h1>
      <p>Status ${status}, type <code>${type}</code></p>
      <p>${advice}</p>
      <p><a href="/problems">All types of problems</a></p>`,
  )

const listPage = (problems: ProblemType[]) =>
  page(
    'Types of problems',
    html`<h1>Types of problems</h1>
      <ul>
        ${problems.map(({ type, status, title }) => html`<li>${status} <a href="${type}">${title}</a></li>`)}
      </ul>`,
  )
