import type { Asked } from './askEachRun.ts'

/** Some runs refused: what was done, and why the others were not, until it is read. */
export function RefusedRuns({ words, refused, reasons }: Asked & { words: string }) {
  return (
    <div role="alert" className="text-sm">
      <p className="font-semibold">
        {words}, {refused.toLocaleString('en')} not.
      </p>
      {reasons.map((each) => (
        <p key={each} className="text-fg-2">
          {each}
        </p>
      ))}
    </div>
  )
}
