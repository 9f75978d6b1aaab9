import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BundledPage, bundleBudget, bundleSizes } from '../bench/bundleSizes.ts'
import { LocalServer } from '../support/localServer.ts'

let server: LocalServer

beforeAll(async () => {
  server = await LocalServer.start()
})
afterAll(async () => {
  await server.discard()
})

describe('what travels to a browser before a page can be used', () => {
  it('stays within the budget', async () => {
    const sizes = await bundleSizes(server.origin)
    const over = Object.entries(bundleBudget).flatMap(([page, most]) =>
      sizes[page as BundledPage] > most ? [{ page, most, kB: sizes[page as BundledPage] }] : [],
    )
    expect(over).toEqual([])
    // A page without scripts would pass as well.
    expect(sizes.editor).toBeGreaterThan(sizes.loops + 50)
    expect(sizes.loops).toBeGreaterThan(50)
  })
})
