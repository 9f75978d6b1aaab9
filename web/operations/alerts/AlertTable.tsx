import { BellRing, Check, CircleDashed } from 'lucide-react'
import { Link } from 'react-router'
import type { Alert } from '../../../shared/api/alerts.ts'
import { useChange } from '../../app/useApi.ts'
import { RemoveButton } from '../../settings/RemoveButton.tsx'
import { ResourceTable } from '../../settings/ResourceTable.tsx'
import { reasonIn } from '../../settings/WhyField.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Time } from '../../ui/Time.tsx'
import { toast } from '../../ui/toast.ts'
import { ruleWords, valueWords } from './alertWords.ts'

type AlertTableProps = { alerts: readonly Alert[]; may: boolean; onEdit: (alert: Alert) => void }

export function AlertTable({ alerts, may, onEdit }: AlertTableProps) {
  const remove = useChange('deleteAlert', { drops: ['listAlerts', 'listChanges'] })
  const test = useChange('testAlert', {
    drops: ['listAlerts'],
    onDone: () => toast.success('A test is on its way. What comes of it stands under Told.'),
  })
  return (
    <ResourceTable<Alert>
      caption="Alerts"
      rows={alerts}
      keyOf={({ alert }) => alert}
      empty={
        <EmptyState title="Nobody is told yet" className="py-6">
          An alert tells a host of yours when a loop fails too often, takes or costs too much, or falls
          silent.
        </EmptyState>
      }
      columns={[
        { key: 'state', label: 'State', cell: (alert) => <StateCell alert={alert} /> },
        {
          key: 'rule',
          label: 'Alert',
          className: 'w-full',
          cell: (alert) => (
            <>
              <span className="font-medium">{alert.title}</span>{' '}
              <code className="font-mono text-xs text-fg-3">{alert.alert}</code>
              <span className="block text-xs text-fg-2">
                {alert.loop ?? 'Every loop'} · {ruleWords(alert)} · tells{' '}
                <code className="font-mono">
                  {alert.to.host}
                  {alert.to.path}
                </code>
              </span>
            </>
          ),
        },
        {
          key: 'do',
          label: 'Actions',
          hidden: true,
          cell: (alert) =>
            may && (
              <span className="flex items-center justify-end gap-1">
                <Button
                  size="sm"
                  aria-label={`Send a test of ${alert.alert}`}
                  busy={test.isPending}
                  onClick={() => test.mutate({ params: { alert: alert.alert } })}
                >
                  Test
                </Button>
                <Button size="sm" aria-label={`Change ${alert.alert}`} onClick={() => onEdit(alert)}>
                  Change
                </Button>
                <RemoveButton
                  what={`the alert ${alert.alert}`}
                  says="Nobody is told any more."
                  busy={remove.isPending}
                  asksWhy
                  onRemove={(why) => remove.mutate({ params: { alert: alert.alert }, query: reasonIn(why) })}
                />
              </span>
            ),
        },
      ]}
    />
  )
}

function StateCell({ alert: { states, measure } }: { alert: Alert }) {
  const firing = states.filter(({ state }) => state === 'firing')
  if (states.length === 0) return <Badge icon={<CircleDashed aria-hidden />}>No loop</Badge>
  if (firing.length === 0)
    return (
      <Badge tone="success" icon={<Check aria-hidden />}>
        OK
      </Badge>
    )
  return (
    <ul className="flex flex-col gap-1">
      {firing.map(({ loop, value, since }) => (
        <li key={loop} className="whitespace-nowrap">
          <Badge tone="danger" icon={<BellRing aria-hidden />}>
            Firing
          </Badge>{' '}
          <Link to={`/operations/${loop}`} className="text-accent underline underline-offset-2">
            {loop}
          </Link>{' '}
          <span className="block text-xs text-fg-3">
            {valueWords(measure, value)}, <Time at={since} />
          </span>
        </li>
      ))}
    </ul>
  )
}
