/** The pages of operations, loaded together: who looks at one of them looks at the other. */
export { LoopOperationsPage } from './LoopOperationsPage.tsx'
export { OperationsPage } from './OperationsPage.tsx'
