// The pages and dialogs of a run that few visits come to: they share most of what they load, so that they are loaded as one.
export { ComparePage } from './compare/ComparePage.tsx'
export { ForkDialog } from './fork/ForkDialog.tsx'
export { SavedRunPage } from './SavedRunPage.tsx'
export { SimulatePage } from './simulate/SimulatePage.tsx'
