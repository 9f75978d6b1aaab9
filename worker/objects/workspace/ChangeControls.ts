import { type ChangeControl, noChangeControl } from '../../../shared/api/changeControl.ts'
import type { WorkspaceStore } from './WorkspaceStore.ts'

/** Which changes ask for a second person. */
export class ChangeControls {
  readonly #store: WorkspaceStore

  constructor(store: WorkspaceStore) {
    this.#store = store
  }

  current(): ChangeControl {
    const stored = this.#store.fact('change-control')
    return stored === null ? noChangeControl : (JSON.parse(stored) as ChangeControl)
  }

  put(control: ChangeControl, reason: string, by: string): ChangeControl {
    const from = { value: controlWords(this.current()) }
    const put = () => this.#store.setFact('change-control', JSON.stringify(control))
    const told = { reason, from, to: { value: controlWords(control) } }
    this.#store.change(by, 'workspace.change-control', 'workspace', put, told)
    return control
  }
}

/** What is asked, in words for the log of changes. */
function controlWords({ publish, rollout, expiresAfterHours, loops }: ChangeControl): string {
  const asked = (each: { publish: boolean; rollout: boolean }) =>
    [...(each.publish ? ['versions'] : []), ...(each.rollout ? ['rollouts'] : [])].join(' and ') || 'nothing'
  const exceptions = loops.map((each) => `${each.loop}: ${asked(each)}`)
  return [`${asked({ publish, rollout })} within ${expiresAfterHours} h`, ...exceptions].join('; ')
}
