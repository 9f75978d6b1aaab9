import {
  type EntryPair,
  isDifferent,
  type RunDiff,
  type SectionDiff,
} from '../../../shared/projections/runDiff.ts'

/** One line of a comparison: the head of a part, or what two runs did in one place. */
export type DiffRow =
  | { of: 'section'; key: string; section: SectionDiff }
  | { of: 'pair'; key: string; iteration: number; pair: EntryPair; differs: boolean }

/** What is shown of a difference. Parts without a difference keep their heads, so that one sees that they were compared. */
export function diffRows({ sections }: RunDiff, all: boolean): readonly DiffRow[] {
  return sections.flatMap((section): DiffRow[] => {
    const { iteration } = section
    const pairs = section.pairs.flatMap((pair): DiffRow[] => {
      const differs = isDifferent(pair)
      if (!all && !differs) return []
      return [{ of: 'pair', key: `${iteration} ${pair.key}`, iteration, pair, differs }]
    })
    return [{ of: 'section', key: `section ${iteration}`, section }, ...pairs]
  })
}

/** The next row with a difference before or after a place; stays where it is when there is none. */
export function nextDifference(rows: readonly DiffRow[], from: number, by: 1 | -1): number {
  for (let place = from + by; place >= 0 && place < rows.length; place += by) {
    const row = rows[place]
    if (row?.of === 'pair' && row.differs) return place
  }
  return from
}
