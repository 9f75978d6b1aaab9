import { actionContractPage } from './actionContractPage.ts'
import { contractPage } from './contractPage.ts'
import { effectPage } from './effectPage.ts'
import { eventPage } from './eventPage.ts'
import { expressionPage } from './expressionPage.ts'
import { limitsPage } from './limitsPage.ts'
import { nodePage } from './nodePage.ts'
import { testPage } from './testPage.ts'
import { verifierContractPage } from './verifierContractPage.ts'

/** The reference pages by their files' names, made from the schemas. */
export function referencePages(top: string): Record<string, string> {
  return {
    'nodes.md': nodePage(top),
    'events.md': eventPage(top),
    'effects.md': effectPage(top),
    'expressions.md': expressionPage(top),
    'planner-contract.md': contractPage(top),
    'verifier-contract.md': verifierContractPage(top),
    'action-contract.md': actionContractPage(top),
    'tests.md': testPage(top),
    'limits.md': limitsPage(top),
  }
}
