import { strategyNames } from '../editor/model/describeStrategy.ts'

/** The name of a strategy as a sentence holds it; one that is not known goes by its own. */
export function strategyName(strategy: string): string {
  const names: Readonly<Record<string, string>> = { ...strategyNames, edit: 'Edited by hand' }
  return (names[strategy] ?? strategy).toLowerCase()
}
