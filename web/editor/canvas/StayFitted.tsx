import { useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { fitOptions } from './fitOptions.ts'
import { showsAll } from './showsAll.ts'

/** Where all was shown it stays shown when the canvas gets another size, as beside an opened panel. Whoever looks at a part keeps their place. */
export function StayFitted(): null {
  const flow = useReactFlow()
  const api = useStoreApi()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const before = useRef({ width: 0, height: 0 })
  const fitting = useRef(false)
  useEffect(() => {
    const last = before.current
    before.current = { width, height }
    if (last.width === 0 || last.height === 0 || width === 0 || height === 0) return
    if (!fitting.current && !showsAll(api.getState(), last, flow.getViewport())) return
    fitting.current = true
    void flow.fitView(fitOptions).finally(() => {
      fitting.current = false
    })
  }, [api, flow, width, height])
  return null
}
