import type { SecretInfo } from '../../../shared/api/workspace.ts'
import { ProblemNotice } from '../../app/ProblemNotice.tsx'
import { useCan } from '../../app/session.ts'
import { useChange } from '../../app/useApi.ts'
import { Button } from '../../ui/Button.tsx'
import { ResourceTable } from '../ResourceTable.tsx'

type Sealed = { what: string } & Record<SecretInfo['sealed'], number>

/** How much each key of the server seals, and a way to bring all of it under the current one. */
export function SealingKeys({ secrets }: { secrets: readonly SecretInfo[] }) {
  const may = useCan('administer')
  const reseal = useChange('resealSecrets', { drops: ['listSecrets', 'listChanges'], toastErrors: false })
  const count = (state: SecretInfo['sealed']) => secrets.filter(({ sealed }) => sealed === state).length
  const rows: Sealed[] = [
    { what: 'Secrets', current: count('current'), former: count('former'), lost: count('lost') },
    // Each shard has to be asked for these, so they are counted only on the way.
    ...(reseal.data ? [{ what: 'Keys of personal data', ...reseal.data.keys }] : []),
  ]
  return (
    <section aria-labelledby="sealing-keys" className="mt-8 flex flex-col gap-3">
      <div className="max-w-2xl">
        <h3 id="sealing-keys" className="text-sm font-semibold">
          Under which key
        </h3>
        <p className="text-sm text-pretty text-fg-2">
          <code className="font-mono text-xs">PAVANE_KEY</code> seals them. Once nothing is under a former
          key, <code className="font-mono text-xs">PAVANE_KEY_PREVIOUS</code> can go. Each start of the server
          brings all of it under the current key.
        </p>
      </div>
      {reseal.error && <ProblemNotice error={reseal.error} />}
      <ResourceTable<Sealed>
        caption="What the keys of the server seal"
        rows={rows}
        keyOf={({ what }) => what}
        empty={null}
        columns={[
          { key: 'what', label: 'What', className: 'w-full', cell: ({ what }) => what },
          { key: 'current', label: 'Current key', className: numbers, cell: ({ current }) => current },
          {
            key: 'former',
            label: 'Former key',
            className: numbers,
            cell: ({ former }) => <span className={former > 0 ? 'text-warning' : ''}>{former}</span>,
          },
          {
            key: 'lost',
            label: 'No key opens it',
            className: numbers,
            cell: ({ lost }) => <span className={lost > 0 ? 'text-danger' : ''}>{lost}</span>,
          },
        ]}
      />
      {may && (
        <div className="flex flex-wrap items-center gap-3">
          <Button busy={reseal.isPending} onClick={() => reseal.mutate({})}>
            Bring all under the current key
          </Button>
          <output className="text-sm text-fg-2">{reseal.data && resealedWords(reseal.data.resealed)}</output>
        </div>
      )}
    </section>
  )
}

const numbers = 'tabular text-right whitespace-nowrap'

const resealedWords = (values: number) =>
  values === 0
    ? 'No value had to be moved.'
    : `${values} ${values === 1 ? 'value was' : 'values were'} brought under the current key.`
