import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan } from '../../app/session.ts'
import { useApi } from '../../app/useApi.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Time } from '../../ui/Time.tsx'
import { ResourceTable } from '../ResourceTable.tsx'
import { SectionIntro } from '../SectionIntro.tsx'
import { ArchiveSection } from './ArchiveSection.tsx'
import { EraseForm } from './EraseForm.tsx'
import { ReceiptButton } from './ReceiptButton.tsx'

/** Forgets people, lists the receipts of that, and shows what is archived. */
export function PrivacyPanel() {
  const erasures = useApi('listErasures', {})
  const may = useCan('administer')
  return (
    <>
      <SectionIntro title="Privacy">
        Logs hold tokens in place of personal data; the values are encrypted under a key of each run. To erase
        a person is to drop the keys of all runs about them: no value of those runs can be read any more,
        while their logs stay as they are and verify.
      </SectionIntro>
      {may && <EraseForm />}
      {erasures.error && <ProblemNotice error={erasures.error} onRetry={() => void erasures.refetch()} />}
      <ResourceTable
        caption="What was erased, newest first"
        rows={erasures.data?.erasures}
        keyOf={({ receipt }) => receipt.id}
        empty={<EmptyState title="Nobody was erased yet" />}
        columns={[
          {
            key: 'at',
            label: 'When',
            className: 'whitespace-nowrap',
            cell: ({ receipt }) => <Time at={receipt.at} />,
          },
          { key: 'by', label: 'Who', className: 'whitespace-nowrap', cell: ({ receipt }) => receipt.by },
          {
            key: 'what',
            label: 'What',
            className: 'whitespace-nowrap',
            cell: ({ receipt }) => erasedWords(receipt.runs.length, receipt.waiting.length),
          },
          {
            key: 'why',
            label: 'Why',
            className: 'w-full',
            cell: ({ receipt }) => <span className="text-fg-2">{receipt.reason}</span>,
          },
          {
            key: 'receipt',
            label: 'Receipt',
            hidden: true,
            cell: (signed) => <ReceiptButton signed={signed} publicKey={erasures.data?.publicKey ?? null} />,
          },
        ]}
      />
      <ArchiveSection />
    </>
  )
}

function erasedWords(runs: number, waiting: number): string {
  const now = runs === 1 ? '1 run' : `${runs} runs`
  return waiting === 0 ? now : `${now}, ${waiting} once ended`
}
