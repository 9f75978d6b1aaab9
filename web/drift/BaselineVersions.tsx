import type { BaselineSummary } from '../../shared/api/baselines.ts'
import { useCan } from '../app/session.ts'
import { useChange } from '../app/useApi.ts'
import { Badge } from '../ui/Badge.tsx'
import { Button } from '../ui/Button.tsx'
import { Id } from '../ui/Id.tsx'
import { Time } from '../ui/Time.tsx'
import { statusWord } from './driftWords.ts'

const cell = 'px-3 py-1.5 align-middle'
const head = 'px-3 py-1.5 text-left text-xs font-medium text-fg-3 whitespace-nowrap'

/** Every version of a baseline: what it was made of, who proposed it and who decided. */
export function BaselineVersions({ loop, versions }: { loop: string; versions: readonly BaselineSummary[] }) {
  const may = useCan('build')
  const propose = useChange('proposeBaseline', { drops: ['listBaselines', 'listChanges'] })
  const again = ({ name, version }: BaselineSummary) =>
    propose.mutate({
      params: { loop },
      body: { name, note: `Back to version ${version}`, from: { type: 'version', version } },
    })
  return (
    <div className="overflow-x-auto rounded-md border border-line-1 bg-surface-1">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">Versions, newest first</caption>
        <thead className="border-b border-line-1 bg-surface-2">
          <tr>
            {['Version', 'Made of', 'Proposed', 'Decided', 'Note', 'Digest'].map((name) => (
              <th key={name} scope="col" className={head}>
                {name}
              </th>
            ))}
            <th scope="col" className={head}>
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((each) => (
            <tr key={each.version} className="border-t border-line-1 first:border-t-0">
              <td className={`${cell} whitespace-nowrap`}>
                <span className="tabular font-medium">{each.version}</span>{' '}
                <Badge tone={statusWord[each.status].tone}>{statusWord[each.status].word}</Badge>
              </td>
              <td className={`${cell} tabular whitespace-nowrap text-fg-2`}>{sourceWords(each)}</td>
              <td className={`${cell} whitespace-nowrap text-fg-2`}>
                {each.createdBy}, <Time at={each.createdAt} />
              </td>
              <td className={`${cell} whitespace-nowrap text-fg-2`}>
                {each.decision ? (
                  <>
                    {each.decision.by}, <Time at={each.decision.at} />
                  </>
                ) : (
                  '–'
                )}
              </td>
              <td className={`${cell} w-full text-fg-2`}>
                {[each.note, each.decision?.note ?? ''].filter((note) => note !== '').join(' · ')}
              </td>
              <td className={cell}>
                <Id id={each.digest} label="digest" />
              </td>
              <td className={`${cell} text-right`}>
                {may && each.status === 'superseded' && each.approvedBy !== null && (
                  <Button
                    size="sm"
                    disabled={propose.isPending}
                    aria-label={`Propose version ${each.version} again`}
                    onClick={() => again(each)}
                  >
                    Propose again
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function sourceWords({ from, samples }: BaselineSummary): string {
  switch (from.type) {
    case 'window':
      return `${samples.toLocaleString('en')} runs`
    case 'values':
      return `${samples.toLocaleString('en')} given values`
    case 'version':
      return `version ${from.version}`
  }
}
