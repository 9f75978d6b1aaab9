import { Link } from 'react-router'
import type { NodeKind } from '../../../../shared/graph/nodes/node.ts'
import type { PolicyPoint } from '../../../../shared/graph/policy.ts'
import type { Json } from '../../../../shared/json.ts'
import { PolicyTrial } from '../../../policies/PolicyTrial.tsx'
import {
  effectOptions,
  modeOptions,
  pointOptions,
  redactHelp,
  rootsAt,
} from '../../../policies/policyWords.ts'
import { SnippetMenu } from '../../../policies/SnippetMenu.tsx'
import { WhatIf } from '../../../policies/WhatIf.tsx'
import { Disclosure } from '../../../ui/Disclosure.tsx'
import { policySubject } from '../../model/policySubject.ts'
import { uniqueId } from '../../model/uniqueId.ts'
import { useEditor, useEditorStore } from '../../store/EditorContext.ts'
import { CelField } from '../fields/CelField.tsx'
import { ChoicesField } from '../fields/ChoicesField.tsx'
import { ListField } from '../fields/ListField.tsx'
import { NumberField } from '../fields/NumberField.tsx'
import { SelectField } from '../fields/SelectField.tsx'
import { TextField } from '../fields/TextField.tsx'
import { WordsField } from '../fields/WordsField.tsx'
import { idsOf, isObject, textOf } from '../items.ts'
import { approverRoles } from './approverRoles.ts'
import { PolicyCasesField, useKeepCase } from './PolicyCasesField.tsx'
import { usePolicySample } from './usePolicySample.ts'

const newPolicy = (items: readonly Json[]): Json => ({
  id: uniqueId('policy', idsOf(items)),
  title: 'New policy',
  at: 'plan',
  when: 'false',
  effect: 'deny',
  message: '',
})

/** The loop's policies: when it is true, the effect applies. */
export function PoliciesField() {
  return (
    <>
      <ListField
        at="/policies"
        noun="policy"
        make={newPolicy}
        empty="A policy denies, asks for approval, redacts or flags, whatever a planner plans. Those of the workspace hold besides."
        title={(item) => textOf(item, 'title')}
      >
        {(at, item) => <PolicyFields at={at} item={item} />}
      </ListField>
      <AskWhatIf />
      <OfWorkspace />
    </>
  )
}

/** What the loop's runs would have come to under its policies as they are written now. */
function AskWhatIf() {
  const policies = useEditor((state) => state.graph.policies)
  const loop = useEditor((state) => state.graph.name)
  if (policies.length === 0) return null
  return (
    <Disclosure summary="What if they had held before?">
      <WhatIf policies={policies} loop={loop} />
    </Disclosure>
  )
}

/** What every loop is held to besides. */
function OfWorkspace() {
  const policies = useEditor((state) => state.policySet?.policies) ?? []
  if (policies.length === 0) return null
  return (
    <div className="text-xs text-fg-2">
      <p>
        Besides, the workspace’s hold (
        <Link to="/settings/policies" className="text-accent underline">
          change them
        </Link>
        ):
      </p>
      <ul className="mt-1 flex flex-col gap-0.5">
        {policies.map(({ id, title, at, effect, mode }) => (
          <li key={id}>
            {title}{' '}
            <span className="text-fg-3">
              ({effect} at {at}
              {mode === 'dry-run' && ', on trial'})
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function PolicyFields({ at, item }: { at: string; item: Json }) {
  const store = useEditorStore()
  const policy = isObject(item) ? item : {}
  const point = pointOptions.find((each) => each.value === policy['at'])?.value ?? 'plan'
  const subjects = useSubjects(point)
  const sample = usePolicySample(point, policy)
  const keep = useKeepCase(at, policy)
  const isOnTrial = policy['mode'] === 'dry-run'
  return (
    <>
      <TextField at={`${at}/title`} label="Title" />
      <div className="grid grid-cols-[2fr_1fr] gap-2">
        <TextField at={`${at}/id`} label="Id" code help="Stands in the log" />
        <NumberField at={`${at}/version`} label="Version" optional integer placeholder="1" />
      </div>
      <div className="grid grid-cols-2 gap-2">
        <SelectField at={`${at}/at`} label="Evaluated at" options={pointOptions} />
        <SelectField at={`${at}/effect`} label="Effect" options={effectOptions} />
      </div>
      <SelectField
        at={`${at}/mode`}
        label="Mode"
        options={modeOptions}
        {...(isOnTrial ? { help: 'Evaluated and recorded, never applied' } : {})}
        fromValue={(value) => (value === 'dry-run' ? 'dry-run' : 'enforce')}
      />
      <CelField
        at={`${at}/when`}
        label="When"
        roots={rootsAt[point]}
        help="CEL; an error in it denies"
        aside={
          <SnippetMenu
            onPick={({ at: where, when }) => {
              store.getState().write(null, at, { ...policy, at: where, when }, 'Took a ready-made condition')
            }}
          />
        }
      />
      <TextField at={`${at}/message`} label="Message" help="Why, in words: callers and reviewers read it" />
      {subjects.length > 0 && (
        <ChoicesField
          at={`${at}/on`}
          label="Only for"
          optional
          options={subjects}
          help="Nothing chosen: all of them"
        />
      )}
      {(policy['effect'] === 'redact' || policy['redact'] !== undefined) && (
        <WordsField
          at={`${at}/redact`}
          label="What is redacted"
          help={redactHelp[point]}
          placeholder="/email"
        />
      )}
      {policy['effect'] === 'require-approval' && <ApprovalFields at={at} />}
      <PolicyCasesField at={at} policy={policy} sample={sample} />
      <PolicyTrial policy={policy} point={point} sample={sample} onKeep={keep} />
    </>
  )
}

function ApprovalFields({ at }: { at: string }) {
  return (
    <>
      <ChoicesField at={`${at}/approvers`} label="Who may decide" optional options={approverRoles} />
      <div className="grid grid-cols-2 gap-2">
        <NumberField
          at={`${at}/need`}
          label="How many"
          optional
          integer
          placeholder="1"
          help="Each person counts once"
        />
        <NumberField at={`${at}/deadlineSeconds`} label="Deadline, in seconds" optional placeholder="86400" />
      </div>
    </>
  )
}

/** The nodes that a policy can be narrowed to. The one trigger is no choice. */
function useSubjects(point: PolicyPoint) {
  const nodes = useEditor((state) => state.graph.nodes)
  if (point === 'input') return []
  const kind: NodeKind = policySubject[point]
  return nodes
    .filter((node) => node.kind === kind)
    .map((node) => ({ value: node.id, label: node.title || node.id }))
}
