import { useMemo } from 'react'
import { useEditor } from '../store/EditorContext.ts'
import { type TestGround, testGround } from './testState.ts'

/** What tests run on now. */
export function useTestGround(): TestGround {
  const program = useEditor((state) => state.program)
  const policySet = useEditor((state) => state.policySet)
  return useMemo(() => testGround({ program, policySet }), [program, policySet])
}
