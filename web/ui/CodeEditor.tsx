import { lazy, Suspense } from 'react'
import type { CodeMirrorViewProps } from './code/CodeMirrorView.tsx'
import { cx } from './cx.ts'
import { Skeleton } from './Skeleton.tsx'

export type { CodeDiagnostic, CodeHover } from './code/CodeMirrorView.tsx'

const CodeMirrorView = lazy(() =>
  import('./code/CodeMirrorView.tsx').then((module) => ({ default: module.CodeMirrorView })),
)

/** A code editor for JSON, CEL and `{{ }}` templates. CodeMirror loads when the first one is shown. */
export function CodeEditor(props: CodeMirrorViewProps) {
  return (
    <Suspense
      fallback={<Skeleton className={cx('rounded-md', props.singleLine ? 'h-7' : 'h-24', props.className)} />}
    >
      <CodeMirrorView {...props} />
    </Suspense>
  )
}
