import { createBrowserRouter, type RouteObject, redirect } from 'react-router'
import { LoopsPage } from '../loops/LoopsPage.tsx'
import { loadEditor } from '../loops/loadEditor.ts'
import { NotFoundPage } from './NotFoundPage.tsx'
import { RouteError } from './RouteError.tsx'
import { Shell } from './Shell.tsx'
import { ShellSkeleton } from './ShellSkeleton.tsx'
import { SignInPage } from './SignInPage.tsx'

const runsPage = async () => ({ Component: (await import('../runs/RunsPage.tsx')).RunsPage })

const operations = () => import('../operations/pages.ts')

const besideTheRun = () => import('../replay/besideTheRun.ts')

/** Every address of the application. What is heavy loads when it is first visited. */
export const appRoutes: RouteObject[] = [
  { path: '/sign-in', element: <SignInPage />, errorElement: <RouteError /> },
  {
    element: <Shell />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <ShellSkeleton />,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          { path: '/', element: <LoopsPage /> },
          // As whoever shortens the address of a loop expects.
          { path: '/loops', loader: () => redirect('/') },
          { path: '/runs', lazy: runsPage },
          { path: '/loops/:loop/runs', lazy: runsPage },
          {
            path: '/approvals',
            lazy: async () => ({ Component: (await import('../approvals/ApprovalsPage.tsx')).ApprovalsPage }),
          },
          {
            path: '/approvals/publishing',
            lazy: async () => ({
              Component: (await import('../approvals/proposals/ProposalsPage.tsx')).ProposalsPage,
            }),
          },
          { path: '/operations', lazy: async () => ({ Component: (await operations()).OperationsPage }) },
          {
            path: '/operations/:loop',
            lazy: async () => ({ Component: (await operations()).LoopOperationsPage }),
          },
          {
            path: '/loops/:loop/plans',
            lazy: async () => ({ Component: (await import('../plans/PlansPage.tsx')).PlansPage }),
          },
          {
            path: '/loops/:loop/drift',
            lazy: async () => ({ Component: (await import('../drift/DriftPage.tsx')).DriftPage }),
          },
          {
            path: '/loops/:loop/deliveries',
            lazy: async () => ({
              Component: (await import('../deliveries/DeliveriesPage.tsx')).DeliveriesPage,
            }),
          },
          {
            path: '/loops/:loop',
            lazy: async () => ({ Component: (await loadEditor()).LoopEditorPage }),
          },
          {
            path: '/runs/saved',
            lazy: async () => ({ Component: (await besideTheRun()).SavedRunPage }),
          },
          {
            path: '/runs/:run',
            lazy: async () => ({ Component: (await import('../replay/RunPage.tsx')).RunPage }),
          },
          {
            path: '/runs/:run/compare/:other',
            lazy: async () => ({ Component: (await besideTheRun()).ComparePage }),
          },
          {
            path: '/runs/:run/simulate',
            lazy: async () => ({ Component: (await besideTheRun()).SimulatePage }),
          },
          {
            path: '/sandbox',
            lazy: async () => ({ Component: (await import('../settings/SandboxPage.tsx')).SandboxPage }),
          },
          {
            path: '/docs',
            lazy: async () => ({ Component: (await import('../docs/DocsPage.tsx')).DocsPage }),
          },
          {
            path: '/docs/api/:loop?',
            lazy: async () => ({ Component: (await import('../docs/api/ApiDocPage.tsx')).ApiDocPage }),
          },
          {
            path: '/docs/lints',
            lazy: async () => ({ Component: (await import('../docs/LintListPage.tsx')).LintListPage }),
          },
          {
            path: '/docs/lints/:code',
            lazy: async () => ({ Component: (await import('../docs/LintPage.tsx')).LintPage }),
          },
          {
            path: '/docs/:folder/:page',
            lazy: async () => ({ Component: (await import('../docs/DocPage.tsx')).DocPage }),
          },
          {
            path: '/settings/:section?',
            lazy: async () => ({ Component: (await import('../settings/SettingsPage.tsx')).SettingsPage }),
          },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
]

/** The router of the page, over the browser's own history. */
export function createRouter() {
  return createBrowserRouter(appRoutes)
}
