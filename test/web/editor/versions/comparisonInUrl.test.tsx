import { act, cleanup, render } from '@testing-library/react'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { afterEach, expect, it } from 'vitest'
import { comparisonText, draftSide, versionSide } from '../../../../web/editor/store/compareSlice.ts'
import { EditorProvider } from '../../../../web/editor/store/EditorContext.ts'
import { useComparisonInUrl } from '../../../../web/editor/versions/useComparisonInUrl.ts'
import { editorFor } from '../editorFor.ts'

afterEach(cleanup)

function Probe() {
  useComparisonInUrl()
  return null
}

function opened(address: string) {
  const store = editorFor()
  const element = (
    <EditorProvider value={store}>
      <Probe />
    </EditorProvider>
  )
  const router = createMemoryRouter([{ path: '/loops/a', element }], { initialEntries: [address] })
  render(<RouterProvider router={router} />)
  const shown = () => {
    const { comparison } = store.getState()
    return comparison && comparisonText(comparison)
  }
  return { store, router, shown, search: () => router.state.location.search }
}

it('opens what the address compares, and passes over one that makes no sense', () => {
  expect(opened('/loops/a?compare=1..draft').shown()).toBe('1..draft')
  expect(opened('/loops/a?compare=sideways').shown()).toBeNull()
})

it('keeps the address up with what is compared, and Back with what was', async () => {
  const { store, router, shown, search } = opened('/loops/a?test=one')
  await act(async () => store.getState().compare(versionSide(1), draftSide))
  expect(search()).toBe('?test=one&compare=1..draft')
  await act(async () => store.getState().compare(versionSide(2), draftSide))
  expect(search()).toBe('?test=one&compare=2..draft')
  await act(async () => router.navigate(-1))
  expect(shown()).toBe('1..draft')
  await act(async () => router.navigate(-1))
  expect(shown()).toBeNull()
})

it('stays shut when it is left before the address has caught up', async () => {
  const { store, shown, search } = opened('/loops/a')
  await act(async () => {
    store.getState().compare(versionSide(1), draftSide)
    store.getState().endComparison()
  })
  expect(shown()).toBeNull()
  expect(search()).toBe('')
})
