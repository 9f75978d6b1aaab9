import { UiProvider } from '../ui/UiProvider.tsx'

/** The whole application. */
export function App() {
  return <UiProvider>Pavane</UiProvider>
}
